import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { DigestSettings } from '../../src/core/digest.ts';
import type { Store } from '../../src/core/ports/store.ts';
import type { StoreLocation } from '../../src/store/open-database.ts';
import { openStore } from '../../src/store/open-store.ts';
import { emptyFolder } from '../support/migrated-folder.ts';
import { postgresForTests, temporaryDatabase } from '../support/services.ts';

const postgres = postgresForTests();
const cleanups: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const cleanup of cleanups) await cleanup();
});
const settings: DigestSettings = {
  channel: 'C1',
  createdBy: 'U1',
  recurrence: { every: 'week', day: 1, hour: 9, minute: 0, timezone: 'Asia/Shanghai' },
  department: '销售',
  language: 'zh',
  codebook: 'employee-exit',
  quiet: true,
};

function digestContract(location: () => Promise<StoreLocation>): void {
  let store: Store;
  beforeAll(async () => {
    ({ store } = await openStore(await location()));
  });
  afterEach(async () => {
    for (const { id } of await store.digests.list(null)) await store.digests.remove(id);
  });
  afterAll(() => store.close());

  test('a digest comes back as it was set, in its channel alone', async () => {
    const { digests } = store;
    const one = await digests.create(settings, 100);
    const fresh = { ...settings, id: one.id, state: 'active', pausedFor: null, coveredTo: 100, dueAfter: 100 };
    expect(one).toEqual(fresh);
    expect(await digests.get(one.id)).toEqual(fresh);
    const other = await digests.create({ ...settings, channel: 'C2' }, 100);
    expect((await digests.list('C1')).map(({ id }) => id)).toEqual([one.id]);
    expect((await digests.list(null)).map(({ id }) => id)).toEqual([one.id, other.id]);
  });

  test('pause keeps its reason; resume forgets it and what came due, but not what is new; remove takes all', async () => {
    const { digests } = store;
    const { id } = await digests.create(settings, 100);
    await digests.pause(id, 'not-allowed-here');
    expect(await digests.get(id)).toMatchObject({ state: 'paused', pausedFor: 'not-allowed-here' });
    await digests.resume(id, 500);
    expect(await digests.get(id)).toMatchObject({ state: 'active', pausedFor: null, dueAfter: 500, coveredTo: 100 });
    await digests.claim({ digestId: id, period: 'p', now: 1, staleBefore: 0 });
    await digests.remove(id);
    expect(await digests.get(id)).toBeNull();
    expect(await digests.list(null)).toEqual([]);
  });

  test('of many claimers one gets the period; a stale claim is taken over, by one; a settled one never', async () => {
    const { digests } = store;
    const { id: digestId } = await digests.create(settings, 0);
    const claimers = (now: number, staleBefore: number) =>
      Promise.all(
        Array.from({ length: 6 }, () => digests.claim({ digestId, period: '2026-11-02', now, staleBefore })),
      ).then((got) => got.filter(Boolean).length);
    expect(await claimers(1_000, 0)).toBe(1);
    expect(await claimers(1_500, 1_000), 'a claim exactly at the limit still counts').toBe(0);
    expect(await claimers(3_000, 2_000)).toBe(1);
    await digests.settle({ digestId, period: '2026-11-02', coveredTo: 3_000, dueAfter: 2_900, told: [] });
    expect(await claimers(90_000, 89_000)).toBe(0);
    expect(await digests.claim({ digestId, period: '2026-11-09', now: 1, staleBefore: 0 })).toBe(true);
    expect(await digests.get(digestId)).toMatchObject({ coveredTo: 3_000, dueAfter: 2_900 });
  });

  test('a slow process that settles an older period last takes nothing back', async () => {
    const { digests } = store;
    const { id: digestId } = await digests.create(settings, 0);
    await digests.settle({ digestId, period: '2026-11-09', coveredTo: 2_000, dueAfter: 2_000, told: [] });
    await digests.settle({ digestId, period: '2026-11-02', coveredTo: 1_000, dueAfter: 1_000, told: [] });
    expect(await digests.get(digestId)).toMatchObject({ coveredTo: 2_000, dueAfter: 2_000 });
  });

  test('a file is told once by each digest, when it is read; one that is read after all is told again', async () => {
    const { digests, files, forget } = store;
    const file = async (name: string, channel = 'C1') =>
      (await files.register({ channel, externalId: name, name, uploadedBy: 'U1', uploadedAt: 1 })).id;
    const [old, slow, scan, gone] = [await file('old'), await file('slow'), await file('scan'), await file('gone')];
    const elsewhere = await file('elsewhere', 'C2');
    await files.markRead(old, []);
    await files.markRead(elsewhere, []);
    const digest = await digests.create(settings, 100);
    expect(await digests.untold(digest), 'what was read before it was set').toEqual(new Set());
    await files.markNotRead(scan, 'file-transcript-waiting', {});
    await files.markRead(gone, []);
    expect(await digests.untold(digest), 'and what is still being read').toEqual(new Set([scan, gone]));

    const target = { channel: 'C1', scope: 'file', targetId: gone, since: 0, until: null } as const;
    await forget.ask({ ...target, id: 'forget', askedBy: 'U1', askedAt: 1, language: 'en' });
    await forget.answer('forget', 'confirmed');
    const request = await forget.get('forget');
    if (request === null) throw new Error('asked above');
    await forget.erase(request);
    const told = [
      { id: scan, state: 'not-read' },
      { id: gone, state: 'read' },
    ] as const;
    await digests.settle({ digestId: digest.id, period: 'p', coveredTo: 200, dueAfter: 200, told });
    expect(await digests.untold(digest)).toEqual(new Set());

    await files.markRead(slow, []);
    await files.markRead(scan, []);
    expect(await digests.untold(digest)).toEqual(new Set([slow, scan]));
    const second = await digests.create(settings, 300);
    expect(await digests.untold(second)).toEqual(new Set());
    const late = [{ id: slow, state: 'read' }] as const;
    await digests.settle({ digestId: digest.id, period: 'q', coveredTo: 300, dueAfter: 300, told: late });
    await digests.settle({ digestId: digest.id, period: 'q', coveredTo: 300, dueAfter: 300, told: late });
    expect(await digests.untold(digest)).toEqual(new Set([scan]));
  });
}

describe('digest store on PGlite', () => {
  digestContract(async () => {
    const folder = await emptyFolder();
    cleanups.push(() => rm(folder, { recursive: true, force: true }));
    return { kind: 'pglite', folder };
  });
});

describe.skipIf(postgres.url === null)(`digest store on PostgreSQL${postgres.reason}`, () => {
  digestContract(async () => {
    const database = await temporaryDatabase(postgres.url ?? '');
    cleanups.push(() => database.drop());
    return { kind: 'postgres', url: database.url };
  });
});
