import { describe, expect, test } from 'vitest';
import type { Message } from '../../playground/slack-types.ts';
import { type Clock, systemClock } from '../../src/core/ports/clock.ts';
import { openStore } from '../../src/store/open-store.ts';
import { EXIT_TEXTS } from '../support/exit-texts.ts';
import { CHANNEL, startApp, type WholeApp, wordsOf } from './whole-app.ts';

const LIN = 'U0LIN00001';

const chinese = () => Object.fromEntries(Object.entries(EXIT_TEXTS).filter(([name]) => !name.startsWith('en')));

/** Types a command and gives the next words that only this person sees. */
async function whispered(app: WholeApp, line: string, { channel = CHANNEL, user = 'lin' } = {}): Promise<Message> {
  const { playground } = app;
  const before = new Set(playground.whispers(user).map(({ ts }) => ts));
  await playground.as(user).slash(channel, line);
  return playground.waitFor(() => playground.whispers(user).find(({ ts }) => !before.has(ts)));
}

async function press(app: WholeApp, message: Message, action: string, user = 'lin'): Promise<Message> {
  const { playground } = app;
  const before = new Set(playground.whispers(user).map(({ ts }) => ts));
  await playground.as(user).press({ channel: message.channel, ts: message.ts }, action);
  return playground.waitFor(() => playground.whispers(user).find(({ ts }) => !before.has(ts)));
}

const proof = /Deleted for good|已彻底删除/;

async function deleted(app: WholeApp, question: Message): Promise<string> {
  const { playground } = app;
  await press(app, question, 'forget_delete');
  const told = await playground.waitFor(
    () => playground.whispers('lin').find((one) => proof.test(wordsOf(one))),
    60_000,
  );
  return wordsOf(told);
}

/** Everything the bot has left standing in a channel, files included. */
function standing(app: WholeApp, channel = CHANNEL): string {
  const { playground } = app;
  const own = playground.messages(channel).filter(({ user }) => user === playground.botUser);
  const files = own.flatMap((message) => message.files ?? []);
  const contents = files.map((file) => Buffer.from(playground.fileBytes(file.id) ?? []).toString('utf8'));
  return [...own.map(wordsOf), ...contents].join('\n');
}

async function withFiles(app: WholeApp, root: string, name: string, channel = CHANNEL): Promise<void> {
  await app.playground.waitFor(
    () => app.playground.thread(channel, root).some((one) => one.files?.some((file) => file.name === name)),
    30_000,
  );
}

async function auditOf(app: WholeApp): Promise<string> {
  const { playground } = app;
  const told = wordsOf(await whispered(app, '/attrition audit export'));
  expect(told).toMatch(/ids and counts only/);
  const direct = playground.messages(LIN).flatMap((message) => message.files ?? []);
  return Buffer.from(playground.fileBytes(direct.at(-1)?.id ?? '') ?? []).toString('utf8');
}

const SECRET = /my pay has not gone up in four years/;

