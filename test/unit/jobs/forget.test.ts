import { rm } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { Store } from '../../../src/core/ports/store.ts';
import type { FinishedReport } from '../../../src/core/report.ts';
import { type ForgetDeps, runForget } from '../../../src/jobs/forget.ts';
import { createReportCache, reportKey } from '../../../src/jobs/report-cache.ts';
import { runRetention } from '../../../src/jobs/retention.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { channelSecrets } from '../../support/channel-secrets.ts';
import { draftOf } from '../../support/interviews.ts';
import { migratedFolder } from '../../support/migrated-folder.ts';
import { reportJob } from '../../support/report-job.ts';

const DAY = 24 * 60 * 60 * 1000;
const START = Date.UTC(2026, 0, 1);
const never = new AbortController().signal;
const request = { period: null, department: null, language: 'en', codebook: 'b', fast: false } as const;

async function opened(): Promise<Store> {
  const folder = await migratedFolder();
  const { store } = await openStore({ kind: 'pglite', folder });
  onTestFinished(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });
  return store;
}

async function fill(store: Store, channel: string, name: string, uploadedAt: number) {
  const file = { channel, externalId: `F-${channel}-${name}`, name, uploadedBy: 'U1', uploadedAt };
  const record = await store.files.register(file);
  const { saved } = await store.interviews.save(record, [draftOf([['leaver', `I left ${channel} ${name}.`]])]);
  await store.files.markRead(record.id, []);
  return { record, interviewId: saved[0]?.id ?? '' };
}

async function say(store: Store, channel: string, id: string, at: number) {
  await store.reports.create({ id, channel, thread: '1.0', askedBy: 'U1', askedAt: at, request }, reportJob(id));
  await store.messages.remember(`report:${id}`, { channel, ts: `${at / 1000}` });
  await store.messages.rememberUpload({ id: `F-${id}`, channel, at });
}

/** A finished report of these interviews, with a continuation, a mention and a file of its own. */
async function finish(store: Store, id: string, at: number, interviews: readonly string[]) {
  const channel = 'C1';
  await store.reports.create({ id, channel, thread: '1.0', askedBy: 'U1', askedAt: at, request }, reportJob(id));
  const document = { context: {}, claims: [], interviews, at } as unknown as FinishedReport;
  await store.reports.finish(id, 'words', document);
  const keys = [`report:${id}`, `report:${id}/2`, `ready:${id}`];
  for (const [index, key] of keys.entries())
    await store.messages.remember(key, { channel, ts: `${at / 1000}.${index}` });
  await store.messages.rememberUpload({ id: `F-${id}`, channel, at, key: `report:${id}` });
}

interface Hands {
  readonly removed: string[];
  failAt: number;
}

function depsOf(store: Store, now: () => number): { readonly deps: ForgetDeps; readonly hands: Hands } {
  const hands: Hands = { removed: [], failAt: Number.POSITIVE_INFINITY };
  const remove = async (what: string) => {
    if (hands.removed.length >= hands.failAt) throw new Error('the process died');
    hands.removed.push(what);
    return 'removed' as const;
  };
  const deps: ForgetDeps = {
    store,
    conversation: { remove: ({ ts }) => remove(ts), removeFile: remove, whisper: async () => {} },
    caches: [],
    unscheduleDigest: async () => {},
    clock: { now, sleep: async () => {} },
    log: { info: () => {}, warn: () => {}, error: () => {} },
  };
  return { deps, hands };
}

test('a deletion broken off anywhere goes on where it stopped, counts nothing twice and is proved once', async () => {
  const store = await opened();
  const { record } = await fill(store, 'C1', 'a.txt', START);
  await fill(store, 'C1', 'b.txt', START);
  await say(store, 'C1', 'before', START - DAY);
  await say(store, 'C1', 'after', START + DAY);
  await say(store, 'C2', 'elsewhere', START + DAY);
  const target = { channel: 'C1', scope: 'file', targetId: record.id, since: START, until: null } as const;
  await store.forget.ask({ ...target, id: 'r1', askedBy: 'U1', askedAt: START + 2 * DAY, language: 'en' });
  const { deps, hands } = depsOf(store, () => START + 2 * DAY);

  await runForget('r1', deps, never);
  expect(hands.removed, 'asked is not confirmed').toEqual([]);
  await store.forget.answer('r1', 'confirmed');
  hands.failAt = 1;
  await expect(runForget('r1', deps, never)).rejects.toThrow('died');
  hands.failAt = Number.POSITIVE_INFINITY;
  await runForget('r1', deps, never);
  await runForget('r1', deps, never);

  expect(hands.removed).toEqual([`${(START + DAY) / 1000}`, 'F-after']);
  expect((await store.files.list('C1')).map(({ name }) => name)).toEqual(['b.txt']);
  expect(await store.interviews.count('C1')).toBe(1);
  expect(await store.reports.get('before')).not.toBeNull();
  expect(await store.reports.get('after')).toBeNull();
  expect(await store.reports.get('elsewhere')).not.toBeNull();
  const proofs = (await store.audit.list()).filter(({ act }) => act === 'deleted');
  expect(proofs).toHaveLength(1);
  expect(proofs[0]).toMatchObject({ user: 'U1', channel: 'C1', subject: `file ${record.id}` });
  expect(proofs[0]?.counts).toMatchObject({ files: 1, interviews: 1, reports: 1, messages: 1, uploads: 1 });
});

