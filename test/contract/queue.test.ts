import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { sql } from 'kysely';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import type { IngestPayload, OutboxJob, ReportPayload } from '../../src/core/ports/outbox.ts';
import type { Store } from '../../src/core/ports/store.ts';
import { createQueue, type Queue } from '../../src/jobs/queue.ts';
import { openDatabase, type StoreLocation } from '../../src/store/open-database.ts';
import { openStore } from '../../src/store/open-store.ts';
import { emptyFolder } from '../support/migrated-folder.ts';
import { postgresForTests, temporaryDatabase } from '../support/services.ts';

const postgres = postgresForTests();
const silent = { info: () => {}, warn: () => {}, error: () => {} };

const ingest = (ts: string, fileIds: readonly string[]): IngestPayload => ({
  channel: 'C1',
  ts,
  thread: null,
  fileIds,
});

function queueContract(location: () => Promise<StoreLocation>): void {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  async function open(
    place: StoreLocation,
    requestsAtOnce?: number,
  ): Promise<{ readonly store: Store; readonly queue: Queue }> {
    const { store, engine } = await openStore(place);
    const queue = await createQueue(engine, silent, undefined, requestsAtOnce);
    closing.push(
      () => store.close(),
      () => queue.stop(),
    );
    return { store, queue };
  }

  /** Keeps the job of a message with one file, as an upload does; gives the job's id. */
  async function keepIngest(store: Store, name: string): Promise<string> {
    const id = randomUUID();
    const jobFor = (fileIds: readonly string[]): OutboxJob => ({ id, queue: 'ingest', payload: ingest(name, fileIds) });
    const file = { channel: 'C1', externalId: name, name, uploadedBy: 'U1', uploadedAt: 1 };
    expect(await store.files.take([file], jobFor)).toBe(true);
    return id;
  }

  const idle = async () => {};
  const idling = { ingest: idle, report: idle, coding: idle, digest: idle, question: idle, privacy: idle };

  test('every job runs once, also those that came while all workers were busy', async () => {
    const { store, queue } = await open(await location());
    const done: string[] = [];
    const all = Promise.withResolvers<void>();
    const reports: ReportPayload[] = [];
    await queue.work({
      ...idling,
      async ingest({ ts }) {
        done.push(ts);
        if (done.length === 7) all.resolve();
      },
      async report(payload) {
        reports.push(payload);
      },
    });
    for (const ts of ['1', '2', '3', '4', '5', '6', '7']) {
      const id = await keepIngest(store, ts);
      await Promise.all([queue.handOver(id), queue.handOver(id)]);
      await queue.handOver(id);
    }
    await all.promise;
    expect(done.sort()).toEqual(['1', '2', '3', '4', '5', '6', '7']);
    expect(reports).toEqual([]);
  });

  test('as many interviews are coded at once as the models take requests, and sixteen where they take fewer', async () => {
    for (const [requests, sent, runs] of [
      [40, 45, 40],
      [2, 20, 16],
    ] as const) {
      const { queue } = await open(await location(), requests);
      const door = Promise.withResolvers<void>();
      let running = 0;
      await queue.work({
        ...idling,
        async coding() {
          running += 1;
          await door.promise;
        },
      });
      const jobs = await queue.sendCoding(
        Array.from({ length: sent }, (_, at) => ({ interviewId: `interview-${at}`, codebook: 'sample', fast: false })),
      );
      await expect.poll(() => running, { timeout: 8_000 }).toBe(runs);
      door.resolve();
      await expect.poll(() => queue.unfinished(jobs), { timeout: 8_000 }).toBe(0);
    }
  });

  test('a job whose handler throws is tried again', async () => {
    const { store, queue } = await open(await location());
    let attempts = 0;
    const second = Promise.withResolvers<void>();
    await queue.work({
      ...idling,
      async ingest() {
        attempts += 1;
        if (attempts === 1) throw new Error('the database went away');
        second.resolve();
      },
    });
    await queue.handOver(await keepIngest(store, 'a.txt'));
    await second.promise;
    expect(attempts).toBe(2);
  });

  test('a job queued before a restart runs after it', async () => {
    const place = await location();
    const first = await openStore(place);
    const before = await createQueue(first.engine, silent);
    await before.handOver(await keepIngest(first.store, 'kept'));
    await before.stop();
    await first.store.close();
    const { queue } = await open(place);
    const seen = Promise.withResolvers<IngestPayload>();
    await queue.work({ ...idling, ingest: async (payload) => seen.resolve(payload) });
    expect(await seen.promise).toMatchObject({ ts: 'kept' });
  });

  test('what a process kept and could not queue, since it was asked to leave or died, runs once after it', async () => {
    const place = await location();
    const first = await openStore(place);
    const before = await createQueue(first.engine, silent);
    await keepIngest(first.store, 'died');
    await before.stop();
    await before.handOver(await keepIngest(first.store, 'left'));
    await first.store.close();
    const { queue } = await open(place);
    const seen: string[] = [];
    const both = Promise.withResolvers<void>();
    await queue.work({
      ...idling,
      async ingest({ ts }) {
        seen.push(ts);
        if (seen.length === 2) both.resolve();
      },
    });
    await both.promise;
    expect(seen.sort()).toEqual(['died', 'left']);
    if (place.kind === 'postgres') expect(await jobsIn(place)).toEqual({ outbox: 0, ingest: 2 });
  });
}

