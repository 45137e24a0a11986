import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { BACKUP } from '../../maintenance/backup.ts';
import { type Command, runCommand } from '../../maintenance/command.ts';
import { MOVE } from '../../maintenance/move.ts';
import { RESTORE } from '../../maintenance/restore.ts';
import { createQueue } from '../../src/jobs/queue.ts';
import { ownTables, tableNames } from '../../src/store/backup/own-tables.ts';
import type { StoreLocation } from '../../src/store/open-database.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { openStore } from '../../src/store/open-store.ts';
import { draftOf } from '../support/interviews.ts';
import { emptyFolder } from '../support/migrated-folder.ts';
import { makeOldDatabase } from '../support/old-database.ts';
import { reportJob } from '../support/report-job.ts';
import { postgresForTests, temporaryDatabase } from '../support/services.ts';

const postgres = postgresForTests();
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PASSPHRASE = 'correct horse battery';
const DAY_MS = 24 * 60 * 60 * 1000;
const silent = { info: () => {}, warn: () => {}, error: () => {} };

async function newFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'attrition-backup-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function onPglite(): Promise<StoreLocation> {
  const folder = await emptyFolder();
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return { kind: 'pglite', folder };
}

/** As a newcomer's: the database is made when it is first opened. */
const onNoPglite = async (): Promise<StoreLocation> => ({ kind: 'pglite', folder: await newFolder() });

async function onPostgres(): Promise<StoreLocation> {
  const { url, drop } = await temporaryDatabase(postgres.url ?? '');
  onTestFinished(drop);
  return { kind: 'postgres', url };
}

/** The variables by which a bot would use this database. */
const envOf = (place: StoreLocation): Record<string, string> =>
  place.kind === 'pglite' ? { DATA_DIR: place.folder } : { DATABASE_URL: place.url };

async function run(command: Command, argv: readonly string[], env: Readonly<Record<string, string>>, now?: number) {
  let out = '';
  let err = '';
  const code = await runCommand(command, argv, {
    env,
    out: (words) => (out += words),
    err: (words) => (err += words),
    ...(now === undefined ? {} : { clock: { now: () => now, sleep: async () => {} } }),
    signal: new AbortController().signal,
  });
  return { code, out, err };
}

/** Something in as many tables as the store's own doors lead to; strings that JSON and SQL could stumble over. */
async function fill(
  place: StoreLocation,
): Promise<{ readonly fileId: string; readonly interviewId: string; readonly jobId: string }> {
  const { store } = await openStore(place);
  const file = { channel: 'C1', externalId: 'F1', name: 'a "quoted" \\ 名.txt', uploadedBy: 'U1', uploadedAt: 1_000.5 };
  const record = await store.files.register(file);
  const drafts = ['The pay was too low.\u0001\u2028', '工资太低，“加班”太多。', "It's 50% \\n <b>🙂</b>"];
  const { saved } = await store.interviews.save(
    record,
    drafts.map((words, index) => draftOf([['leaver', words]], { position: index + 1 })),
  );
  await store.files.markRead(record.id, []);
  const interviewId = saved[0]?.id ?? '';
  const outcome = { kind: 'failed', fault: 'model-slow', model: 'm' } as never;
  await store.coding.record({ key: 'k', interviewId, coder: 'reader', codebook: 'b@1', coderVersion: '1', outcome });
  const request = { codebook: 'employee-exit', language: 'en', fast: false } as never;
  const report = { id: 'r1', channel: 'C1', thread: '1.0', askedBy: 'U1', askedAt: 2_000, request };
  const job = reportJob('r1', true);
  await store.reports.create(report, job);
  await store.digests.create(
    {
      ...{ channel: 'C1', createdBy: 'U1', department: null, language: 'zh', codebook: 'employee-exit', quiet: true },
      recurrence: { every: 'day', day: null, hour: 9, minute: 0, timezone: 'Asia/Shanghai' } as never,
    },
    3_000,
  );
  await store.audit.note({ at: 1, user: 'U1', channel: 'C1', act: 'read', subject: 'why', counts: { n: 1 } });
  await store.messages.remember('thread:C1:1.0', { channel: 'C1', ts: '1.0' });
  await store.messages.firstSight('Ev1', 5);
  await store.editBudget.take({ id: 'T1', burst: 8, msPerToken: 1_000, needed: 1 });
  await store.close();
  return { fileId: record.id, interviewId, jobId: job.id };
}