test('a report made from other interviews stays with all that is its own; one made from this one goes', async () => {
  const store = await opened();
  const { interviewId } = await fill(store, 'C1', 'a.txt', START);
  const other = await fill(store, 'C1', 'b.txt', START);
  await finish(store, 'with', START + DAY, [other.interviewId, interviewId]);
  await finish(store, 'without', START + 2 * DAY, [other.interviewId]);
  await say(store, 'C1', 'unknown', START + 3 * DAY);
  // Refused claims and their verdicts are in the ledger, and nowhere else.
  const refused = {
    coder: 'verdict',
    codebook: 'b',
    coderVersion: '1',
    outcome: { kind: 'none', special: 'no-cause-found', sentences: [1] },
  } as const;
  await store.coding.record({ ...refused, key: 'gone', interviewId });
  await store.coding.record({ ...refused, key: 'kept', interviewId: other.interviewId });
  // An export and an answer may speak of anybody, wherever they stand.
  await store.messages.rememberUpload({ id: 'F-export', channel: 'C1', at: START + 2 * DAY });
  await store.messages.remember('answer:1', { channel: 'C1', ts: `${(START + 4 * DAY) / 1000}` });
  const target = { channel: 'C1', scope: 'interview', targetId: interviewId, since: START, until: null } as const;
  expect(await store.forget.reach(target)).toMatchObject({ reports: 2, ledger: 1, messages: 5, uploads: 3 });
  await store.forget.ask({ ...target, id: 'r1', askedBy: 'U1', askedAt: START + 5 * DAY, language: 'en' });
  await store.forget.answer('r1', 'confirmed');
  const { deps, hands } = depsOf(store, () => START + 5 * DAY);
  await runForget('r1', deps, never);
  const said = (days: number, ...more: readonly string[]) => more.map((end) => `${(START + days * DAY) / 1000}${end}`);
  expect(hands.removed.toSorted()).toEqual(
    [...said(1, '.0', '.1', '.2'), ...said(3, ''), ...said(4, ''), 'F-export', 'F-unknown', 'F-with'].toSorted(),
  );
  expect(await store.coding.ledger('gone')).toBeNull();
  expect(await store.coding.ledger('kept')).not.toBeNull();
  const left = ['with', 'without', 'unknown'].map(async (id) => (await store.reports.get(id)) !== null);
  expect(await Promise.all(left)).toEqual([false, true, false]);
  expect(await store.messages.find('report:without/2')).not.toBeNull();

  // The last file of all: what was made from it goes with it, and a file that a report may name as unread takes all.
  const unread = { channel: 'C1', externalId: 'F9', name: 'x.pdf', uploadedBy: 'U1', uploadedAt: START };
  const record = await store.files.register(unread);
  await store.files.markNotRead(record.id, 'file-empty', {});
  const file = { channel: 'C1', scope: 'file', since: START, until: null } as const;
  expect(await store.forget.reach({ ...file, targetId: record.id })).toMatchObject({ reports: 1, messages: 3 });
  expect(await store.forget.reach({ ...file, targetId: other.record.id })).toMatchObject({ reports: 1, uploads: 1 });
});

test('the clock deletes each kind after its own days, and without days nothing', async () => {
  const store = await opened();
  await fill(store, 'C1', 'old.txt', START);
  await fill(store, 'C1', 'new.txt', START + 60 * DAY);
  await say(store, 'C1', 'old', START);
  await say(store, 'C1', 'new', START + 60 * DAY);
  const { deps, hands } = depsOf(store, () => START + 91 * DAY);

  await runRetention({ interviews: null, reports: null }, deps, never);
  expect(await store.interviews.count('C1')).toBe(2);
  await runRetention({ interviews: 90, reports: null }, deps, never);
  expect((await store.files.list('C1')).map(({ name }) => name)).toEqual(['new.txt']);
  expect(await store.reports.get('old'), 'reports have days of their own').not.toBeNull();
  expect(hands.removed).toEqual([]);
  await runRetention({ interviews: 90, reports: 90 }, deps, never);
  expect(await store.reports.get('old')).toBeNull();
  expect(await store.reports.get('new')).not.toBeNull();
  expect(hands.removed).toEqual([`${START / 1000}`, 'F-old']);
  expect((await store.audit.list()).map(({ user, act }) => `${user} ${act}`)).toEqual([
    'retention deleted',
    'retention deleted',
  ]);
});

test('a channel’s reports leave the memory, and another channel’s stay', async () => {
  const cache = createReportCache({
    secrets: channelSecrets(),
    shared: null,
    clock: { now: () => START, sleep: async () => {} },
  });
  const ask = { anew: false, signal: never };
  const parts = {
    corpus: { interviews: [], files: 0, failedFiles: [] },
    decisions: [],
    request,
    codebook: 'b',
    models: [],
  };
  const [own, other] = ['C1', 'C2'].map((channel) => reportKey({ ...parts, channel })) as [string, string];
  const made = { context: {}, claims: [], at: START } as unknown as FinishedReport;
  for (const key of [own, other]) await cache.get(key, ask, async () => made);
  cache.forgetChannel('C1');
  expect((await cache.get(own, ask, async () => made)).made).toBe(true);
  expect((await cache.get(other, ask, async () => made)).made).toBe(false);
});
