import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { DigestSettings } from '../../../src/core/digest.ts';
import { AttritionError } from '../../../src/core/errors.ts';
import type { CodingDesk } from '../../../src/core/ports/coding-desk.ts';
import type { Conversation } from '../../../src/core/ports/conversation.ts';
import type { Store } from '../../../src/core/ports/store.ts';
import { type DigestDeps, runDigest } from '../../../src/jobs/digest-job.ts';
import type { StoreLocation } from '../../../src/store/open-database.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { sampleCodebook } from '../../fixtures/findings/sample.ts';
import { migratedFolder } from '../../support/migrated-folder.ts';
import { postgresForTests, temporaryDatabase } from '../../support/services.ts';

const postgres = postgresForTests();
const cleanups: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const cleanup of cleanups) await cleanup();
});
const silent = { info: () => {}, warn: () => {}, error: () => {} };
const MONDAY = Date.parse('2026-11-02T09:00Z');
const WEEK = 7 * 24 * 60 * 60 * 1000;
const HOUR = 60 * 60 * 1000;
const SWEEP = { digestId: null, previewFor: null };

const settings: DigestSettings = {
  channel: 'C1',
  createdBy: 'U1',
  recurrence: { every: 'week', day: 1, hour: 9, minute: 0, timezone: 'UTC' },
  department: null,
  language: 'en',
  codebook: 'employee-exit',
  quiet: false,
};

/** A channel that keeps every call, and can refuse. */
function createChannel(refuse: (place: string) => Error | null = () => null) {
  const calls: { readonly place: string; readonly key: string; readonly words: string }[] = [];
  const post: Conversation['post'] = async ({ channel }, key, view) => {
    const error = refuse(channel);
    if (error !== null) throw error;
    calls.push({ place: channel, key, words: view.markdown });
    return { channel, ts: String(calls.length) };
  };
  return { calls, conversation: { post } as Conversation };
}

/** One process: its own clock, on a store it may share. */
function processOn(store: Store, conversation: Conversation, allowedChannels: readonly string[] | null = null) {
  let now = MONDAY - HOUR;
  const deps: DigestDeps = {
    store,
    conversation,
    allowedChannels,
    log: silent,
    clock: {
      now: () => now,
      async sleep(ms) {
        now += ms;
      },
    },
    // No interview comes here, so that no coder is asked.
    desks: () => ({ codebook: sampleCodebook, model: () => null }) as Partial<CodingDesk> as CodingDesk,
  };
  return {
    deps,
    at: (moment: number) => {
      now = moment;
      return runDigest(SWEEP, deps, new AbortController().signal);
    },
  };
}

