import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startPlayground } from '../../playground/server.ts';
import { faultSentence } from '../../src/core/fault-sentences.ts';
import { bytesOf, startBot } from './bot-harness.ts';
import { CHANNEL, wordsOf } from './whole-app.ts';

const view = (markdown: string) => ({ markdown, notice: 'report' });

describe('files and words in a channel and in direct messages', () => {
  let harness: Awaited<ReturnType<typeof startBot>>;

  beforeEach(async () => {
    harness = await startBot();
  });

  afterEach(() => harness.stop());

  it('takes several files of one message together', async () => {
    const { playground, seen } = harness;
    const files = ['a.txt', '二.txt', 'c.csv'].map((name) => ({ name, bytes: bytesOf(name) }));
    playground.user.upload(CHANNEL, files);
    const [call] = await seen(1);
    expect(call).toMatchObject({ input: { files: [{ name: 'a.txt' }, { name: '二.txt' }, { name: 'c.csv' }] } });
  });

  it('takes a file sent to it directly and words written there without a mention', async () => {
    const { playground, seen } = harness;
    const lin = playground.idOf('lin');
    playground.user.upload(lin, [{ name: '访谈.txt', bytes: bytesOf('x') }]);
    await seen(1);
    playground.user.say(lin, '为什么离职？');
    const calls = await seen(2);
    expect(calls.map(({ command }) => command)).toEqual(['filesShared', 'mention']);
  });

  it('says that a file is gone when it was deleted before it was read', async () => {
    const { playground, bot } = harness;
    playground.faults.onCall('files.info', { error: 'file_deleted' }, { times: 9 });
    const { files } = playground.user.upload(CHANNEL, [{ name: 'a.txt', bytes: bytesOf('x') }]);
    await expect(bot.conversation.download(files[0] ?? '', playground.idOf('people-exit'))).rejects.toMatchObject({
      code: 'file-not-available',
    });
    for (const language of ['en', 'zh'] as const) {
      expect(faultSentence('file-not-available', { name: 'a.txt' }, language)).toContain('a.txt');
    }
  });
});

describe('where the bot is no member', () => {
  it.each([
    ['en', '/attrition report'],
    ['zh', '/attrition 报告'],
  ] as const)('tells the asker directly (%s)', async (language, line) => {
    const playground = await startPlayground();
    playground.leave('people-exit', 'attrition');
    const harness = await startBot({ playground });
    onTestFinished(() => harness.stop());
    harness.commands.slash = async ({ channel }) => {
      await harness.bot.conversation.open({ channel }, 'r', view('reading'));
    };
    await playground.user.slash(CHANNEL, line);
    const words = faultSentence('not-allowed-here', {}, language);
    const told = await playground.waitFor(() => playground.messages(playground.idOf('lin'))[0], 5_000);
    expect(wordsOf(told)).toContain(words);
    expect(playground.messages(CHANNEL)).toEqual([]);
  });
});

describe('in a private channel', () => {
  it.each(['@Attrition report', '@Attrition 报告'])('hears %s and files, and answers there', async (words) => {
    const members = ['lin', 'attrition'];
    const playground = await startPlayground({
      channels: [{ id: 'G0PRIVATE01', name: 'secret', private: true, members }],
    });
    const harness = await startBot({ playground });
    onTestFinished(() => harness.stop());
    playground.user.upload('#secret', [{ name: 'a.txt', bytes: bytesOf('x') }], { text: words });
    const calls = await harness.seen(2);
    expect(calls.map(({ command }) => command)).toEqual(['filesShared', 'mention']);
    await harness.bot.conversation.post({ channel: 'G0PRIVATE01' }, 'a', view('done'));
    expect(playground.messages('#secret').map(wordsOf)).toContain('done');
  });
});
