import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPlayground } from '../../playground/server.ts';
import { WORDS } from '../../src/bot/words.ts';
import { createFastClock } from '../support/fast-clock.ts';
import { bytesOf, startBot } from './bot-harness.ts';
import { CHANNEL, wordsOf } from './whole-app.ts';

/** The bot's waits for a file's address and for a new connection pass ten times as fast. */
const FACTOR = 10;

/** One test a row of the list of known failures: what the bot is told by Slack. */
describe('the bot hears events', () => {
  let harness: Awaited<ReturnType<typeof startBot>>;

  beforeEach(async () => {
    harness = await startBot({ clock: createFastClock(FACTOR), playground: await startPlayground() });
  });

  afterEach(() => harness.stop());

  const textsOf = (calls: readonly { readonly input: unknown }[]) =>
    calls.map(({ input }) => (input as { readonly text?: string }).text);
  /** Whatever came before this mention has been heard by the time it is answered. */
  const heardAll = async (count: number) => {
    harness.playground.user.say(CHANNEL, '@Attrition help');
    return harness.seen(count);
  };

  it('S16: what it writes, edits and uploads itself is no question, even when it names itself', async () => {
    const { playground, bot } = harness;
    const { channel, ts: thread } = playground.user.say(CHANNEL, 'hello');
    const own = (words: string) => ({ markdown: `<@${playground.botUser}> ${words}`, notice: words });
    // In a thread of its own every reply is a question.
    const live = await bot.conversation.open({ channel, thread }, 'r', own('report'));
    await live.finish(own('为什么离职？'));
    await bot.conversation.upload({ channel, thread }, [{ name: 'chart.png', title: 'Causes', bytes: bytesOf('png') }]);
    expect(textsOf(await heardAll(1))).toEqual(['help']);
    expect(harness.commands.seen).toHaveLength(1);
  });

  it('S17: fifty revisions that change no word are answered fifty times less', async () => {
    const { playground, seen, commands } = harness;
    const asked = playground.user.say(CHANNEL, '@Attrition why?');
    await seen(1);
    for (let revision = 0; revision < 50; revision += 1) playground.user.editMessage(asked, '@Attrition why?');
    await heardAll(2);
    expect(commands.seen).toHaveLength(2);
    expect(playground.whispers('lin')).toEqual([]);
  });

  it('S19: an event that comes four times is handled once', async () => {
    const { playground, seen, commands } = harness;
    playground.faults.extraDeliveries = 3;
    playground.user.say(CHANNEL, '@Attrition 为什么离职？');
    await seen(1);
    await playground.waitFor(() => playground.deliveries.every(({ attempts }) => attempts.length === 4));
    expect(commands.seen).toHaveLength(1);
  });

  it('S20: an event whose first delivery was lost is taken from its retry', async () => {
    const { playground, seen } = harness;
    playground.faults.lostDeliveries = 2;
    playground.user.say(CHANNEL, '@Attrition status');
    expect(textsOf(await seen(1))).toEqual(['status']);
    expect(playground.deliveries.every(({ attempts }) => attempts[0]?.receipt.ok === false)).toBe(true);
  });

  it('S21: a mention that comes as two events is handled once, in either order', async () => {
    const { playground, commands } = harness;
    playground.user.say(CHANNEL, '@Attrition one');
    // The first event of the pair is lost, so that its twin comes before it.
    playground.faults.lostDeliveries = 1;
    playground.user.say(CHANNEL, '@Attrition 二');
    await playground.waitFor(
      () => playground.deliveries.filter(({ attempts }) => attempts.at(-1)?.receipt.ok).length === 4,
    );
    expect(textsOf(commands.seen).toSorted()).toEqual(['one', '二']);
  });

  it('S31: a login page with status 200 is no file', async () => {
    const { playground, bot } = harness;
    const { files } = playground.user.upload(CHANNEL, [{ name: 'exit.csv', bytes: bytesOf('name,reason\n') }]);
    playground.faults.loginPage = true;
    await expect(bot.conversation.download(files[0] ?? '', playground.idOf('people-exit'))).rejects.toMatchObject({
      code: 'file-login-page',
    });
  });

  it('S32: a stub of a shared channel is a file, whose details are asked for', async () => {
    const { playground, seen, bot } = harness;
    playground.faults.fileStubs = true;
    const { files } = playground.user.upload(CHANNEL, [{ name: '面谈.csv', bytes: bytesOf('a,b\n') }]);
    expect((await seen(1))[0]?.input).toMatchObject({ files: [{ id: files[0] }] });
    const { name, bytes } = await bot.conversation.download(files[0] ?? '', playground.idOf('people-exit'));
    expect([name, new TextDecoder().decode(bytes)]).toEqual(['面谈.csv', 'a,b\n']);
  });

  it('S33: an address that comes with the third asking is waited for, and one that never comes is told', async () => {
    const { playground, bot } = harness;
    const { files } = playground.user.upload(CHANNEL, [{ name: 'exit.csv', bytes: bytesOf('a,b\n') }]);
    playground.faults.fileUrlAfter = 2;
    expect((await bot.conversation.download(files[0] ?? '', playground.idOf('people-exit'))).name).toBe('exit.csv');
    expect(playground.calls.filter(({ method }) => method === 'files.info')).toHaveLength(3);
    playground.faults.fileUrlAfter = 9;
    await expect(bot.conversation.download(files[0] ?? '', playground.idOf('people-exit'))).rejects.toMatchObject({
      code: 'file-not-available',
      detail: { name: 'exit.csv' },
    });
  });

  it('S34: a file that is told of three times is taken once, and one of its own never', async () => {
    const { playground, bot, commands } = harness;
    const channel = playground.idOf('people-exit');
    playground.faults.extraDeliveries = 2;
    const { files } = playground.user.upload(CHANNEL, [{ name: 'exit.csv', bytes: bytesOf('a,b\n') }]);
    await bot.conversation.upload({ channel }, [{ name: 'causes.csv', title: 'Causes', bytes: bytesOf('a') }]);
    await heardAll(2);
    await playground.waitFor(() => playground.deliveries.every(({ attempts }) => attempts.length === 3));
    expect(commands.seen.map(({ command }) => command)).toEqual(['filesShared', 'mention']);
    expect(commands.seen[0]?.input).toMatchObject({ files: [{ id: files[0] }] });
  });

  it('S39: reconnections that fail one after another end nothing', async () => {
    const { playground, seen, logged } = harness;
    playground.faults.onCall('apps.connections.open', { status: 408 });
    playground.faults.onCall('apps.connections.open', { error: 'internal_error' });
    playground.faults.onCall('socket', {});
    playground.dropSockets('cut');
    await playground.waitFor(() => logged.filter((line) => line.includes('did not connect')).length >= 3);
    await playground.waitFor(() => playground.connected());
    await playground.user.slash(CHANNEL, '/attrition status');
    await seen(1);
  });

  it('S40: a live message grows on while the socket is cut, and a command that is sent again runs once', async () => {
    const { playground, bot, seen, commands } = harness;
    const channel = playground.idOf('people-exit');
    const view = (markdown: string) => ({ markdown, notice: 'report' });
    playground.faults.lostAcks = 1;
    await playground.user.slash(CHANNEL, '/attrition report');
    await seen(1);
    const live = await bot.conversation.open({ channel }, 'r', view('reading'));
    playground.faults.onCall('apps.connections.open', { error: 'internal_error' }, { times: 3 });
    playground.dropSockets('cut');
    await playground.waitFor(() => !playground.connected());
    live.show(view('read 3'));
    await playground.waitFor(() => playground.record.some((entry) => wordsOf(entry) === 'read 3'));
    const [first] = playground.deliveries;
    await playground.waitFor(() => playground.connected());
    await playground.deliverAgain(first?.id ?? '');
    await live.finish(view('final'));
    const own = playground.messages(CHANNEL).filter(({ bot_id }) => bot_id !== undefined);
    expect(own.map(wordsOf)).toEqual(['final']);
    expect(commands.seen).toHaveLength(1);
  });

  it('S44: a reply to a reply, and a file there, stay in their thread', async () => {
    const { playground, seen } = harness;
    const root = playground.user.say(CHANNEL, '@Attrition report');
    await seen(1);
    playground.user.say(CHANNEL, '@Attrition 销售部呢？', { thread: root.ts });
    await seen(2);
    playground.user.upload(CHANNEL, [{ name: 'a.txt', bytes: bytesOf('x') }], { thread: root.ts });
    const calls = await seen(3);
    expect(calls.slice(1).map(({ input }) => (input as { thread: string }).thread)).toEqual([root.ts, root.ts]);
  });

  it.each([
    ['en', 'how many?', 'how many of them?'],
    ['zh', '多少人？', '销售部多少人？'],
  ] as const)('says of an edited question that it was answered as it first stood (%s)', async (language, text, now) => {
    const { playground, seen, commands } = harness;
    const asked = playground.user.say(CHANNEL, `@Attrition ${text}`);
    await seen(1);
    playground.user.editMessage(asked, `@Attrition ${now}`);
    const told = await playground.waitFor(() => playground.whispers('lin')[0]);
    expect(wordsOf(told)).toBe(WORDS.edited[language]);
    expect(textsOf(commands.seen)).toEqual([text]);
  });

  it.each(['how many?', '多少人？'])('answers what becomes a question by its edit, once: %s', async (text) => {
    const { playground, seen, commands } = harness;
    const said = playground.user.say(CHANNEL, text);
    playground.user.editMessage(said, `@Attrition ${text}`);
    expect(textsOf(await seen(1))).toEqual([text]);
    await heardAll(2);
    expect(commands.seen).toHaveLength(2);
  });

  it.each(['how many?', '多少人？'])(
    'answers a reply that also goes to the channel, in its thread: %s',
    async (text) => {
      const { playground, bot, seen } = harness;
      const root = playground.user.say(CHANNEL, '@Attrition report');
      await bot.conversation.post({ channel: root.channel, thread: root.ts }, 'a', {
        markdown: 'done',
        notice: 'done',
      });
      playground.user.say(CHANNEL, text, { thread: root.ts, broadcast: true });
      const calls = await seen(2);
      expect(calls[1]?.input).toMatchObject({ text, thread: root.ts });
    },
  );
});
