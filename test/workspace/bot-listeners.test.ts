import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPlayground } from '../../playground/server.ts';
import { faultSentence } from '../../src/core/fault-sentences.ts';
import { bytesOf, startBot } from './bot-harness.ts';

type Harness = Awaited<ReturnType<typeof startBot>>;

describe('the bot in a workspace', () => {
  let harness: Harness;

  beforeEach(async () => {
    harness = await startBot();
  });

  afterEach(() => harness.stop());

  it('acknowledges a slash command at once and hands over its words', async () => {
    const { playground, seen } = harness;
    const receipt = await playground.user.slash('#people-exit', '/attrition report 2026 Q3 lang=zh');
    expect(receipt.ok).toBe(true);
    const [call] = await seen(1);
    expect(call).toMatchObject({
      command: 'slash',
      input: { channel: playground.idOf('people-exit'), user: playground.idOf('lin'), text: 'report 2026 Q3 lang=zh' },
    });
  });

  it('hands uploaded files over once and can download them', async () => {
    const { playground, seen, bot, commands } = harness;
    playground.faults.extraDeliveries = 3;
    const files = [
      { name: '面谈_王.txt', bytes: bytesOf('我离职是因为薪酬。') },
      { name: 'exit.csv', bytes: bytesOf('name,reason\n') },
    ];
    const { ts, files: ids } = playground.user.upload('#people-exit', files);
    const [call] = await seen(1);
    expect(call).toMatchObject({ command: 'filesShared', input: { ts, files: [{ name: '面谈_王.txt' }, {}] } });
    const { name, bytes } = await bot.conversation.download(ids[0] ?? '', playground.idOf('people-exit'));
    expect([name, new TextDecoder().decode(bytes)]).toEqual(['面谈_王.txt', '我离职是因为薪酬。']);
    expect(commands.seen).toHaveLength(1);
  });

  it('takes mentions, and follow-ups in its threads', async () => {
    const { playground, seen, bot } = harness;
    const { ts, channel } = playground.user.say('#people-exit', '@Attrition 上个季度为什么离职？');
    await seen(1);
    await bot.conversation.post({ channel, thread: ts }, 'answer', { markdown: '薪酬。', notice: '薪酬。' });
    playground.user.say('#people-exit', '销售部有多少人？', { thread: ts });
    const calls = await seen(2);
    expect(calls.map(({ input }) => input)).toMatchObject([
      { text: '上个季度为什么离职？', thread: null },
      { text: '销售部有多少人？', thread: ts },
    ]);
  });

  it('passes a pressed button on, with its message', async () => {
    const { playground, bot, seen } = harness;
    const channel = playground.idOf('people-exit');
    const stop = { action: 'report_stop', label: '停止', value: 'r1', style: 'danger' } as const;
    const live = await bot.conversation.open({ channel }, 'r', { markdown: '正在读', notice: '报告', buttons: [stop] });
    expect((await playground.user.press(live.ref, 'report_stop')).ok).toBe(true);
    const [call] = await seen(1);
    expect(call?.input).toMatchObject({ action: 'report_stop', value: 'r1', message: live.ref, thread: null });
  });

  it.each([
    ['old.txt', 'please look', 'has no files'],
    ['旧访谈.txt', '请看', '没有附件'],
  ])('reads the files of an earlier message by its shortcut: %s', async (name, text, words) => {
    const { playground, seen } = harness;
    const earlier = playground.user.upload('#people-exit', [{ name, bytes: bytesOf('x') }]);
    await seen(1);
    await playground.user.shortcut('analyse_with_attrition', earlier);
    const calls = await seen(2);
    expect(calls[1]).toMatchObject({ command: 'filesShared', input: { files: [{ name }], ts: earlier.ts } });
    const without = playground.user.say('#people-exit', text);
    await playground.user.shortcut('analyse_with_attrition', without);
    await playground.waitFor(() => JSON.stringify(playground.whispers('lin')).includes(words));
  });

  it('fills App Home', async () => {
    const { playground } = harness;
    await playground.user.openHome();
    const home = await playground.waitFor(() => playground.home('lin'));
    expect(JSON.stringify(home.blocks)).toContain('*已加载*');
  });

  it('tells a person when a command fails, without the error', async () => {
    const { playground, commands } = harness;
    commands.failure = new Error('secret words of a leaver');
    await playground.user.slash('#people-exit', '/attrition 报告');
    const whisper = await playground.waitFor(() => playground.whispers('lin')[0]);
    expect(JSON.stringify(whisper.blocks)).toContain(faultSentence('unexpected', {}, 'zh'));
    expect(harness.logged.join('\n')).not.toContain('leaver');
  });

  it('comes back within seconds after its socket was cut or refreshed, and hears again', async () => {
    const { playground, seen } = harness;
    for (const [index, how] of (['cut', 'refresh'] as const).entries()) {
      playground.dropSockets(how);
      await playground.waitFor(() => !playground.connected()).catch(() => {});
      await playground.waitFor(() => playground.connected());
      await playground.user.slash('#people-exit', '/attrition status');
      await seen(index + 1);
    }
  });

  it('stops a message that a person deleted', async () => {
    const { playground, bot } = harness;
    const channel = playground.idOf('people-exit');
    const live = await bot.conversation.open({ channel }, 'r', { markdown: 'reading', notice: 'reading' });
    playground.user.deleteMessage(live.ref);
    await playground.waitFor(() => live.gone.aborted);
    await live.finish({ markdown: 'report', notice: 'report' });
    expect(playground.messages('#people-exit').filter(({ bot_id }) => bot_id !== undefined)).toEqual([]);
  });
});

