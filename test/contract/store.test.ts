import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Attribution } from '../../src/core/attribution.ts';
import type { CodedSegment } from '../../src/core/coding.ts';
import type { NewFile, Store } from '../../src/core/ports/store.ts';
import type { FinishedReport } from '../../src/core/report.ts';
import type { ReviewDecision } from '../../src/core/review.ts';
import type { StoreLocation } from '../../src/store/open-database.ts';
import { type Engine, openStore } from '../../src/store/open-store.ts';
import { draftOf } from '../support/interviews.ts';
import { emptyFolder } from '../support/migrated-folder.ts';
import { reportJob } from '../support/report-job.ts';
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

/** Deletes as the database itself would, whatever the store offers. */
async function deleteInterview(engine: Engine, id: string): Promise<void> {
  if (engine.kind === 'pglite') {
    await engine.pglite.query('delete from interview where id = $1', [id]);
    return;
  }
  const client = new Client({ connectionString: engine.url });
  await client.connect();
  await client.query('delete from interview where id = $1', [id]);
  await client.end();
}

function storeContract(location: () => Promise<StoreLocation>): void {
  let place: StoreLocation;
  let store: Store;
  let engine: Engine;
  let channel: string;

  beforeAll(async () => {
    place = await location();
    ({ store, engine } = await openStore(place));
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

  test('a file is taken once, however often its event comes, and its job is kept with it or neither is', async () => {
    const asked: (readonly string[])[] = [];
    const take = (names: readonly string[], id: string = randomUUID()) =>
      store.files.take(names.map(newFile), (fileIds) => {
        asked.push(fileIds);
        return { id, queue: 'ingest', payload: { channel, ts: '1.0', thread: null, fileIds } };
      });
    const id = randomUUID();
    const both = await Promise.all([take(['离职.txt']), take(['离职.txt'])]);
    expect(both.filter((isNew) => isNew)).toHaveLength(1);
    const first = await store.files.register(newFile('离职.txt'));
    expect(asked).toEqual([[first.id]]);
    expect(first.state).toBe('waiting');
    expect(await take(['离职.txt', 'new.txt'], id)).toBe(true);
    expect(asked[1]).toHaveLength(1);
    expect(asked[1]).not.toContain(first.id);
    await expect(take(['never.txt'], id), 'the job could not be kept').rejects.toThrow();
    expect((await store.files.list(channel)).map(({ name }) => name)).toEqual(['离职.txt', 'new.txt']);
    expect(await store.files.waiting(channel)).toBe(2);
  });

  test('a file that cannot be read keeps its fault and its details', async () => {
    const record = await store.files.register(newFile('locked.pdf'));
    await store.files.markNotRead(record.id, 'file-password', { name: 'locked.pdf' });
    const stored = await store.files.get(record.id);
    expect(stored).toMatchObject({ state: 'not-read', fault: 'file-password', detail: { name: 'locked.pdf' } });
  });

  test('a transcript is kept once, decided on once, and goes with its file; until then it is no interview', async () => {
    const record = await store.files.register({ ...newFile('scan.pdf'), channel: 'C-scan' });
    const interviews = [draftOf([['leaver', '薪水太低了。😀']])];
    const remarks = [{ code: 'speakers-unclear' as const, detail: { interviews: 1 } }];
    const transcript = { fileId: record.id, model: 'VL', interviews, remarks };
    expect(await store.transcripts.decide(record.id, { choice: 'count', user: 'U1', at: 1 })).toBeNull();
    expect(await store.transcripts.keep(transcript)).toBe(true);
    expect(await store.transcripts.keep({ ...transcript, model: 'other' })).toBe(false);
    expect(await store.transcripts.get(record.id)).toEqual({ ...transcript, decision: null });
    expect(await store.interviews.count('C-scan')).toBe(0);
    const first = { choice: 'leave-out' as const, user: 'U1', at: 1_790_000_000_123 };
    expect(await store.transcripts.decide(record.id, first)).toEqual(first);
    expect(await store.transcripts.decide(record.id, { choice: 'count', user: 'U2', at: 2 })).toEqual(first);
    expect((await store.transcripts.get(record.id))?.decision).toEqual(first);
    expect(await store.transcripts.get('elsewhere')).toBeNull();
  });

  test('interviews come back byte for byte, in order, with their file name; a repeated text is named', async () => {
    const record = await store.files.register(newFile('two.txt'));
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
    const reviewed = { ...attribution(id), outcome: 'review', why: 'no-model' } as const;
    await store.coding.save(reviewed, [segment]);
    expect(await store.coding.attributions([id], 'employee-exit@1'), 'the same segments').toEqual([reviewed]);
    await store.coding.save(reviewed, [segment]);
    await store.coding.save(attribution(id), [segment]);
    expect(await store.coding.attributions([id], 'employee-exit@1')).toEqual([attribution(id)]);
    const entry = { key: `k-${id}`, interviewId: id, coder: 'reader', codebook: 'employee-exit@1', coderVersion: '1' };
    await store.coding.record({ ...entry, outcome: { kind: 'unsure', why: 'no causal link' } });
    await store.coding.record({ ...entry, outcome: { kind: 'failed', fault: 'model-slow' } });
    expect((await store.coding.ledger(entry.key))?.outcome).toEqual({ kind: 'unsure', why: 'no causal link' });
  });

  test('reports, messages and seen events', async () => {
    const request = { period: null, department: null, language: 'zh', codebook: 'employee-exit', fast: false } as const;
    const report = { id: randomUUID(), channel, thread: '1.2', askedBy: 'U1', askedAt: 1_790_000_000_123, request };
    await store.reports.create(report, reportJob(report.id));
    expect(await store.reports.finished(report.id)).toBeNull();
    const finished = { context: { title: '离职原因', seconds: 1.5 }, claims: [], at: 1_790_000_000_456 };
    await store.reports.finish(report.id, '离职原因', finished as unknown as FinishedReport);
    expect(await store.reports.finished(report.id)).toEqual(finished);
    expect(await store.reports.list(channel, 5)).toEqual([{ ...report, state: 'done', markdown: '离职原因' }]);
    const key = `report:${report.id}`;
    expect(await store.messages.find(key)).toBeNull();
    await store.messages.remember(key, { channel, ts: '1.3' });
    expect(await store.messages.find(key)).toEqual({ channel, ts: '1.3' });
    await store.messages.remember(`thread:${channel}:1.3`, { channel, ts: '1.3' });
    expect(await store.messages.lose({ channel, ts: '1.4' })).toEqual([]);
    expect(await store.messages.lose({ channel, ts: '1.3' })).toEqual([key]);
    expect(await store.messages.find(key), 'deleted in the chat').toBeNull();
    expect(await store.messages.find(`thread:${channel}:1.3`), 'its thread is still ours').not.toBeNull();
    const event = `Ev-${report.id}`;
    expect(await store.messages.firstSight(event, 1_000)).toBe(true);
    expect(await store.messages.firstSight(event, 1_001)).toBe(false);
  });

  test('a stop that was asked for is seen by whoever makes the report, and only while it is made', async () => {
    const request = { period: null, department: null, language: 'en', codebook: 'employee-exit', fast: false } as const;
    const report = { id: randomUUID(), channel, thread: '1.2', askedBy: 'U1', askedAt: 1_790_000_000_123, request };
    await store.reports.create(report, reportJob(report.id));
    expect(await store.reports.isStopAsked(report.id)).toBe(false);
    expect(await store.reports.askStop(report.id)).toBe(true);
    expect(await store.reports.isStopAsked(report.id)).toBe(true);
    await store.reports.setState(report.id, 'stopped');
    expect(await store.reports.askStop(report.id)).toBe(false);
    expect(await store.reports.askStop('no-such-report')).toBe(false);
  });

  test('takers of one edit budget get no more than it holds, however many they are', async () => {
    const bucket = { id: `bucket-${randomUUID()}`, burst: 8, msPerToken: 3_600_000 };
    const waits = await Promise.all(Array.from({ length: 20 }, () => store.editBudget.take({ ...bucket, needed: 1 })));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(8);
    for (const wait of waits.filter((one) => one > 0)) expect(wait).toBeGreaterThan(3_000_000);
    const kept = { ...bucket, id: `bucket-${randomUUID()}`, needed: 3 };
    const routine = await Promise.all(Array.from({ length: 20 }, () => store.editBudget.take(kept)));
    expect(
      routine.filter((wait) => wait === 0),
      'two are kept',
    ).toHaveLength(6);
    await store.editBudget.freeze(kept.id, 60_000);
    expect(await store.editBudget.take({ ...kept, needed: 1 })).toBeGreaterThan(50_000);
  });

  const request = { period: null, department: null, language: 'en', codebook: 'employee-exit', fast: false } as const;
  const openSession = async (openedBy: string) => {
    const session = { id: randomUUID(), channel, thread: '1.2', openedBy, openedAt: 5, request };
    await store.reviews.open(session);
    return { ...session, shown: null };
  };
  const decisionOf = (interviewId: string, more: Partial<ReviewDecision> = {}): ReviewDecision => ({
    id: randomUUID(),
    interviewId,
    codebookId: 'employee-exit',
    code: 'pay-level',
    sentences: [1, 3],
    choice: 'accept',
    chosen: null,
    sampled: false,
    user: 'U1',
    decidedAt: 1_790_000_000_123,
    sessionId: 'S1',
    ...more,
  });

  test('a claim is decided once, whoever comes second; skips stand in nobody’s way', async () => {
    const [interview] = await store.interviews.list({ channel });
    const id = interview?.id ?? '';
    const first = decisionOf(id);
    const racing = [decisionOf(id, { user: 'U2', choice: 'reject' }), decisionOf(id, { user: 'U3' })];
    expect(await store.reviews.decide(decisionOf(id, { choice: 'skip' }))).toBe(true);
    expect(await store.reviews.decide(decisionOf(id, { choice: 'skip', user: 'U2' }))).toBe(true);
    expect(await store.reviews.decide(first)).toBe(true);
    expect(await Promise.all(racing.map((one) => store.reviews.decide(one)))).toEqual([false, false]);
    const open = decisionOf(id, { code: null, choice: 'other', chosen: 'family-care', sampled: true });
    expect(await store.reviews.decide(open), 'the open question is another claim').toBe(true);
    expect(await store.reviews.decide(decisionOf(id, { code: null })), 'and asked once, too').toBe(false);
    expect(await store.reviews.decide(decisionOf(id, { codebookId: 'tech-abandonment' }))).toBe(true);
    const kept = await store.reviews.decisions([id, 'nobody'], 'employee-exit');
    expect(kept.filter(({ choice }) => choice !== 'skip')).toEqual([first, open]);
    expect(kept).toHaveLength(4);
    expect(await store.reviews.decisions([], 'employee-exit')).toEqual([]);
  });

  test('undo takes back a person’s own last decision of the session, and the claim is open again', async () => {
    const [, interview] = await store.interviews.list({ channel });
    const session = await openSession('U1');
    const own = { sessionId: session.id, sentences: [1] };
    const made = [
      decisionOf(interview?.id ?? '', own),
      decisionOf(interview?.id ?? '', { ...own, code: 'family-care', choice: 'reject' }),
      decisionOf(interview?.id ?? '', { ...own, code: 'culture-values', user: 'U2' }),
    ];
    for (const decision of made) await store.reviews.decide(decision);
    expect(await store.reviews.undo(session.id, 'U1')).toEqual(made[1]);
    expect(await store.reviews.undo(session.id, 'U1')).toEqual(made[0]);
    expect(await store.reviews.undo(session.id, 'U1')).toBeNull();
    expect(await store.reviews.decide(decisionOf(interview?.id ?? '', own))).toBe(true);
  });

  test('a session remembers what it asks for and what it shows, and others see it while it is fresh', async () => {
    const [lin, maria] = [await openSession('U1'), await openSession('U2')];
    await store.reviews.show(lin.id, { claim: 'claim-1', at: 1_000 });
    expect(await store.reviews.session(lin.id)).toEqual({ ...lin, shown: { claim: 'claim-1', at: 1_000 } });
    expect(await store.reviews.shownElsewhere(maria, 900)).toEqual(['claim-1']);
    expect(await store.reviews.shownElsewhere(maria, 1_001)).toEqual([]);
    expect(await store.reviews.shownElsewhere(lin, 900)).toEqual([]);
    expect(await store.reviews.shownElsewhere({ ...maria, channel: 'elsewhere' }, 900)).toEqual([]);
    await store.reviews.show(lin.id, null);
    expect(await store.reviews.session(lin.id)).toEqual(lin);
    expect(await store.reviews.session('nobody')).toBeNull();
  });

  test('one interview coded by two at once ends with one whole coding', async () => {
    const [interview] = await store.interviews.list({ channel });
    const id = interview?.id ?? '';
    const long = Array.from({ length: 20 }, (_, index) => ({ ...segment, sentences: [index + 1] }));
    await Promise.all(Array.from({ length: 6 }, () => store.coding.save(attribution(id), long)));
    expect((await store.coding.segments([id], 'employee-exit@1')).get(id)).toHaveLength(20);
  });

  test('everything is there after closing and opening again', async () => {
    const before = await store.interviews.list({ channel });
    const ids = before.map(({ id }) => id);
    const decided = await store.reviews.decisions(ids, 'employee-exit');
    await store.close();
    ({ store, engine } = await openStore(place));
    expect(await store.interviews.list({ channel })).toEqual(before);
    expect(before.length).toBeGreaterThan(0);
    expect(await store.reviews.decisions(ids, 'employee-exit')).toEqual(decided);
    expect(decided.length).toBeGreaterThan(0);
  });

  test('a deleted interview takes its coding and the decisions about it along', async () => {
    const [interview] = await store.interviews.list({ channel });
    const id = interview?.id ?? '';
    expect(await store.reviews.decisions([id], 'employee-exit')).not.toEqual([]);
    await deleteInterview(engine, id);
    expect(await store.reviews.decisions([id], 'employee-exit')).toEqual([]);
    expect(await store.coding.attributions([id], 'employee-exit@1')).toEqual([]);
  });
}

describe('store on PGlite', () => {
  let folder: string;
  afterAll(async () => rm(folder, { recursive: true, force: true }));

  storeContract(async () => {
    folder = await emptyFolder();
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