/** Every row of every table, as text. */
async function contents(place: StoreLocation): Promise<readonly string[]> {
  const { db, close } = await openDatabase(place, true);
  const all: string[] = [];
  for (const { name } of await ownTables(db)) {
    const { rows } = await sql
      .raw<{ line: string }>(`select row_to_json(t)::text as line from "${name}" t`)
      .execute(db);
    all.push(...rows.map(({ line }) => `${name} ${line}`));
  }
  await close();
  return all.sort();
}

async function backupOf(place: StoreLocation, more: Readonly<Record<string, string>> = {}, argv: string[] = []) {
  const path = join(await newFolder(), 'one.backup');
  expect(await run(BACKUP, [path, ...argv], { ...envOf(place), ...more })).toMatchObject({ code: 0, err: '' });
  return path;
}

/** The same backup with one text put for another, and the seal made anew where it is to be. */
async function forged(path: string, change: (lines: string[]) => string[], sealed = true): Promise<string> {
  const lines = gunzipSync(await readFile(path))
    .toString()
    .trimEnd()
    .split('\n');
  const body = change(lines.slice(0, -1));
  const sha256 = createHash('sha256')
    .update(`${body.join('\n')}\n`)
    .digest('hex');
  const other = `${path}.${randomUUID()}`;
  await writeFile(other, gzipSync(`${[...body, sealed ? JSON.stringify({ sha256 }) : lines.at(-1)].join('\n')}\n`));
  return other;
}