describe('starting and stopping', () => {
  it('does not start with a wrong token', async () => {
    const playground = await startPlayground();
    for (const wrong of [{ bot: 'xoxb-wrong' }, { app: 'xapp-wrong' }]) {
      const tokens = { ...playground.tokens, ...wrong };
      await expect(startBot({ playground: { ...playground, tokens } })).rejects.toThrow();
    }
    await playground.stop();
  });

  it('leaves no connection behind when it is stopped while reconnecting', async () => {
    const harness = await startBot();
    harness.playground.faults.onCall('apps.connections.open', { delay: 300 }, { times: 9 });
    harness.playground.dropSockets('cut');
    await harness.playground.waitFor(() => harness.logged.some((line) => line.includes('was disconnected')));
    await harness.bot.stop();
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(harness.playground.connected()).toBe(false);
    await harness.playground.stop();
  });

  it('waits for a running listener before it has stopped', async () => {
    const harness = await startBot();
    const gate = Promise.withResolvers<void>();
    let done = false;
    harness.commands.slash = async () => {
      await gate.promise;
      done = true;
    };
    await harness.playground.user.slash('#people-exit', '/attrition report');
    const stopping = harness.bot.stop();
    setTimeout(gate.resolve, 50);
    await stopping;
    expect(done).toBe(true);
    await harness.playground.stop();
  });
});

describe('where the bot may work', () => {
  it.each([
    ['en', '/attrition report'],
    ['zh', '/attrition 报告'],
  ] as const)('says politely that a channel is not set up (%s)', async (language, line) => {
    const harness = await startBot({ allowedChannels: ['C0OTHER'] });
    await harness.playground.user.slash('#people-exit', line);
    const whisper = await harness.playground.waitFor(() => harness.playground.whispers('lin')[0]);
    expect(JSON.stringify(whisper.blocks)).toContain(faultSentence('not-allowed-here', {}, language));
    expect(harness.commands.seen).toEqual([]);
    await harness.stop();
  });
});

describe('over HTTP', () => {
  it('takes signed commands and events', async () => {
    const port = 20_000 + (process.pid % 20_000);
    const harness = await startBot({ mode: 'http', port });
    const { playground, seen } = harness;
    await playground.useHttp(`http://127.0.0.1:${port}/slack/events`);
    expect((await playground.user.slash('#people-exit', '/attrition status')).ok).toBe(true);
    playground.user.say('#people-exit', '@Attrition 帮助');
    const calls = await seen(2);
    expect(calls.map(({ command }) => command)).toEqual(['slash', 'mention']);
    await harness.stop();
  });
});