/** Jobs that wait in the outbox, and jobs of the queue for uploads in any state. */
async function jobsIn(place: StoreLocation) {
  const { db, close } = await openDatabase(place, true);
  const { rows } = await sql<{ outbox: string; ingest: string }>`select (select count(*) from outbox) as outbox,
    (select count(*) from pgboss.job where name = 'ingest') as ingest`.execute(db);
  await close();
  return { outbox: Number(rows[0]?.outbox), ingest: Number(rows[0]?.ingest) };
}

describe('job queue on PGlite', () => {
  queueContract(async () => {
    const folder = await emptyFolder();
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    return { kind: 'pglite', folder };
  });
});

describe.skipIf(postgres.url === null)(`job queue on PostgreSQL${postgres.reason}`, () => {
  queueContract(async () => {
    const database = await temporaryDatabase(postgres.url ?? '');
    onTestFinished(() => database.drop());
    return { kind: 'postgres', url: database.url };
  });

  test('a job that several processes hand over at the same moment runs once; one left behind is taken in seconds', async () => {
    const { url, drop } = await temporaryDatabase(postgres.url ?? '');
    onTestFinished(drop);
    const place = { kind: 'postgres', url } as const;
    const seen: string[] = [];
    const process = async () => {
      const { store, engine } = await openStore(place);
      const queue = await createQueue(engine, silent);
      onTestFinished(async () => {
        await queue.stop();
        await store.close();
      });
      const none = async () => {};
      const others = { report: none, coding: none, digest: none, question: none, privacy: none };
      await queue.work({ ...others, ingest: async ({ ts }) => void seen.push(ts) });
      return { store, queue };
    };
    const [one, other] = [await process(), await process()];
    const keep = async (ts: string) => {
      const id = randomUUID();
      const file = { channel: 'C1', externalId: ts, name: ts, uploadedBy: 'U1', uploadedAt: 1 };
      await one.store.files.take([file], (ids) => ({ id, queue: 'ingest', payload: ingest(ts, ids) }));
      return id;
    };
    const ids = [await keep('1'), await keep('2'), await keep('3')];
    await Promise.all([one, other, other].flatMap(({ queue }) => ids.map((id) => queue.handOver(id))));
    await expect.poll(() => seen.length, { timeout: 10_000 }).toBe(3);
    await keep('left');
    await expect.poll(() => seen.length, { timeout: 20_000 }).toBe(4);
    expect(seen.sort()).toEqual(['1', '2', '3', 'left']);
    expect(await jobsIn(place)).toEqual({ outbox: 0, ingest: 4 });
  });
});