/** `here` and `there` give a database without tables; `anew`, where there is such a thing, a place without a database. */
function backupContract(
  here: () => Promise<StoreLocation>,
  there: () => Promise<StoreLocation>,
  anew: () => Promise<StoreLocation> = here,
): void {
  test('every table that a migration makes is known, so that none is left out', async () => {
    const place = await here();
    await (await openStore(place)).store.close();
    const { db, close } = await openDatabase(place, true);
    const { rows } = await sql<{ name: string }>`select table_name as name from information_schema.tables
      where table_schema = current_schema()`.execute(db);
    await close();
    const own = rows.map(({ name }) => name).filter((name) => !name.startsWith('kysely_'));
    expect(await tableNames()).toEqual(expect.arrayContaining(own));
  });

  test('there and back again every row is the same, waiting jobs come along, and numbers go on', async () => {
    const place = await here();
    const { jobId } = await fill(place);
    const { store, engine } = await openStore(place);
    const queue = await createQueue(engine, silent);
    await queue.handOver(jobId);
    await queue.stop();
    await store.close();
    const before = await contents(place);
    const other = await there();
    const restored = await run(RESTORE, [await backupOf(place)], envOf(other));
    expect(restored).toMatchObject({ code: 0, err: '' });
    expect(restored.out).toMatch(/interview +3 +3\n/);
    expect(restored.out).toContain('Waiting jobs that go on at the next start: 1.');
    const home = await anew();
    const encrypted = await backupOf(other, { BACKUP_PASSPHRASE: PASSPHRASE });
    const back = await run(RESTORE, [encrypted], { ...envOf(home), BACKUP_PASSPHRASE: PASSPHRASE });
    expect(back).toMatchObject({ code: 0, err: '' });
    const after = await contents(home);
    expect(after.filter((line) => !line.startsWith('outbox'))).toEqual(before);
    const [job] = after.filter((line) => line.startsWith('outbox'));
    expect(job).toMatch(/"queue":"report","payload":\{"anew": true, "reportId": "r1"\}/);
    const opened = await openStore(home);
    const next = await opened.store.digests.create({ ...(await opened.store.digests.list(null))[0] } as never, 1);
    expect(next.id).toBe(2);
    const taken = Promise.withResolvers<unknown>();
    const worker = await createQueue(opened.engine, silent);
    const idle = async () => {};
    await worker.work({
      ...{ ingest: idle, question: idle, coding: idle, digest: idle, privacy: idle },
      report: async (payload) => taken.resolve(payload),
    });
    expect(await taken.promise).toEqual({ reportId: 'r1', anew: true });
    await worker.stop();
    await opened.store.close();
    expect((await contents(home)).filter((line) => line.startsWith('outbox'))).toEqual([]);
  });

  test('what holds something is refused without --replace, and emptied with it', async () => {
    const place = await here();
    await fill(place);
    const path = await backupOf(place);
    const other = await there();
    await fill(other);
    const before = await contents(other);
    const refused = await run(RESTORE, [path], envOf(other));
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.err).toContain(`The database already holds ${before.length} rows, so nothing was changed.`);
    expect((await run(RESTORE, [path, '--lang', 'zh'], envOf(other))).err).toContain(
      `数据库里已有 ${before.length} 行`,
    );
    expect(await contents(other)).toEqual(before);
    const replaced = await run(RESTORE, [path, '--replace'], envOf(other));
    expect(replaced).toMatchObject({ code: 0, err: '' });
    expect(replaced.out).toContain(`${before.length} rows that were there before were deleted.`);
    expect(await contents(other)).toEqual(await contents(place));
  });

  test('a backup that is not whole, was altered, is foreign or newer restores nothing at all', async () => {
    const place = await here();
    await fill(place);
    const path = await backupOf(place);
    const bytes = await readFile(path);
    const cut = `${path}.cut`;
    await writeFile(cut, bytes.subarray(0, bytes.length - 20));
    const foreign = `${path}.txt`;
    await writeFile(foreign, 'not a backup');
    const put = (from: string, to: string) => (lines: string[]) => lines.map((line) => line.replace(from, to));
    const other = await there();
    const cases: readonly (readonly [string, string])[] = [
      [cut, 'is cut off or was altered'],
      [await forged(path, put('pay was', 'pay is!'), false), 'is cut off or was altered'],
      [await forged(path, (lines) => lines.slice(0, -1)), 'is cut off or was altered'],
      [await forged(path, put('"uploaded_at":1000.5', '"uploaded_at":"soon"')), 'is cut off or was altered'],
      [await forged(path, put('"uploaded_by"', '"uploaded_by\\"; drop table file; --"')), 'is cut off or was altered'],
      [await forged(path, put('"008-many-processes"', '"099-later"')), 'newer version of Attrition (0.1.0)'],
      [await forged(path, put('"version":1', '"version":2')), 'newer version of Attrition (0.1.0)'],
      [await forged(path, put('attrition-backup', 'other')), 'is no backup of Attrition'],
      [foreign, 'is no backup of Attrition'],
      [`${path}.none`, 'can’t be opened (ENOENT)'],
      [await backupOf(place, {}, ['--deletions']), 'holds deletions only'],
    ];
    for (const [file, sentence] of cases) {
      const { code, err } = await run(RESTORE, [file], envOf(other));
      expect(err, file).toContain(sentence);
      expect(code, file).toBe(1);
    }
    const { db, close } = await openDatabase(other, false);
    const { rows } = await sql`select 1 from information_schema.tables where table_schema = current_schema()`.execute(
      db,
    );
    await close();
    expect(rows).toEqual([]);
  });

  test('an older schema is restored and then brought up to date', async () => {
    const place = await here();
    const { interviews } = await makeOldDatabase(place, { channel: 'C1', migration: '007-report-document' });
    const other = await there();
    const restored = await run(RESTORE, [await backupOf(place)], envOf(other));
    expect(restored.out).toContain('The schema was brought up to date: 008-many-processes');
    const { store } = await openStore(other);
    expect(await store.interviews.count('C1')).toBe(interviews);
    expect(await store.reports.isStopAsked('old')).toBe(false);
    await store.close();
  });

  test('what was deleted after the backup is deleted again, as far as it is known', async () => {
    const place = await here();
    const { interviewId } = await fill(place);
    const path = await backupOf(place);
    const { store } = await openStore(place);
    const target = { channel: 'C1', scope: 'interview', targetId: interviewId, since: 0, until: null } as const;
    for (const [id, choice] of [
      ['gone', 'confirmed'],
      ['no', 'kept'],
    ] as const) {
      await store.forget.ask({ ...target, id, askedBy: 'U1', askedAt: 9, language: 'en' });
      await store.forget.answer(id, choice);
    }
    const request = await store.forget.get('gone');
    if (request === null) return expect.fail('it was asked for');
    await store.forget.erase(request);
    await store.forget.finish('gone', 10);
    await store.close();
    const later = await backupOf(place, {}, ['--deletions']);
    const texts = gunzipSync(await readFile(later)).toString();
    expect(texts).not.toContain('pay was');
    const count = async (where: StoreLocation) => {
      const opened = await openStore(where);
      const left = (await opened.store.interviews.list({ channel: 'C1' })).map(({ id }) => id);
      await opened.store.close();
      return left;
    };
    const unknowing = await there();
    const warned = await run(RESTORE, [path], envOf(unknowing), Date.now() + 3 * DAY_MS);
    expect(warned.out).toContain('(3 days ago)');
    expect(warned.out).toMatch(/Deletions are known up to \d{4}-.*; what was deleted later is back\./);
    expect(await count(unknowing)).toContain(interviewId);
    const knowing = await there();
    const told = await run(RESTORE, [path, '--forgotten', later], envOf(knowing));
    expect(told.out).toContain('Deletions asked for after the backup and repeated now: 1.');
    expect(await count(knowing)).toHaveLength(2);
    expect(await count(knowing)).not.toContain(interviewId);
    const jobs = (await contents(knowing)).filter((line) => /^outbox .*"queue":"privacy"/.test(line));
    expect(jobs).toHaveLength(1);
    expect(jobs[0]).toContain('"queue":"privacy","payload":{"forgetId": "gone"}');
    // Back over the very database in which it was deleted: that one knows.
    expect((await run(RESTORE, [path, '--replace', '--lang', 'zh'], envOf(place))).out).toContain(
      '现已重做的删除：1 次',
    );
    expect(await count(place)).not.toContain(interviewId);
  });
}