describe('/attrition forget', () => {
  test('a file: lists what goes, deletes it everywhere, and a later report counts without it', async () => {
    const app = await startApp({ env: { ADMIN_USERS: LIN, PARTNER_USERS: LIN } });
    await app.upload(EXIT_TEXTS);
    const root = await app.ask('/attrition report');
    await app.finished(root);
    await withFiles(app, root, 'report.md');
    await app.playground.user.slash(CHANNEL, '/attrition export');
    await withFiles(app, root, 'interviews.jsonl');
    expect(standing(app)).toMatch(SECRET);

    const question = await whispered(app, '/attrition forget en-pay-1.txt');
    const words = wordsOf(question);
    expect(words).toContain('en-pay-1.txt');
    for (const part of [
      'files: 1',
      'interviews with their text: 1',
      'reports: 1',
      'my messages in Slack',
      'files I uploaded',
    ])
      expect(words).toContain(part);
    expect(words).toMatch(/belongs to whoever posted it/);
    expect(standing(app)).toMatch(SECRET);

    const told = await deleted(app, question);
    expect(told).toContain('interviews with their text: 1');
    expect(standing(app)).not.toMatch(SECRET);
    const again = wordsOf(await app.finished(await app.ask('/attrition report')));
    expect(again).toMatch(/11 interviews|11 of 11/);
    expect(again).not.toMatch(SECRET);

    const audit = await auditOf(app);
    expect(audit).toMatch(/deleted,file [0-9a-f-]+,.*interviews=1/);
    expect(audit).toMatch(/exported,export/);
    expect(audit).not.toMatch(SECRET);
    expect(audit).not.toContain('en-pay-1.txt');
  });

  test('nothing of a file is left anywhere, and a report that was made without it stays as it is', async () => {
    const app = await startApp();
    const { playground } = app;
    await app.upload(EXIT_TEXTS);
    const whole = await app.ask('/attrition report');
    await app.finished(whole);
    await withFiles(app, whole, 'report.html');
    await playground.user.slash(CHANNEL, '/attrition export');
    await withFiles(app, whole, 'causes.csv');
    await playground.user.slash(CHANNEL, '/attrition digest daily 09:00');
    const other = await app.ask('/attrition report dept=Lab');
    await app.finished(other);
    await withFiles(app, other, 'report.html');
    playground.user.say(CHANNEL, 'what did they say about pay?', { thread: whole });
    await playground.waitFor(
      () => playground.thread(CHANNEL, whole).find((one) => /“.*four years/.test(wordsOf(one))),
      30_000,
    );
    const thread = () =>
      playground.thread(CHANNEL, other).map((one) => [wordsOf(one), one.files?.map(({ name }) => name)]);
    const before = thread();

    await deleted(app, await whispered(app, '/attrition forget en-pay-1.txt'));
    expect(thread()).toEqual(before);
    expect(standing(app)).not.toMatch(SECRET);
    expect(wordsOf(await whispered(app, '/attrition why 1'))).not.toMatch(SECRET);
    const left = playground.thread(CHANNEL, whole).filter(({ user }) => user === playground.botUser);
    expect(left.flatMap(({ files }) => files ?? [])).toEqual([]);
    await app.stop();

    const { store, engine } = await openStore({ kind: 'pglite', folder: app.folder });
    const query = async (sql: string) =>
      engine.kind === 'pglite' ? (await engine.pglite.query<{ row: string }>(sql)).rows : [];
    const tables = await query(`select quote_ident(table_schema) || '.' || quote_ident(table_name) as row
      from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`);
    const rows = await Promise.all(tables.map(({ row }) => query(`select t::text as row from ${row} t`)));
    await store.close();
    expect(tables.length).toBeGreaterThan(15);
    const everything = rows
      .flat()
      .map(({ row }) => row)
      .join('\n');
    expect(everything, 'the dump does hold interviews').toMatch(/my mother is ill/);
    expect(everything).not.toMatch(SECRET);
    expect(everything).not.toContain('en-pay-1.txt');
  });

  test('问中文就用中文列出；全部删除后频道里不剩任何内容，按两次也只删一次', async () => {
    const app = await startApp();
    await app.upload(chinese());
    const root = await app.ask('/attrition 报告');
    await app.finished(root);
    await withFiles(app, root, 'report.md');
    const question = await whispered(app, '/attrition 忘记 全部');
    expect(wordsOf(question)).toMatch(/要删除我保存的本频道全部内容吗/);
    expect(wordsOf(question)).toContain('访谈及其全文：6');
    const told = await deleted(app, question);
    expect(told).toContain('已彻底删除');
    expect(standing(app).trim()).toBe('');
    await press(app, question, 'forget_delete');
    expect(wordsOf(await whispered(app, '/attrition 状态'))).toContain('0 份访谈');
    expect(app.playground.whispers('lin').filter((one) => proof.test(wordsOf(one)))).toHaveLength(1);
  });

  test('an interview goes by its number; keeping it, an unknown file and somebody else’s press delete nothing', async () => {
    const app = await startApp();
    await app.upload(EXIT_TEXTS);
    await app.finished(await app.ask('/attrition report'));
    expect(wordsOf(await whispered(app, '/attrition forget nobody.txt'))).toMatch(
      /There is no file “nobody\.txt”[\s\S]*1\. /,
    );
    const kept = await whispered(app, '/attrition forget interview 2');
    expect(wordsOf(kept)).toContain('interview 2 of the last report');
    expect(wordsOf(await press(app, kept, 'forget_keep'))).toBe('Nothing was deleted.');
    expect(wordsOf(await press(app, kept, 'forget_delete'))).toMatch(/answered before/);
    const mine = await whispered(app, '/attrition forget #2');
    expect(wordsOf(await press(app, mine, 'forget_delete', 'maria'))).toMatch(/Only the one who asked/);
    expect(wordsOf(await whispered(app, '/attrition status'))).toContain('12 interviews');
    await deleted(app, mine);
    expect(wordsOf(await whispered(app, '/attrition status'))).toContain('11 interviews');
  });

  test('a message that Slack does not let us delete says that it was deleted', async () => {
    const app = await startApp();
    await app.upload(EXIT_TEXTS);
    const root = await app.ask('/attrition report');
    await app.finished(root);
    await withFiles(app, root, 'report.md');
    const question = await whispered(app, '/attrition forget all');
    app.playground.faults.onCall('chat.delete', { error: 'cant_delete_message' }, { times: 100 });
    await deleted(app, question);
    expect(standing(app)).not.toMatch(SECRET);
    expect(standing(app)).toMatch(/deleted on request/);
  });
});

