import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../src/core/ports/store.ts';
import type { FinishedReport } from '../../src/core/report.ts';
import type { StoreLocation } from '../../src/store/open-database.ts';
import { type Engine, openStore } from '../../src/store/open-store.ts';
import { draftOf } from '../support/interviews.ts';
import { emptyFolder } from '../support/migrated-folder.ts';
import { reportJob } from '../support/report-job.ts';
import { postgresForTests, temporaryDatabase } from '../support/services.ts';

const postgres = postgresForTests();

/** Runs a statement as somebody with the database in their hands. */
async function byHand(engine: Engine, statement: string): Promise<void> {
  if (engine.kind === 'pglite') {
    await engine.pglite.query(statement);
    return;
  }
  const client = new Client({ connectionString: engine.url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

function privacyContract(location: () => Promise<StoreLocation>): void {
  let store: Store;
  let engine: Engine;

  beforeAll(async () => {
    ({ store, engine } = await openStore(await location()));
  });
  afterAll(async () => store?.close());

  async function fill(channel: string, externalId: string, name: string, state: 'read' | 'archive' = 'read') {
    const record = await store.files.register({ channel, externalId, name, uploadedBy: 'U1', uploadedAt: 1_000 });
    if (state === 'archive') {
      await store.files.markArchive(record.id);
      return { fileId: record.id, interviewId: '' };
    }
    const { saved } = await store.interviews.save(record, [draftOf([['leaver', `I left ${name} in ${channel}.`]])]);
    await store.files.markRead(record.id, []);
    return { fileId: record.id, interviewId: saved[0]?.id ?? '' };
  }

  test('the audit keeps what was noted, in order, whatever is tried on the table', async () => {
    const entry = { at: 5, user: 'U1', channel: 'C1', act: 'read', subject: 'why', counts: { interviews: 1 } } as const;
    await store.audit.note(entry);
    await store.audit.note({ ...entry, at: 4, act: 'exported' });
    await byHand(engine, `update audit set user_id = 'U2'`);
    await byHand(engine, 'delete from audit');
    expect(await store.audit.list()).toEqual([entry, { ...entry, at: 4, act: 'exported' }]);
  });

  test('an interview is looked at once a version and its owner told once, also after the table changed', async () => {
    const channel = `C-${randomUUID()}`;
    const { interviewId } = await fill(channel, 'F1', 'a.txt');
    expect(await store.alerts.unseen(channel, '1')).toEqual([interviewId]);
    await store.alerts.keep({ interviewId, version: '1', kinds: ['safety'], sentences: [1] });
    expect(await store.alerts.unseen(channel, '1')).toEqual([]);
    expect((await store.alerts.untold(channel)).map(({ kinds }) => kinds)).toEqual([['safety']]);
    await store.alerts.told(interviewId);
    expect(await store.alerts.unseen(channel, '2')).toEqual([interviewId]);
    await store.alerts.keep({ interviewId, version: '2', kinds: ['safety', 'corruption'], sentences: [1] });
    expect(await store.alerts.untold(channel)).toEqual([]);
    expect(await store.alerts.sentences([interviewId, 'unknown'])).toEqual(new Map([[interviewId, [1]]]));
  });

  test('two processes that need a channel’s secret at once get the same one', async () => {
    const channel = `C-${randomUUID()}`;
    const secrets = await Promise.all(Array.from({ length: 8 }, () => store.secrets.of(channel)));
    expect(new Set(secrets).size).toBe(1);
    expect(secrets[0]).toMatch(/^[\w-]{43}$/);
  });

  test('an archive takes along what was in it, an interview its file, and nothing of another channel goes', async () => {
    const [channel, other] = [`C-${randomUUID()}`, `C-${randomUUID()}`];
    const archive = await fill(channel, 'F9', 'all.zip', 'archive');
    await fill(channel, 'F9', 'all.zip/a.txt');
    await fill(channel, 'F9', 'all.zip/b.txt');
    const single = await fill(channel, 'F10', 'c.txt');
    const elsewhere = await fill(other, 'F9', 'all.zip/a.txt');
    const target = { channel, since: 1_000, until: null };
    const whole = { ...target, scope: 'file', targetId: archive.fileId } as const;
    expect(await store.forget.reach(whole)).toMatchObject({ files: 3, interviews: 2 });
    const one = { ...target, scope: 'interview', targetId: single.interviewId } as const;
    expect(await store.forget.reach(one)).toMatchObject({ files: 1, interviews: 1 });
    const foreign = { ...target, scope: 'interview', targetId: elsewhere.interviewId } as const;
    expect(await store.forget.reach(foreign)).toMatchObject({ files: 0, interviews: 0 });
    const foreignFile = { ...target, scope: 'file', targetId: elsewhere.fileId } as const;
    expect(await store.forget.reach(foreignFile)).toMatchObject({ files: 0, interviews: 0 });

    const asked = { id: randomUUID(), askedBy: 'U1', askedAt: 2_000, language: 'en' } as const;
    await store.forget.ask({ ...whole, ...asked });
    expect(await store.forget.answer(asked.id, 'confirmed')).toBe(true);
    expect(await store.forget.answer(asked.id, 'kept')).toBe(false);
    const request = await store.forget.get(asked.id);
    if (request === null) throw new Error('kept above');
    const report = { id: randomUUID(), channel, thread: '1.0', askedBy: 'U1', askedAt: 500 };
    const wanted = { period: null, department: null, language: 'en', codebook: 'b', fast: false } as const;
    await store.reports.create({ ...report, request: wanted }, reportJob(report.id));
    const ids = (await store.interviews.list({ channel })).map(({ id }) => id);
    expect(await store.forget.areThere(report.id, ids)).toBe(true);
    const [secret, elsewheres] = [await store.secrets.of(channel), await store.secrets.of(other)];
    expect(await store.secrets.of(channel)).toBe(secret);
    await store.forget.erase(request);
    expect(await store.secrets.among([channel, other]), 'kept under it, found no more').toEqual(
      new Map([[other, elsewheres]]),
    );
    expect(await store.secrets.of(channel)).not.toBe(secret);
    expect(await store.forget.areThere(report.id, ids), 'two of three are gone').toBe(false);
    expect(await store.forget.areThere(report.id, [single.interviewId])).toBe(true);
    expect(await store.forget.areThere(randomUUID(), [single.interviewId]), 'no such report').toBe(false);
    expect((await store.files.list(channel)).map(({ name }) => name)).toEqual(['c.txt']);
    expect(await store.interviews.count(other)).toBe(1);
    expect(await store.forget.finish(asked.id, 3_000)).toBe(true);
    expect(await store.forget.finish(asked.id, 3_000)).toBe(false);
    expect((await store.forget.get(asked.id))?.tally).toMatchObject({ files: 3, interviews: 2 });
  });

  test('a report finished from other interviews stays, before and after the rows went', async () => {
    const channel = `C-${randomUUID()}`;
    const [going, staying] = [await fill(channel, 'F1', 'a.txt'), await fill(channel, 'F2', 'b.txt')];
    const ids = { with: randomUUID(), without: randomUUID() };
    const request = { period: null, department: null, language: 'en', codebook: 'b', fast: false } as const;
    for (const [id, interviews] of [
      [ids.with, [going.interviewId, staying.interviewId]],
      [ids.without, [staying.interviewId]],
    ] as const) {
      await store.reports.create({ id, channel, thread: '1.0', askedBy: 'U1', askedAt: 2_000, request }, reportJob(id));
      await store.reports.finish(id, 'words', {
        context: {},
        claims: [],
        interviews,
        at: 2_000,
      } as unknown as FinishedReport);
      await store.messages.remember(`report:${id}`, { channel, ts: '2' });
      await store.messages.rememberUpload({ id: `F-${id}`, channel, at: 2_000, key: `report:${id}` });
    }
    const target = { channel, scope: 'file', targetId: going.fileId, since: 1_000, until: null } as const;
    const asked = { ...target, id: randomUUID(), askedBy: 'U1', askedAt: 3_000, language: 'en' } as const;
    await store.forget.ask(asked);
    await store.forget.answer(asked.id, 'confirmed');
    const confirmed = await store.forget.get(asked.id);
    if (confirmed === null) throw new Error('asked above');
    const gone = async () => [await store.forget.messages(target), await store.forget.uploads(target)];
    expect(await gone()).toEqual([[expect.objectContaining({ key: `report:${ids.with}` })], [`F-${ids.with}`]]);
    await store.forget.erase(confirmed);
    expect(await gone(), 'asked again, the same').toEqual([
      [expect.objectContaining({ key: `report:${ids.with}` })],
      [`F-${ids.with}`],
    ]);
    expect(await store.reports.get(ids.with)).toBeNull();
    expect(await store.reports.get(ids.without)).not.toBeNull();
  });
}

describe('embedded', () => {
  let folder: string;
  privacyContract(async () => {
    folder = await emptyFolder();
    return { kind: 'pglite', folder };
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
});

describe.skipIf(postgres.url === null)(`PostgreSQL${postgres.reason}`, () => {
  let drop = async () => {};
  privacyContract(async () => {
    const database = await temporaryDatabase(postgres.url ?? '');
    drop = database.drop;
    return { kind: 'postgres', url: database.url };
  });
  afterAll(() => drop());
});
