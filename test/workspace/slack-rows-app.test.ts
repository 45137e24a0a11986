import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WORDS } from '../../src/commands/words.ts';
import { faultSentence } from '../../src/core/fault-sentences.ts';
import { EXIT_TEXTS } from '../support/exit-texts.ts';
import { createFastClock } from '../support/fast-clock.ts';
import { CHANNEL, openApp, wordsOf } from './whole-app.ts';

/** Edits are paced by the program's clock, which runs faster than ours. */
const FACTOR = 4;
const HELP_LINES = 20;
const HOSTILE = '<!channel> <!here> <@U1> <!subteam^S1> [a](https://x.example)';
const GENERAL = '#general';

/** What the whole program says and shows; one start for all, in the order in which a channel lives. */
describe('the whole program in a workspace', () => {
  const clock = createFastClock(FACTOR);
  let app: Awaited<ReturnType<typeof openApp>>;

  beforeAll(async () => {
    app = await openApp({ clock });
    // Slack's own time is not made faster.
    app.playground.faults.tiers = false;
  });

  afterAll(() => app.close());

  const whispered = (words: string) =>
    app.playground.waitFor(() => app.playground.whispers('lin').find((one) => wordsOf(one).includes(words)));
  const textsOf = (root: string) => app.playground.thread(CHANNEL, root).map(wordsOf).join('\n');

  it.each(['en', 'zh'] as const)(
    'S42: a report that fails says so, and nothing goes on "reading" (%s)',
    async (language) => {
      const root = await app.ask(language === 'en' ? '/attrition report' : '/attrition 报告');
      const sentence = faultSentence('nothing-to-report', { files: 0 }, language);
      const ended = await app.playground.waitFor(() =>
        app.playground.thread(CHANNEL, root).find((one) => wordsOf(one).includes(sentence)),
      );
      expect(JSON.stringify(ended.blocks)).not.toContain('report_stop');
      expect(textsOf(root)).not.toMatch(/reading the interviews|downloading|正在/i);
    },
  );

  it('S37: files in UTF-16 and in CP1252 are interviews', async () => {
    const told = await app.upload({
      'utf16.csv': Buffer.from('\ufeffname,department,reason\nA,Sales,I left because my pay was too low.\n', 'utf16le'),
      'cp1252.txt': Buffer.from('Q: Why do you leave?\nA: The café closed and my pay was too low.\n', 'latin1'),
    });
    expect(told).toMatch(/2 of 2 files read · \*\*2 interviews\*\*/);
    expect(told).not.toMatch(/could not|can't/);
    await app.finished(await app.ask('/attrition report'));
    for (const line of ['/attrition why 1', '/attrition why 2']) await app.playground.user.slash(CHANNEL, line);
    await whispered('The café closed');
    await app.playground.user.slash(CHANNEL, '/attrition forget all');
    const asked = await whispered('Delete');
    await app.playground.user.press({ channel: asked.channel, ts: asked.ts }, 'forget_delete');
    await whispered('Deleted');
  });

  it('S23, S24: what an interview, a table cell, a file name or a question says calls nobody and links nowhere', async () => {
    const { playground } = app;
    const interview = `Department: ${HOSTILE}\n\nQ: Why are you leaving?\nA: I am leaving because my pay was too low ${HOSTILE}.`;
    playground.user.upload(GENERAL, [
      { name: 'one.txt', bytes: Buffer.from(interview) },
      { name: 'two.csv', bytes: Buffer.from(`name,department,reason\nA,${HOSTILE},My pay was too low ${HOSTILE}\n`) },
      { name: `${HOSTILE}.zip`, bytes: Buffer.from('no archive') },
    ]);
    await playground.waitFor(() =>
      playground.messages(GENERAL).some((one) => wordsOf(one).includes('/attrition report')),
    );
    await playground.user.slash(GENERAL, '/attrition report');
    await playground.waitFor(() =>
      playground.messages(GENERAL).some((one) => one.files?.some(({ name }) => name === 'report.md')),
    );
    await playground.user.slash(GENERAL, `/attrition ask how many left for pay ${HOSTILE}?`);
    await playground.waitFor(() => playground.messages(GENERAL).some((one) => wordsOf(one).includes('how many left')));
    await playground.user.slash(GENERAL, '/attrition why 1');
    await whispered('pay was too low');
    const shown = playground.record.filter(({ user }) => user === playground.botUser);
    expect(JSON.stringify(shown)).toContain('pay was too low');
    for (const { blocks, text } of shown) {
      const all = JSON.stringify([blocks, text]);
      expect(all).not.toMatch(/<!|<@U1>/);
      expect(all).not.toContain('](https://x');
    }
  });

  it('gives two people who ask at once an answer each, with no Stop button', async () => {
    const { playground } = app;
    await app.upload(EXIT_TEXTS);
    await Promise.all(['lin', 'maria'].map((name) => playground.as(name).slash(CHANNEL, '/attrition report')));
    const done = await playground.waitFor(() => {
      const all = playground.messages(CHANNEL);
      const attached = all.filter(({ files }) => files?.some(({ name }) => name === 'report.md'));
      return attached.length < 2 ? null : all.filter((one) => JSON.stringify(one.blocks ?? []).includes('report_anew'));
    }, 30_000);
    expect(done).toHaveLength(2);
    for (const message of done) {
      expect(JSON.stringify(message.blocks)).not.toContain('report_stop');
    }
  });

  it.each([
    ['en', /Pay and benefits level|pay/i],
    ['zh', /薪酬/],
  ] as const)('describes its chart for those who do not see it (%s)', async (language, words) => {
    const root = await app.ask(`/attrition report lang=${language}`);
    await app.finished(root);
    const pictures = await app.playground.waitFor(() => {
      const files = app.playground.thread(CHANNEL, root).flatMap((one) => one.files ?? []);
      return files.some(({ name }) => name === 'report.md') ? files.filter(({ name }) => name.endsWith('.png')) : null;
    });
    expect(pictures.length).toBeGreaterThan(0);
    for (const { alt_txt } of pictures) expect(alt_txt).toMatch(words);
  });

  it.each([
    ['en', 'the report is ready'],
    ['zh', '报告已完成'],
  ] as const)(
    'mentions the asker when it took over thirty seconds, since edits notify nobody (%s)',
    async (language, words) => {
      const { playground } = app;
      // A file that comes late holds the report up.
      playground.faults.onCall('files.info', { delay: 1_500 });
      const bytes = Buffer.from(`Q: Why?\nA: I left because my pay was too low, in ${language}.`);
      const upload = playground.user.upload(CHANNEL, [{ name: `slow-${language}.txt`, bytes }]);
      await playground.waitFor(() => playground.thread(CHANNEL, upload.ts).length > 1);
      const root = await app.ask(`/attrition report lang=${language}`);
      await playground.waitFor(() => playground.record.some(({ kind, thread }) => kind === 'edit' && thread === root));
      clock.skip(31_000);
      await playground.waitFor(() => textsOf(root).includes(`<@${playground.idOf('lin')}> ${words}`), 30_000);
      const mentions = playground.messages(CHANNEL).filter((one) => wordsOf(one).includes(words));
      expect(mentions, 'the quick reports before have none').toHaveLength(1);
    },
  );

  it('S48: four follow-up questions in a row read no history of Slack', async () => {
    const { playground } = app;
    for (const method of ['conversations.history', 'conversations.replies'])
      playground.faults.onCall(method, { error: 'ratelimited' }, { times: 99 });
    const before = playground.calls.length;
    const root = await app.ask('/attrition report');
    await app.finished(root);
    const questions = [
      'how many left for pay?',
      'and in Sales?',
      '因为薪酬离职的有几个？',
      'what did they say about the manager?',
    ];
    for (const question of questions) playground.user.say(CHANNEL, question, { thread: root });
    await playground.waitFor(
      () =>
        playground.thread(CHANNEL, root).filter((one) => JSON.stringify(one.blocks ?? []).includes('"answer_anew"'))
          .length >= 4,
    );
    const read = playground.calls
      .slice(before)
      .filter(({ method }) => /^conversations\.(history|replies)$/.test(method));
    expect(read).toEqual([]);
    playground.faults.clear();
    playground.faults.tiers = false;
  });

  it.each([
    ['en', '/attrition help', '@Attrition report', 'Mention me there instead'],
    ['zh', '/attrition 帮助', '@Attrition 报告', '请在那里 @ 我'],
  ] as const)(
    'S47: help fits one screen and offers a mention for threads, which works (%s)',
    async (_language, line, mention, words) => {
      await app.playground.user.slash(CHANNEL, line);
      const help = wordsOf(await whispered(words));
      expect(help.split('\n').length).toBeLessThanOrEqual(HELP_LINES);
      const root = app.playground.user.say(CHANNEL, 'hello');
      app.playground.user.say(CHANNEL, mention, { thread: root.ts });
      await app.finished(root.ts);
    },
  );

  it.each([
    ['/attrition reprot', '/attrition report'],
    ['/attrition 保告', WORDS.seeHelp.zh],
  ])('answers %s by what was meant, or by where the commands stand', async (line, words) => {
    await app.playground.user.slash(CHANNEL, line);
    await whispered(words);
  });

  it('answers a button from before an upgrade in a sentence, in both languages', async () => {
    const { playground } = app;
    const button = { type: 'button', action_id: 'action_of_last_year', text: { type: 'plain_text', text: 'Old' } };
    const blocks = [{ type: 'actions', elements: [{ ...button, value: 'r1' }] }];
    const answer = await fetch(`${playground.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${playground.tokens.bot}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: playground.idOf('people-exit'), text: 'old', blocks }),
    });
    const { channel, ts } = (await answer.json()) as { readonly channel: string; readonly ts: string };
    await playground.user.press({ channel, ts }, 'action_of_last_year');
    expect(wordsOf(await whispered(WORDS.oldButton.en))).toContain(WORDS.oldButton.zh);
  });

  it.each([
    ['en', 'late.txt', '/attrition forget late', 'file'],
    ['zh', '迟到.txt', '/attrition 忘记 迟到', 'message'],
  ] as const)(
    'tells who deletes an upload how to delete its interviews, too (%s)',
    async (_language, name, words, what) => {
      const { playground } = app;
      const bytes = Buffer.from(`Q: Why?\nA: I left because my pay was too low, ${name}.`);
      const upload = playground.user.upload(CHANNEL, [{ name, bytes }]);
      await playground.waitFor(() =>
        playground.thread(CHANNEL, upload.ts).some((one) => /1 of 1|1\/1/.test(wordsOf(one))),
      );
      if (what === 'file') playground.user.deleteFile(upload, upload.files[0] ?? '');
      else playground.user.deleteMessage(upload);
      await whispered(words);
      expect(playground.whispers('maria').map(wordsOf).join()).not.toContain(name);
    },
  );
});
