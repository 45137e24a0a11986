import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { toAttritionError } from '../../src/core/errors.ts';
import { faultSentence } from '../../src/core/fault-sentences.ts';
import { executedMigrations, knownMigrations } from '../../src/store/migrate.ts';
import type { StoreLocation } from '../../src/store/open-database.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { openStore } from '../../src/store/open-store.ts';
import { draftOf } from '../support/interviews.ts';
import { emptyFolder } from '../support/migrated-folder.ts';
import { makeOldDatabase } from '../support/old-database.ts';
import { postgresForTests, temporaryDatabase } from '../support/services.ts';

const postgres = postgresForTests();
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

async function folder(): Promise<StoreLocation> {
  const path = await emptyFolder();
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return { kind: 'pglite', folder: path };
}

async function server(): Promise<Extract<StoreLocation, { kind: 'postgres' }>> {
  const { url, drop } = await temporaryDatabase(postgres.url ?? '');
  onTestFinished(drop);
  return { kind: 'postgres', url };
}

/** What the rows of the old database say of an interview beside its document. */
const kept = (index: number) => {
  const contentHash = `h${index}`;
  return { id: `i${index}`, fileId: `f${index}`, fileName: expect.any(String), channel: 'C1', contentHash };
};

function migrationContract(location: () => Promise<StoreLocation>): void {
  test.each(['003-transcript', '006-privacy', '007-report-document'])(
    'a database of %s opens with every row, and is brought up to date',
    async (migration) => {
      const place = await location();
      const { interviews } = await makeOldDatabase(place, { channel: 'C1', migration });
      const { store } = await openStore(place);
      expect(await store.interviews.count('C1')).toBe(interviews);
      expect(await store.files.list('C1')).toHaveLength(interviews);
      expect(await store.reports.get('old')).toMatchObject({ state: 'done', markdown: 'What was said then' });
      expect(await store.reports.isStopAsked('old')).toBe(false);
      await store.audit.note({ at: 1, user: 'U1', channel: 'C1', act: 'read', subject: 'why', counts: {} });
      await store.close();
      const { db, close } = await openDatabase(place, true);
      expect(await executedMigrations(db)).toEqual(await knownMigrations());
      await close();
    },
  );

  test('interviews and codings of an earlier version are the same in their shorter form', async () => {
    const place = await location();
    await makeOldDatabase(place, { channel: 'C1', migration: '014-outbox' });
    const draft = draftOf([
      ['interviewer', 'Why are you leaving? 为什么？'],
      ['leaver', 'The pay was "low". 还有加班。'],
    ]);
    const form = { ...draft, turns: draft.turns.map((turn) => ({ ...turn, question: '离职原因 "why"' })) };
    const attribution = { interviewId: 'i0', codebook: 'b@1', outcome: 'coded', causes: [] };
    const segments = ['pay', 'hours'].map((code) => ({ code, sentences: [3], coder: 'reader', status: 'accepted' }));
    const { db, close } = await openDatabase(place, true);
    for (const [id, document] of [draft, form].entries())
      await sql`update interview set document = ${JSON.stringify(document)}::jsonb where id = ${`i${id}`}`.execute(db);
    await sql`insert into attribution values ('i0', 'b@1', 'coded', ${JSON.stringify(attribution)}),
      ('i0', 'b@2', 'coded', ${JSON.stringify({ ...attribution, codebook: 'b@2' })})`.execute(db);
    for (const [position, segment] of [...segments.entries()].reverse())
      await sql`insert into coded_segment values ('i0', 'b@1', ${position}, ${segment.code}, 'reader', 'accepted',
        ${JSON.stringify(segment)})`.execute(db);
    await sql`insert into ledger values ('k', 'i0', 'reader', 'b@1', '1', '{"kind": "unsure", "why": "x"}')`.execute(
      db,
    );
    await close();
    const { store } = await openStore(place);
    expect(await store.interviews.get('i0')).toEqual({ ...draft, ...kept(0) });
    expect(await store.interviews.get('i1')).toEqual({ ...form, ...kept(1) });
    expect(await store.coding.attributions(['i0'], 'b@1')).toEqual([attribution]);
    expect([...(await store.coding.segments(['i0'], 'b@1'))]).toEqual([['i0', segments]]);
    expect([...(await store.coding.segments(['i0'], 'b@2'))]).toEqual([]);
    expect((await store.coding.ledger('k'))?.outcome).toEqual({ kind: 'unsure', why: 'x' });
    await store.close();
  });

  test('a database that a newer version has used is refused, with what to do', async () => {
    const place = await location();
    await (await openStore(place)).store.close();
    const { db, close } = await openDatabase(place, true);
    await sql`insert into kysely_migration values ('999-tomorrow', '2036-01-01T00:00:00.000Z')`.execute(db);
    await close();
    const { code, detail } = await openStore(place).then(() => expect.fail('it opened'), toAttritionError);
    expect(faultSentence(code, detail, 'en')).toContain('newer version of Attrition (it knows “999-tomorrow”)');
    expect(faultSentence(code, detail, 'zh')).toContain('更新版本的 Attrition 使用过（含有“999-tomorrow”）');
  });
}

describe('PGlite', () => migrationContract(folder));

describe.skipIf(postgres.url === null)(`PostgreSQL${postgres.reason}`, () => {
  migrationContract(server);

  test('of four processes that start at once on a new database, one migrates and none fails', async () => {
    const { url } = await server();
    const program = `import { openStore } from './src/store/open-store.ts';
      const { store } = await openStore({ kind: 'postgres', url: ${JSON.stringify(url)} });
      console.log(await store.files.waiting('C1'));
      await store.close();`;
    const starts = Array.from({ length: 4 }, async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', program], { cwd: ROOT });
      const ended = once(child, 'close');
      const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
      return { out: out.trim(), err, code: (await ended)[0] };
    });
    expect(await Promise.all(starts)).toEqual(Array.from({ length: 4 }, () => ({ out: '0', err: '', code: 0 })));
    const { db, close } = await openDatabase({ kind: 'postgres', url }, true);
    expect(await executedMigrations(db)).toEqual(await knownMigrations());
    await close();
  });
});
