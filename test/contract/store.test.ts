import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Attribution } from '../../src/core/attribution.ts';
import type { CodedSegment } from '../../src/core/coding.ts';
import type { NewFile, Store } from '../../src/core/ports/store.ts';
import { openStore, type StoreLocation } from '../../src/store/open-store.ts';
import { draftOf } from '../support/interviews.ts';
import { postgresForTests, temporaryDatabase } from '../support/services.ts';

const postgres = postgresForTests();

const attribution = (interviewId: string): Attribution => ({
  interviewId,
  codebook: 'employee-exit@1',
  outcome: 'coded',
  separation: { type: 'voluntary', ranked: true, doubt: false, sentence: null },
  causes: [
    {
      code: 'pay-level',
      role: 'primary',
      strength: 4,
      trigger: null,
      evidence: [{ sentences: [1], coder: 'reader', model: null }],
    },
  ],
  special: null,
  conflict: null,
  why: null,
});

const segment: CodedSegment = {
  code: 'pay-level',
  sentences: [1],
  coder: 'reader',
  model: null,
  link: 'stated',
  status: 'accepted',
  why: null,
  verdicts: [],
};

function storeContract(location: () => Promise<StoreLocation>): void {
  let place: StoreLocation;
  let store: Store;
  let channel: string;

  beforeAll(async () => {
    place = await location();
    store = (await openStore(place)).store;
    channel = `C-${randomUUID()}`;
  });
  afterAll(async () => store?.close());

  const newFile = (name: string): NewFile => ({
    channel,
    externalId: `F-${name}`,
    name,
    uploadedBy: 'U1',
    uploadedAt: Date.UTC(2026, 8, 1),
  });

  test('a file is registered once, however often its event comes', async () => {
    const first = await store.files.register(newFile('离职.txt'));
    const again = await store.files.register(newFile('离职.txt'));
    expect(first.isNew).toBe(true);
    expect(again).toEqual({ record: first.record, isNew: false });
    expect(await store.files.waiting(channel)).toBe(1);
  });

  test('a file that cannot be read keeps its fault and its details', async () => {
    const { record } = await store.files.register(newFile('locked.pdf'));
    await store.files.markNotRead(record.id, 'file-password', { name: 'locked.pdf' });
    const stored = await store.files.get(record.id);
    expect(stored).toMatchObject({ state: 'not-read', fault: 'file-password', detail: { name: 'locked.pdf' } });
  });

  test('interviews come back byte for byte, in order, with their file name; a repeated text is named', async () => {
    const { record } = await store.files.register(newFile('two.txt'));
    const zh = draftOf([['leaver', '我爸一个人在家，得回去照顾。😀']], {
      header: { department: '销售', lastDay: '2026-07-31' },
    });
    const en = draftOf([['leaver', 'The rota\tleft "no" evenings \\ at all.']], { position: 2 });
    const { saved, duplicates } = await store.interviews.save(record, [zh, en, { ...en, position: 3 }]);
    expect(saved.map((interview) => interview.position)).toEqual([1, 2]);
    expect(duplicates).toEqual([3]);
    const listed = await store.interviews.list({ channel });
    expect(listed).toEqual(saved);
    expect((await store.interviews.save(record, [zh, en])).saved, 'a repeat after a crash').toEqual(saved);
    expect(listed[0]).toMatchObject({ text: zh.text, fileName: 'two.txt', sentences: zh.sentences });
  });

  test('filters by department and by half-open period', async () => {
    expect(await store.interviews.list({ channel, department: '销售' })).toHaveLength(1);
    expect(await store.interviews.list({ channel, from: '2026-07-01', to: '2026-07-31' })).toHaveLength(0);
    expect(await store.interviews.list({ channel, from: '2026-07-31', to: '2026-08-01' })).toHaveLength(1);
    expect(await store.interviews.list({ channel: 'elsewhere' })).toEqual([]);
  });

  test('coding is replaced as a whole, the ledger keeps the first answer', async () => {
    const [interview] = await store.interviews.list({ channel });
    const id = interview?.id ?? '';
    await store.coding.save(attribution(id), [
      segment,
      { ...segment, code: 'health-wellbeing', status: 'rejected', why: 'denied' },
    ]);
    await store.coding.save(attribution(id), [segment]);
    expect(await store.coding.attributions([id], 'employee-exit@1')).toEqual([attribution(id)]);
    expect((await store.coding.segments([id], 'employee-exit@1')).get(id)).toEqual([segment]);
    expect(await store.coding.attributions([id], 'employee-exit@2')).toEqual([]);
    const entry = { key: `k-${id}`, interviewId: id, coder: 'reader', codebook: 'employee-exit@1', coderVersion: '1' };
    await store.coding.record({ ...entry, outcome: { kind: 'unsure', why: 'no causal link' } });
    await store.coding.record({ ...entry, outcome: { kind: 'failed', fault: 'model-slow' } });
    expect((await store.coding.ledger(entry.key))?.outcome).toEqual({ kind: 'unsure', why: 'no causal link' });
  });

  test('reports, messages and seen events', async () => {
    const request = { period: null, department: null, language: 'zh', codebook: 'employee-exit', fast: false } as const;
    const report = { id: randomUUID(), channel, thread: '1.2', askedBy: 'U1', askedAt: 1_790_000_000_123, request };
    await store.reports.create(report);
    await store.reports.setState(report.id, 'done', '离职原因');
    expect(await store.reports.list(channel, 5)).toEqual([{ ...report, state: 'done', markdown: '离职原因' }]);
    const key = `report:${report.id}`;
    expect(await store.messages.find(key)).toBeNull();
    await store.messages.remember(key, { channel, ts: '1.3' });
    expect(await store.messages.find(key)).toEqual({ channel, ts: '1.3' });
    const event = `Ev-${report.id}`;
    expect(await store.messages.firstSight(event, 1_000)).toBe(true);
    expect(await store.messages.firstSight(event, 1_001)).toBe(false);
  });

  test('everything is there after closing and opening again', async () => {
    const before = await store.interviews.list({ channel });
    await store.close();
    store = (await openStore(place)).store;
    expect(await store.interviews.list({ channel })).toEqual(before);
    expect(before.length).toBeGreaterThan(0);
  });
}