describe('PGlite', () => {
  const needsBoth = postgres.url === null ? onPglite : onPostgres;
  backupContract(onPglite, needsBoth, onNoPglite);

  test('a bot that works on the folder is left alone, and a folder without a database is not made', async () => {
    const place = await onPglite();
    const { store } = await openStore(place);
    const file = join(await newFolder(), 'one.backup');
    const { code, err } = await run(BACKUP, [file], envOf(place));
    expect(err).toContain('already uses the data folder');
    expect(code).toBe(1);
    await store.close();
    const empty = join(await newFolder(), 'none');
    expect((await run(BACKUP, [file], { DATA_DIR: empty })).err).toContain('There is no database');
    expect(existsSync(empty)).toBe(false);
    expect(existsSync(file)).toBe(false);
  });

  test('as a program: one file for its owner alone, whose text only the passphrase opens', async () => {
    const place = await onPglite();
    await fill(place);
    const folder = await newFolder();
    const file = join(folder, 'new', 'one.backup');
    const program = async (name: string, args: readonly string[], more: Readonly<Record<string, string>>) => {
      const child = spawn(process.execPath, ['--import', './bin/check-node.js', `maintenance/${name}.ts`, ...args], {
        cwd: ROOT,
        env: { PATH: process.env.PATH ?? '', ...envOf(place), ...more },
      });
      const ended = once(child, 'close');
      const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
      return { out, err, code: (await ended)[0] };
    };
    const taken = await program('backup', [file], { BACKUP_PASSPHRASE: PASSPHRASE });
    expect(taken).toMatchObject({ code: 0, err: '' });
    expect(taken.out).toMatch(
      /^Backed up to .*one\.backup: \d+ rows of \d+ tables, 1 of them waiting jobs; [\d,]+ bytes\./,
    );
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'new'))).toEqual(['one.backup']);
    expect(await program('backup', [file], {})).toMatchObject({ code: 1, out: '' });
    const locked = await program('restore', [file, '--check'], {});
    expect(locked).toMatchObject({
      code: 1,
      err: `${file} is encrypted. Set BACKUP_PASSPHRASE to the passphrase it was made with.\n`,
    });
    const wrong = await program('restore', [file, '--check'], { BACKUP_PASSPHRASE: `${PASSPHRASE}!` });
    expect(wrong.err).toContain(`BACKUP_PASSPHRASE doesn’t open ${file}`);
    const checked = await program('restore', [file, '--check', '--lang', 'zh'], { BACKUP_PASSPHRASE: PASSPHRASE });
    expect(checked).toMatchObject({ code: 0, err: '' });
    expect(checked.out).toContain('文件完整：');
    expect(await program('restore', ['--replace'], {})).toMatchObject({ code: 2, out: '' });
  });

  test('of an encrypted backup no piece can be left out, put elsewhere or cut off', async () => {
    const place = await onPglite();
    await fill(place);
    const { db, close } = await openDatabase(place, true);
    // Text that does not compress, of several pieces.
    for (let turn = 0; turn < 60; turn += 1)
      await sql`insert into message values (${randomUUID()}, 'C1', ${Array.from({ length: 300 }, () => randomUUID()).join('')})`.execute(
        db,
      );
    await close();
    const path = await backupOf(place, { BACKUP_PASSPHRASE: PASSPHRASE });
    const bytes = await readFile(path);
    const [head, piece] = [24, 64 * 1024 + 16];
    const at = (n: number) => bytes.subarray(head + n * piece, head + (n + 1) * piece);
    expect(bytes.length).toBeGreaterThan(head + 3 * piece);
    const start = bytes.subarray(0, head);
    const rest = bytes.subarray(head + 2 * piece);
    for (const forgery of [
      Buffer.concat([start, at(0), at(2), at(1), bytes.subarray(head + 3 * piece)]),
      Buffer.concat([start, at(0), rest]),
      Buffer.concat([start, at(0), at(1)]),
    ]) {
      const other = `${path}.forged`;
      await writeFile(other, forgery);
      const { code, err } = await run(RESTORE, [other, '--check'], { BACKUP_PASSPHRASE: PASSPHRASE });
      expect(err).toContain('is cut off or was altered');
      expect(code).toBe(1);
    }
  });
});

