import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { createQueue, type IngestPayload, type Queue, type ReportPayload } from '../../src/jobs/queue.ts';
import type { StoreLocation } from '../../src/store/open-database.ts';
import { openStore } from '../../src/store/open-store.ts';
import { postgresForTests, temporaryDatabase } from '../support/services.ts';

const postgres = postgresForTests();
const silent = { info: () => {}, warn: () => {}, error: () => {} };

const ingest = (ts: string): IngestPayload => ({ channel: 'C1', ts, thread: null, fileIds: [ts] });

function queueContract(location: () => Promise<StoreLocation>): void {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  async function open(place: StoreLocation): Promise<Queue> {
    const { store, engine } = await openStore(place);
    const queue = await createQueue(engine, silent);
    closing.push(
      () => store.close(),
      () => queue.stop(),
    );
    return queue;
  }

  test('every job runs once, also those that came while all workers were busy', async () => {
    const queue = await open(await location());
    const done: string[] = [];
    const all = Promise.withResolvers<void>();
    const reports: ReportPayload[] = [];
    await queue.work({
      async ingest({ ts }) {
        done.push(ts);
        if (done.length === 7) all.resolve();
      },
      async report(payload) {
        reports.push(payload);
      },
      coding: async () => {},
      digest: async () => {},
      question: async () => {},
      privacy: async () => {},
    });
    for (const ts of ['1', '2', '3', '4', '5', '6', '7']) await queue.sendIngest(ingest(ts));
    await all.promise;
    expect(done.sort()).toEqual(['1', '2', '3', '4', '5', '6', '7']);
    expect(reports).toEqual([]);
  });

  test('a job whose handler throws is tried again', async () => {
    const queue = await open(await location());
    let attempts = 0;
    const second = Promise.withResolvers<void>();
    await queue.work({
      ingest: async () => {},
      async report() {
        attempts += 1;
        if (attempts === 1) throw new Error('the database went away');
        second.resolve();
      },
      coding: async () => {},
      digest: async () => {},
      question: async () => {},
      privacy: async () => {},
    });
    await queue.sendReport({ reportId: 'r1', anew: false });
    await second.promise;
    expect(attempts).toBe(2);
  });

  test('a job sent before a restart runs after it', async () => {
    const place = await location();
    const first = await openStore(place);
    const before = await createQueue(first.engine, silent);
    await before.sendIngest(ingest('kept'));
    await before.stop();
    await first.store.close();
    const queue = await open(place);
    const seen = Promise.withResolvers<IngestPayload>();
    await queue.work({
      ingest: async (payload) => seen.resolve(payload),
      report: async () => {},
      coding: async () => {},
      digest: async () => {},
      question: async () => {},
      privacy: async () => {},
    });
    expect(await seen.promise).toEqual(ingest('kept'));
  });
}

describe('job queue on PGlite', () => {
  queueContract(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'attrition-queue-'));
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
});
