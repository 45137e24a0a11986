import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startPlayground } from '../../playground/server.ts';
import { createEditBudget } from '../../src/bot/edit-budget.ts';
import { createLiveMessage } from '../../src/bot/live-message.ts';
import { WORDS } from '../../src/commands/words.ts';
import { faultSentence } from '../../src/core/fault-sentences.ts';
import { EXIT_TEXTS } from '../support/exit-texts.ts';
import { createManualClock } from '../unit/bot/manual-clock.ts';
import { bytesOf, startBot } from './bot-harness.ts';
import { CHANNEL, startApp, wordsOf } from './whole-app.ts';

type Harness = Awaited<ReturnType<typeof startBot>>;

const view = (markdown: string) => ({ markdown, notice: 'report' });
const HELP_LINES = 20;

describe('the bot against the workspace', () => {
  let harness: Harness;

  beforeEach(async () => {
    harness = await startBot();
  });

  afterEach(() => harness.stop());

  it('goes on editing over HTTP while its socket is cut, and takes a command sent again once (S40)', async () => {
    const { playground, bot, seen, commands } = harness;
    const channel = playground.idOf('people-exit');
    playground.faults.lostAcks = 1;
    await playground.user.slash(CHANNEL, '/attrition report');
    await seen(1);
    const live = await bot.conversation.open({ channel }, 'r', view('reading'));
    playground.faults.onCall('apps.connections.open', { error: 'internal_error' });
    playground.dropSockets('cut');
    await playground.waitFor(() => !playground.connected());
    live.show(view('read 3'));
    await playground.waitFor(() => playground.record.some((entry) => wordsOf(entry) === 'read 3'));
    await playground.waitFor(() => playground.connected());
    await live.finish(view('final'));
    expect(
      playground
        .messages(CHANNEL)
        .filter(({ bot_id }) => bot_id !== undefined)
        .map(wordsOf),
    ).toEqual(['final']);
    expect(commands.seen).toHaveLength(1);
  });

  it('keeps a reply to a reply in its thread (S44)', async () => {
    const { playground, seen } = harness;
    const root = playground.user.say(CHANNEL, '@Attrition report');
    await seen(1);
    playground.user.say(CHANNEL, '@Attrition 销售部呢？', { thread: root.ts });
    playground.user.upload(CHANNEL, [{ name: 'a.txt', bytes: bytesOf('x') }], { thread: root.ts });
    const calls = await seen(3);
    expect(calls.slice(1).map(({ input }) => (input as { thread: string }).thread)).toEqual([root.ts, root.ts]);
  });

  it('reads no history for four questions in twenty seconds (S48)', async () => {
    const { playground, bot, seen } = harness;
    const root = playground.user.say(CHANNEL, '@Attrition report');
    await seen(1);
    await bot.conversation.post({ channel: root.channel, thread: root.ts }, 'a', view('done'));
    for (const words of ['how many?', 'and in Sales?', '研发部呢？', 'why?']) {
      playground.user.say(CHANNEL, words, { thread: root.ts });
    }
    await seen(5);
    expect(playground.calls.filter(({ method }) => /^conversations\.(history|replies)$/.test(method))).toEqual([]);
  });

  it('posts without previews (S49)', async () => {
    const { playground, bot } = harness;
    const channel = playground.idOf('people-exit');
    await bot.conversation.post({ channel }, 'digest', view('https://a.example https://b.example'));
    const sent = playground.calls.filter(({ method }) => method === 'chat.postMessage');
    expect(JSON.stringify(sent)).toContain('unfurl_links');
    expect(JSON.stringify(sent)).toContain('unfurl_media');
    expect(JSON.stringify(sent)).not.toMatch(/"unfurl_(links|media)":"?true/);
  });

  it('answers an edited question no second time', async () => {
    const { playground, seen, commands } = harness;
    const asked = playground.user.say(CHANNEL, '@Attrition 为什么离职？');
    await seen(1);
    playground.user.editMessage(asked, '@Attrition 为什么都离职？');
    playground.user.say(CHANNEL, '@Attrition help');
    await seen(2);
    expect(commands.seen.map(({ input }) => (input as { text: string }).text)).toEqual(['为什么离职？', 'help']);
  });

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

describe('without native streams', () => {
  it('edits one message for ten minutes and calls no stream (S6, S7, S8, S10)', async () => {
    const clock = createManualClock();
    const calls: { method: string; words: string }[] = [];
    const call = async (method: string, given: Record<string, unknown>) => {
      calls.push({ method, words: wordsOf(given as never) });
      return { ok: true, channel: 'C1', ts: '1.1' };
    };
    const never = async () => Promise.reject(new Error('nothing is posted beside the message'));
    const parts = {
      call,
      budget: createEditBudget(clock, () => 0),
      clock,
      posted: { post: never, ownsThread: async () => true },
      upload: never,
    };
    const opened = { ref: { channel: 'C1', ts: '1.1' }, place: { channel: 'C1' }, key: 'r', posted: view('reading') };
    const { live } = createLiveMessage(parts as never, opened as never);
    for (let second = 1; second <= 600; second += 1) {
      live.show(view(`读了 ${second}`));
      await clock.advance(1_000);
    }
    const finished = live.finish(view('x'.repeat(5_000)));
    await clock.advance(60_000);
    await finished;
    expect(new Set(calls.map(({ method }) => method))).toEqual(new Set(['chat.update']));
    expect(calls.length).toBeGreaterThan(300);
    expect(calls.at(-1)?.words).toBe('x'.repeat(5_000));
  });
});

describe('the whole app', () => {
  it('takes UTF-16 and CP1252 files as interviews (S37)', async () => {
    const app = await startApp();
    const told = await app.upload({
      'utf16.csv': Buffer.from('\ufeffname,department,reason\nA,Sales,I left because my pay was too low.\n', 'utf16le'),
      'cp1252.txt': Buffer.from('Q: Why do you leave?\nA: The café closed and my pay was too low.\n', 'latin1'),
    });
    expect(told).toContain('2');
    expect(told).not.toMatch(/could not|can't|无法/);
  });

  it('gives two people who ask at once an answer each, with no Stop button left', async () => {
    const app = await startApp();
    await app.upload(EXIT_TEXTS);
    const [one, two] = [app.playground.user, app.playground.as('maria')];
    await Promise.all([one.slash(CHANNEL, '/attrition report'), two.slash(CHANNEL, '/attrition report')]);
    const done = await app.playground.waitFor(() => {
      const all = app.playground
        .messages(CHANNEL)
        .filter((m) => JSON.stringify(m.blocks ?? []).includes('report_anew'));
      return all.length >= 2 ? all : null;
    }, 30_000);
    for (const message of done) expect(JSON.stringify(message.blocks)).not.toContain('report_stop');
  });

  it.each(['en', 'zh'] as const)(
    'offers a mention for threads in a help that fits one screen (S47, %s)',
    async (language) => {
      const app = await startApp();
      await app.playground.user.slash(CHANNEL, language === 'en' ? '/attrition help' : '/attrition 帮助');
      const help = wordsOf(await app.playground.waitFor(() => app.playground.whispers('lin')[0]));
      expect(help).toContain(language === 'en' ? 'Mention me there instead' : '请在那里 @ 我');
      expect(help.split('\n').length).toBeLessThanOrEqual(HELP_LINES);
      const root = app.playground.user.say(CHANNEL, 'hello');
      app.playground.user.say(CHANNEL, language === 'en' ? '@Attrition report' : '@Attrition 报告', {
        thread: root.ts,
      });
      const inThread = () => app.playground.thread(CHANNEL, root.ts).some(({ bot_id }) => bot_id !== undefined);
      expect(await app.playground.waitFor(inThread)).toBe(true);
    },
  );

  it('answers a button from before an upgrade in a sentence, in both languages', async () => {
    const { playground } = await startApp();
    const button = { type: 'button', action_id: 'action_of_last_year', text: { type: 'plain_text', text: 'Old' } };
    const blocks = [{ type: 'actions', elements: [{ ...button, value: 'r1' }] }];
    const answer = await fetch(`${playground.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${playground.tokens.bot}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: playground.idOf('people-exit'), text: 'old', blocks }),
    });
    const { channel, ts } = (await answer.json()) as { readonly channel: string; readonly ts: string };
    await playground.user.press({ channel, ts }, 'action_of_last_year');
    const words = wordsOf(await playground.waitFor(() => playground.whispers('lin')[0]));
    expect(words).toContain(WORDS.oldButton.en);
    expect(words).toContain(WORDS.oldButton.zh);
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