function onePost(location: () => Promise<StoreLocation>): void {
  let store: Store;
  beforeAll(async () => {
    ({ store } = await openStore(await location()));
  });
  afterEach(async () => {
    for (const { id } of await store.digests.list(null)) await store.digests.remove(id);
  });
  afterAll(() => store.close());

  test('one post per period however often it is looked at; six missed weeks are made up for by one', async () => {
    const { id } = await store.digests.create(settings, MONDAY - HOUR);
    const { calls, conversation } = createChannel();
    const worker = processOn(store, conversation);
    await worker.at(MONDAY - 1);
    expect(calls, 'not before its time').toEqual([]);
    for (const later of [0, 1, HOUR, WEEK - 1]) await worker.at(MONDAY + later);
    expect(calls.map(({ key }) => key)).toEqual([`digest:${id}:2026-11-02`]);
    await worker.at(MONDAY + 6 * WEEK + HOUR);
    await worker.at(MONDAY + 6 * WEEK + 2 * HOUR);
    expect(calls.map(({ key }) => key).slice(1)).toEqual([`digest:${id}:2026-12-14`]);
  });

  test('a file that is still being read is said so, and is new to the next digest alone', async () => {
    await store.digests.create(settings, MONDAY - HOUR);
    const uploaded = { channel: 'C1', externalId: 'F1', uploadedBy: 'U1', uploadedAt: MONDAY - HOUR / 2 };
    const record = await store.files.register({ ...uploaded, name: 'slow.pdf' });
    const { calls, conversation } = createChannel();
    const worker = processOn(store, conversation);
    await worker.at(MONDAY);
    await store.files.markNotRead(record.id, 'file-empty', {});
    await worker.at(MONDAY + WEEK);
    await worker.at(MONDAY + 2 * WEEK);
    const [waiting, told, nothing] = calls.map(({ words }) => words);
    expect(waiting).toMatch(/Still being read: 1 file/);
    expect(told).toMatch(/Not read:\*\* 1 file[\s\S]*slow\.pdf/);
    expect(nothing).toBe('**Exit interviews** No new exit interviews this week.');
  });

  test('silence settles the period as a post does', async () => {
    const { id } = await store.digests.create({ ...settings, quiet: true }, MONDAY - HOUR);
    const { calls, conversation } = createChannel();
    await processOn(store, conversation).at(MONDAY);
    expect(calls).toEqual([]);
    expect(await store.digests.get(id)).toMatchObject({ dueAfter: MONDAY, coveredTo: MONDAY });
  });

  test('a process that died between claim and post is followed by another, under the same key', async () => {
    const { id } = await store.digests.create(settings, MONDAY - HOUR);
    const killed = createChannel(() => new AttritionError('edit-refused', { error: 'unknown' }));
    await expect(processOn(store, killed.conversation).at(MONDAY)).rejects.toThrow('edit-refused');
    const { calls, conversation } = createChannel();
    const next = processOn(store, conversation);
    await next.at(MONDAY + 59_000);
    expect(calls, 'the first may still be posting').toEqual([]);
    await next.at(MONDAY + 61_000);
    expect(calls.map(({ key }) => key)).toEqual([`digest:${id}:2026-11-02`]);
  });

  test.each(['not_in_channel', 'is_archived'])('%s pauses it, and its creator is told once', async (error) => {
    const { id } = await store.digests.create({ ...settings, language: 'zh' }, MONDAY - HOUR);
    const { calls, conversation } = createChannel((place) =>
      place === 'C1' ? new AttritionError('not-allowed-here', { channel: place, error }) : null,
    );
    const worker = processOn(store, conversation);
    await worker.at(MONDAY);
    await worker.at(MONDAY + WEEK);
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({ place: 'U1', words: expect.stringMatching(/已暂停[\s\S]*恢复/) });
    expect(await store.digests.get(id)).toMatchObject({ state: 'paused', pausedFor: 'not-allowed-here' });
  });

  test('a channel that the settings no longer allow pauses it; resumed, it goes on with the next period', async () => {
    const { id } = await store.digests.create(settings, MONDAY - HOUR);
    const { calls, conversation } = createChannel();
    await processOn(store, conversation, ['C2']).at(MONDAY);
    expect(calls[0]).toMatchObject({ place: 'U1', words: expect.stringMatching(/paused[\s\S]*resume/) });
    await store.digests.resume(id, MONDAY + HOUR);
    const worker = processOn(store, conversation);
    await worker.at(MONDAY + 2 * HOUR);
    expect(calls, 'what was missed while paused is not made up for').toHaveLength(1);
    await worker.at(MONDAY + WEEK);
    expect(calls.map(({ place }) => place)).toEqual(['U1', 'C1']);
  });

  test('one channel’s trouble leaves the others their digest, and is not swallowed', async () => {
    await store.digests.create(settings, MONDAY - HOUR);
    await store.digests.create({ ...settings, channel: 'C2' }, MONDAY - HOUR);
    const { calls, conversation } = createChannel((place) => (place === 'C1' ? new Error('socket hang up') : null));
    await expect(processOn(store, conversation).at(MONDAY)).rejects.toThrow('socket hang up');
    expect(calls.map(({ place }) => place)).toEqual(['C2']);
  });
}

describe('one post per period on PGlite', () => {
  onePost(async () => {
    const folder = await migratedFolder();
    cleanups.push(() => rm(folder, { recursive: true, force: true }));
    return { kind: 'pglite', folder };
  });
});

describe.skipIf(postgres.url === null)(`one post per period on PostgreSQL${postgres.reason}`, () => {
  const fresh = async (): Promise<StoreLocation> => {
    const database = await temporaryDatabase(postgres.url ?? '');
    cleanups.push(() => database.drop());
    return { kind: 'postgres', url: database.url };
  };
  onePost(fresh);

  test('two processes that look at the same moment post once, twenty weeks in a row', async () => {
    const place = await fresh();
    const [first, second] = [await openStore(place), await openStore(place)];
    await first.store.digests.create(settings, MONDAY - HOUR);
    const { calls, conversation } = createChannel();
    const workers = [processOn(first.store, conversation), processOn(second.store, conversation)];
    for (let week = 0; week < 20; week += 1) await Promise.all(workers.map((one) => one.at(MONDAY + week * WEEK)));
    await Promise.all([first.store.close(), second.store.close()]);
    expect(calls).toHaveLength(20);
    expect(new Set(calls.map(({ key }) => key)).size).toBe(20);
  });
});
