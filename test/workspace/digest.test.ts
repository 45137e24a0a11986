import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Message } from '../../playground/slack-types.ts';
import { systemClock } from '../../src/core/ports/clock.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { EXIT_TEXTS } from '../support/exit-texts.ts';
import { CHANNEL, startApp, type WholeApp, wordsOf } from './whole-app.ts';

const DAY = 24 * 60 * 60 * 1000;

/** The real clock, this far ahead. */
const ahead = (ms: number) => ({ ...systemClock, now: () => Date.now() + ms });

/** Types a command and waits for the whisper that matches. */
async function told(app: WholeApp, line: string, words: RegExp): Promise<string> {
  const seen = app.playground.whispers('lin').length;
  await app.playground.user.slash(CHANNEL, line);
  return app.playground.waitFor(() =>
    app.playground
      .whispers('lin')
      .slice(seen)
      .map(wordsOf)
      .find((one) => words.test(one)),
  );
}

const digests = (app: WholeApp, title: string): readonly Message[] =>
  app.playground.messages(CHANNEL).filter((message) => wordsOf(message).startsWith(`**${title}**`));

/** In how many interviews' places a channel has been told counts. */
async function toldInterviews(folder: string): Promise<number> {
  const { db, close } = await openDatabase({ kind: 'pglite', folder }, true);
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from told_interview`.execute(db);
  await close();
  return rows[0]?.n ?? 0;
}

/** Interviews, of how many, in percent. */
function shareOfPay(words: string, row: RegExp): readonly string[] {
  return row.exec(words)?.slice(1, 4) ?? ['not found in', words];
}

test('create, preview, downtime of three weeks, one post, its buttons, pause, remove', async () => {
  const app = await startApp();
  const created = await told(app, '/attrition digest daily 09:00 Asia/Shanghai', /Digest 1 is set/);
  expect(created).toMatch(/every day at 09:00 \(Asia\/Shanghai\)/);
  expect(created).not.toContain('No time zone');
  await told(app, '/attrition digest daily 9:00 asia/shanghai', /Digest 1 does that already/);
  await app.upload({ ...EXIT_TEXTS, 'empty.txt': '' });
  const preview = await told(app, '/attrition digest preview 1', /12 new interviews/);
  expect(preview).toMatch(/Pay and benefits level: \d+ of \d+ \(\d+\s%, 95\s% interval \d+–\d+\s%\)/);
  expect(digests(app, 'Exit interviews'), 'a preview is for the asker alone').toEqual([]);
  await app.stop();
  expect(await toldInterviews(app.folder), 'later answers are measured against what it counted').toBe(12);

  const later = await startApp({ folder: app.folder, clock: ahead(21 * DAY) });
  const posted = await later.playground.waitFor(() => digests(later, 'Exit interviews')[0], 60_000);
  expect(wordsOf(posted)).toMatch(
    /12 new interviews, 12 in 2026 Q3[\s\S]*Not compared with 2026 Q2[\s\S]*Not read[\s\S]*empty\.txt/,
  );
  const call = later.playground.calls.find(
    ({ method, args }) => method === 'chat.postMessage' && JSON.stringify(args).includes('12 new interviews'),
  );
  expect(call?.args).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false' });
  await later.playground.user.press({ channel: later.playground.idOf('people-exit'), ts: posted.ts }, 'digest_open');
  const report = await later.finished(posted.ts);
  expect(wordsOf(report)).toContain('2026 Q3');
  expect(shareOfPay(wordsOf(posted), /Pay and benefits level: (\d+) of (\d+) \((\d+)\s%/)).toEqual(
    shareOfPay(wordsOf(report), /Pay and benefits level is named in (\d+) of (\d+) interviews \((\d+)\s%/),
  );
  expect(digests(later, 'Exit interviews')).toHaveLength(1);
  expect(await told(later, '/attrition digest pause 1', /paused/)).toContain('Digest 1');
  expect(await told(later, '/attrition digest list', /Digest 1/)).toMatch(/paused/);
  await later.stop();

  const third = await startApp({ folder: app.folder, clock: ahead(28 * DAY) });
  expect(await told(third, '/attrition digest resume 1', /goes on/)).toMatch(/\d{4}-\d\d-\d\d/);
  await third.stop();
  const fourth = await startApp({ folder: app.folder, clock: ahead(30 * DAY) });
  const quietly = await fourth.playground.waitFor(() => digests(fourth, 'Exit interviews')[0], 60_000);
  expect(wordsOf(quietly)).toBe('**Exit interviews** No new exit interviews today.');
  await told(fourth, '/attrition digest remove 1', /removed/);
  await told(fourth, '/attrition digest list', /no digest/);
}, 180_000);

test('the same in Chinese, with the default time zone said', async () => {
  const app = await startApp({ env: { DIGEST_TIMEZONE: 'Asia/Shanghai' } });
  expect(await told(app, '/attrition 摘要 每天 09:00', /已设置摘要 1/)).toMatch(/未指定时区，按 Asia\/Shanghai 计/);
  await app.upload(EXIT_TEXTS);
  expect(await told(app, '/attrition 摘要 预览', /新增 12 份访谈/)).toMatch(
    /薪酬福利水平：\d+ 份中 \d+ 份（\d+\s%，95\s% 区间 \d+–\d+/,
  );
  await app.stop();
  const later = await startApp({ folder: app.folder, clock: ahead(2 * DAY) });
  const posted = await later.playground.waitFor(() => digests(later, '离职访谈摘要')[0], 60_000);
  expect(wordsOf(posted)).toMatch(/未与 2026 Q2 比较/);
  expect(JSON.stringify(posted.blocks)).toContain('打开报告');
  expect(await told(later, '/attrition 摘要 列表', /摘要 1/)).toContain('每天 09:00（Asia/Shanghai）');
  await told(later, '/attrition 摘要 暂停 1', /已暂停/);
  await told(later, '/attrition 摘要 删除 1', /已删除/);
}, 120_000);

test('what cannot be read is answered in one sentence with an example; four interviews are not ranked', async () => {
  const app = await startApp();
  expect(await told(app, '/attrition digest weekly mon 09:00 Asia/Shangai', /can't read/)).toMatch(
    /Shangai[\s\S]*`\/attrition digest weekly mon 09:00 Asia\/Shanghai`/,
  );
  expect(await told(app, '/attrition 摘要 有时', /无法识别/)).toMatch(/每周一 09:00/);
  await told(app, '/attrition digest daily 09:00', /No time zone was named, so UTC counts/);
  await app.upload(Object.fromEntries(Object.entries(EXIT_TEXTS).slice(0, 4)));
  const preview = await told(app, '/attrition digest preview', /4 new interviews/);
  expect(preview).toMatch(/No ranking: [0-4] interviews, and fewer than 5/);
  expect(preview).not.toMatch(/\d of \d/);
});