describe.skipIf(postgres.url === null)(`PostgreSQL${postgres.reason}`, () => {
  backupContract(onPostgres, onPglite);

  test('a bot at work does not hinder a backup, but a restore', async () => {
    const place = await onPostgres();
    await fill(place);
    const { store, engine } = await openStore(place);
    const queue = await createQueue(engine, silent);
    const path = await backupOf(place);
    const { code, err } = await run(RESTORE, [path, '--replace'], envOf(place));
    expect(err).toContain('A bot or worker is using this database');
    expect(code).toBe(1);
    await queue.stop();
    await store.close();
    expect(await run(RESTORE, [path, '--replace'], envOf(place))).toMatchObject({ code: 0, err: '' });
  });

  test('tables of another program are not touched, even with --replace', async () => {
    const source = await onPglite();
    await fill(source);
    const place = await onPostgres();
    const { db, close } = await openDatabase(place, true);
    await sql`create table message (theirs text)`.execute(db);
    const { err } = await run(RESTORE, [await backupOf(source), '--replace'], envOf(place));
    expect(err).toContain('a table “message” that is not Attrition’s');
    expect((await sql`select * from message`.execute(db)).rows).toEqual([]);
    await close();
  });

  test('one command moves an embedded database, compares the rows and leaves the folder', async () => {
    const source = await onPglite();
    await fill(source);
    const target = await onPostgres();
    const env = { ...envOf(source), ...envOf(target) };
    expect((await run(MOVE, [], envOf(source))).err).toContain('DATABASE_URL is not set');
    const moved = await run(MOVE, [], env);
    expect(moved).toMatchObject({ code: 0, err: '' });
    expect(moved.out).toMatch(/table +folder +database\n/);
    expect(moved.out).toMatch(/interview +3 +3\n/);
    expect(await contents(target)).toEqual(await contents(source));
    expect(await run(MOVE, ['--lang', 'zh'], env)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/数据库里已有 \d+ 行/),
    });
  });

  test('a backup that finds no room says so and leaves nothing, and a large one takes little memory', async () => {
    const place = await onPostgres();
    await fill(place);
    const { db, close } = await openDatabase(place, true);
    const megabytes = 56;
    // Text that does not compress: it repeats itself beyond the reach of gzip alone.
    await sql`insert into interview (id, file_id, channel, position, content_hash, day, document)
      select 'big' || n, (select id from file), 'C1', n, 'big' || n, '2026-01-01', jsonb_build_object('text', n || long)
      from generate_series(1, ${sql.lit(megabytes * 10)}) n,
      (select string_agg(md5(m::text), '') as long from generate_series(1, 3200) m) as texts`.execute(db);
    await close();
    const folder = await newFolder();
    const file = join(folder, 'one.backup');
    const program = (limits: string, lang: string) => {
      const command = `ulimit -f ${limits}; exec "$0" --max-old-space-size=48 maintenance/backup.ts "$1" --lang ${lang}`;
      const env = { PATH: process.env.PATH ?? '', ...envOf(place) };
      return spawn('sh', ['-c', command, process.execPath, file], { cwd: ROOT, env });
    };
    for (const [lang, sentence] of [
      ['en', 'There is no room for'],
      ['zh', '磁盘已满'],
    ] as const) {
      const child = program('1024', lang);
      const ended = once(child, 'close');
      const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
      expect(err).toContain(sentence);
      expect(err).not.toContain('    at ');
      expect([out, (await ended)[0]]).toEqual(['', 1]);
      expect(await readdir(folder)).toEqual([]);
    }
    const child = program('unlimited', 'en');
    const ended = once(child, 'close');
    const [, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    expect([err, (await ended)[0]]).toEqual(['', 0]);
    expect((await stat(file)).size).toBeGreaterThan(megabytes * 400_000);
  });
});