function clockFrom(start: number): Clock {
  const since = Date.now();
  return { ...systemClock, now: () => start + Date.now() - since };
}

describe('roles', () => {
  test('a line manager gets counts of twelve months and nobody’s words, and is refused the rest in a sentence', async () => {
    const app = await startApp({ env: { MANAGER_USERS: 'U0MARIA001' }, clock: clockFrom(Date.UTC(2026, 9, 1)) });
    const { playground } = app;
    const old = (EXIT_TEXTS['en-care-1.txt'] ?? '').replace('2026-07-17', '2025-09-30');
    await app.upload({ ...EXIT_TEXTS, 'old.txt': old });
    for (const line of ['why 1', 'export', 'review', 'forget all', 'audit export', '为什么 1']) {
      const words = wordsOf(await whispered(app, `/attrition ${line}`, { user: 'maria' }));
      expect(words, line).toMatch(/Line managers see counts only|直线经理只能查看统计数字/);
    }
    const before = new Set(playground.messages(CHANNEL).map(({ ts }) => ts));
    await playground.as('maria').slash(CHANNEL, '/attrition report 2020');
    const root = await playground.waitFor(() =>
      playground.messages(CHANNEL).find(({ ts, user }) => !before.has(ts) && user === playground.botUser),
    );
    const finished = await app.finished(root.ts);
    await withFiles(app, root.ts, 'chart.png');
    expect(wordsOf(root)).toContain('2025-11 – 2026-10');
    expect(wordsOf(finished)).toMatch(/12 interviews|12 of 12/);
    expect(wordsOf(finished)).toMatch(/\| *Pay/);
    for (const text of Object.values(EXIT_TEXTS)) {
      const reason = /^A: (I.*)$/m.exec(text)?.[1] ?? '—';
      expect(standing(app)).not.toContain(reason);
    }
    const pressed = await press(app, finished, 'report_export', 'maria');
    expect(wordsOf(pressed)).toMatch(/counts only/);
    expect(wordsOf(await whispered(app, '/attrition audit export'))).toMatch(/Only admins/);
  });

  test('user groups of Slack give roles; one that can’t be looked up shuts out, and the status says so in both languages', async () => {
    const logged: unknown[] = [];
    const log = { info: () => {}, warn: () => {}, error: (detail: unknown) => logged.push(detail) };
    const groups = { ADMIN_USERS: 'S0ADMINS', PARTNER_USERS: 'S0PARTNERS, U0NOBODY01' };
    const app = await startApp({ env: groups, log });
    const refused = wordsOf(await whispered(app, '/attrition why 1'));
    expect(refused, 'nobody is in a group that Slack does not know').toMatch(/Line managers see counts only/);
    const status = await whispered(app, '/attrition status');
    expect(wordsOf(status)).toMatch(
      /user group S0ADMINS \(no\\_such\\_subteam\)[\s\S]*user group S0PARTNERS[\s\S]*usergroups:read/,
    );
    expect(wordsOf(await whispered(app, '/attrition 状态'))).toMatch(/无法查询用户组 S0ADMINS[\s\S]*usergroups:read/);
    expect(logged).toContainEqual({ group: 'S0PARTNERS', error: 'no_such_subteam', code: 'group-unreadable' });
    await app.stop();

    const again = await startApp({ env: groups, folder: app.folder });
    again.playground.userGroups.set('S0ADMINS', [LIN]).set('S0PARTNERS', ['U0MARIA001']);
    expect(wordsOf(await whispered(again, '/attrition status'))).not.toContain('S0ADMINS');
    expect(wordsOf(await whispered(again, '/attrition audit export'))).toMatch(/ids and counts only/);
    expect(wordsOf(await whispered(again, '/attrition why 1'))).toMatch(/reading interviews and reports is for HR/);
    expect(wordsOf(await whispered(again, '/attrition audit export', { user: 'maria' }))).toMatch(/Only admins/);
    expect(wordsOf(await whispered(again, '/attrition why 1', { user: 'maria' }))).toMatch(/no finished report/);
  });
});

const told = {
  'en-hr.txt': [
    'Exit interview',
    'Department: Desk',
    'Last day: 2026-08-20',
    'Separation type: Resignation',
    '',
    'Q: Why are you leaving?',
    'A: I am leaving because my manager harassed me, shouted at me and blamed me in front of everyone.',
    'Q: Thank you.',
    'A: All the best.',
  ].join('\n'),
  'en-denied.txt': [
    'Exit interview',
    'Department: Desk',
    'Last day: 2026-08-21',
    'Separation type: Resignation',
    '',
    'Q: Were you harassed by anybody?',
    'A: No, I was never harassed.',
    'Q: Why are you leaving?',
    'A: I am leaving because the salary is far too low.',
  ].join('\n'),
  '骚扰.txt': [
    '离职面谈记录',
    '部门：客服',
    '离职日期：2026-08-22',
    '离职类型：主动离职',
    '',
    '问：为什么要走呢？',
    '答：我要走是因为主管经常当众骂人，还骚扰我。',
    '问：谢谢。',
    '答：谢谢。',
  ].join('\n'),
};