describe('store on PGlite', () => {
  let folder: string;
  afterAll(async () => rm(folder, { recursive: true, force: true }));

  storeContract(async () => {
    folder = await mkdtemp(join(tmpdir(), 'attrition-store-'));
    return { kind: 'pglite', folder };
  });

  test('a second opening of the folder is refused; a dead process is succeeded', async () => {
    await expect(openStore({ kind: 'pglite', folder })).rejects.toMatchObject({ code: 'store-locked' });
    const abandoned = await mkdtemp(join(tmpdir(), 'attrition-lock-'));
    // Above the highest PID that Linux hands out, so nobody has it.
    await writeFile(join(abandoned, 'attrition.lock'), JSON.stringify({ pid: 5_000_000, startedAt: 0 }));
    const { store } = await openStore({ kind: 'pglite', folder: abandoned });
    await store.close();
    await rm(abandoned, { recursive: true });
  });
});

describe.skipIf(postgres.url === null)(`store on PostgreSQL${postgres.reason}`, () => {
  let drop = async () => {};
  afterAll(() => drop());

  storeContract(async () => {
    const database = await temporaryDatabase(postgres.url ?? '');
    drop = database.drop;
    return { kind: 'postgres', url: database.url };
  });

  test('an unreachable server is a named fault', async () => {
    const url = 'postgres://nobody:x@127.0.0.1:1/none';
    await expect(openStore({ kind: 'postgres', url })).rejects.toMatchObject({ code: 'store-unreachable' });
  });
});