describe('statements that belong with a person', () => {
  test('the owner is told once an interview, without a quotation, and no such statement is ranked or quoted', async () => {
    const app = await startApp({ env: { ALERT_TO: 'U0MARIA001' } });
    const { playground } = app;
    await app.upload({ ...EXIT_TEXTS, ...told });
    const alerts = () =>
      playground.messages('U0MARIA001').filter((one) => /needs a person|需要专人处理/.test(wordsOf(one)));
    await playground.waitFor(() => alerts().length === 2);
    const words = alerts().map(wordsOf).join('\n');
    expect(words).toContain('en-hr.txt');
    expect(words).toContain('骚扰.txt');
    expect(words).not.toContain('en-denied.txt');
    expect(words).not.toMatch(/shouted|当众/);

    const root = await app.ask('/attrition report');
    await app.finished(root);
    await withFiles(app, root, 'report.md');
    expect(standing(app)).not.toMatch(/harassed me|还骚扰我/);
    await playground.user.slash(CHANNEL, '/attrition export');
    await withFiles(app, root, 'summary.json');
    const files = playground.thread(CHANNEL, root).flatMap((message) => message.files ?? []);
    const bytes = playground.fileBytes(files.find(({ name }) => name === 'summary.json')?.id ?? '');
    const summary = JSON.parse(Buffer.from(bytes ?? []).toString('utf8'));
    // Four name their manager; the two who were harassed by theirs are counted as interviews, not as causes.
    expect(summary.codes['manager-behavior']).toBe(4);
    expect(summary.interviews).toBe(15);
    await deleted(app, await whispered(app, '/attrition forget en-hr.txt'));
    expect(alerts().map(wordsOf).join('\n')).not.toContain('en-hr.txt');
    expect(alerts()).toHaveLength(1);
    await app.stop();
    const later = await startApp({ folder: app.folder, env: { ALERT_TO: 'U0MARIA001' } });
    await later.finished(await later.ask('/attrition report'));
    expect(later.playground.messages('U0MARIA001')).toHaveLength(0);
  });

  test('with no owner the uploader is told privately', async () => {
    const app = await startApp();
    await app.upload(told);
    const whispers = await app.playground.waitFor(() => {
      const all = app.playground.whispers('lin').map(wordsOf);
      return all.length >= 2 ? all : undefined;
    });
    expect(whispers.join('\n')).toMatch(/Only you see this: en-hr\.txt[\s\S]*ALERT\\?_TO|仅您可见/);
    expect(whispers.join('\n')).toMatch(/仅您可见：骚扰\.txt/);
    expect(standing(app)).not.toMatch(/separate channel|单独的渠道/);
  });
});

describe('channels', () => {
  test('two channels with the same file see nothing of each other: report, why, review, export, forget', async () => {
    const app = await startApp();
    const { playground } = app;
    await app.upload(EXIT_TEXTS);
    playground.user.upload('#general', [
      { name: 'en-pay-1.txt', bytes: Buffer.from(EXIT_TEXTS['en-pay-1.txt'] ?? '') },
    ]);
    await playground.waitFor(() => /1 interviews/.test(standing(app, '#general')));
    const root = await app.ask('/attrition report');
    await app.finished(root);
    await withFiles(app, root, 'report.md');

    const general = { channel: '#general' };
    expect(wordsOf(await whispered(app, '/attrition status', general))).toContain('1 interviews');
    expect(wordsOf(await whispered(app, '/attrition why 1', general))).toMatch(/no finished report in this channel/);
    expect(wordsOf(await whispered(app, '/attrition export', general))).toMatch(/no finished report in this channel/);
    expect(wordsOf(await whispered(app, '/attrition forget en-care-1.txt', general))).toMatch(/There is no file/);
    expect(wordsOf(await whispered(app, '/attrition forget interview 2', general))).toMatch(
      /there is none in this channel/,
    );
    await playground.user.slash('#general', '/attrition report');
    const finished = await playground.waitFor(
      () => playground.messages('#general').find((one) => JSON.stringify(one.blocks ?? []).includes('"report_anew"')),
      60_000,
    );
    expect(wordsOf(finished)).not.toMatch(/care|mother|manager/i);

    await deleted(app, await whispered(app, '/attrition forget all', general));
    expect(standing(app, '#general').trim()).toBe('');
    expect(standing(app)).toMatch(SECRET);
    expect(wordsOf(await whispered(app, '/attrition status'))).toContain('12 interviews');
  });
});
