import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { loadCodebooks } from '../../src/composition/codebooks.ts';
import { loadDesks } from '../../src/composition/desks.ts';
import { readEnvironment } from '../../src/config.ts';
import { systemClock } from '../../src/core/ports/clock.ts';
import type { Coder } from '../../src/core/ports/coder.ts';
import type { CodingDesks } from '../../src/core/ports/coding-desk.ts';
import type { Conversation } from '../../src/core/ports/conversation.ts';
import type { Log } from '../../src/core/ports/log.ts';
import type { Store } from '../../src/core/ports/store.ts';
import { structureDocument } from '../../src/ingest/structure/structure-document.ts';
import { raiseAlerts } from '../../src/jobs/alert.ts';
import { loadAlertTable } from '../../src/jobs/alert-table.ts';
import { createReportCache } from '../../src/jobs/report-cache.ts';
import { runReport } from '../../src/jobs/report-job.ts';
import { createModels } from '../../src/llm/create-models.ts';
import { openStore } from '../../src/store/open-store.ts';
import { makeInterviews } from '../corpus/interviews.ts';

/** Tokens of an interview, as everywhere in the bench. */
const TOKENS = 2_000;
/** Interviews made and stored at a time, so that making them doesn't fill the memory that is measured. */
const BATCH = 250;
const CHANNEL = 'C1';
const RSS_EVERY_MS = 50;

/** What so many interviews cost, without any model. */
export interface GrowthFigures {
  readonly interviews: number;
  /** A report on new interviews: the codebook reader reads each. */
  readonly firstSeconds: number;
  /** A report anew: every answer stands in the ledger. */
  readonly againSeconds: number;
  /** Processor time of the two, which a busy machine doesn't lengthen. */
  readonly firstCpuSeconds: number;
  readonly againCpuSeconds: number;
  /** Of the first the codebook reader's own: with a model, the model is what a report's reading waits for. */
  readonly readingCpuSeconds: number;
  readonly stages: Readonly<Record<string, readonly number[]>>;
  readonly baseMegabytes: number;
  readonly peakMegabytes: number;
  readonly databaseMegabytes: number;
}

const MEGABYTE = 1024 * 1024;
const rss = () => process.memoryUsage().rss / MEGABYTE;

async function folderSize(path: string): Promise<number> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map(async (file) => (await stat(file)).size))).reduce((sum, size) => sum + size, 0);
}

/** Slack taken out: what is shown is thrown away. */
const nobody: Conversation = {
  open: async (place) => ({
    ref: { channel: place.channel, ts: '1' },
    gone: new AbortController().signal,
    show() {},
    async finish() {},
  }),
  post: async ({ channel }) => ({ channel, ts: '1' }),
  upload: async () => {},
} as Partial<Conversation> as Conversation;

/** Times a desk's reader, which answers in the turn it is asked in: nothing else runs meanwhile. */
function timedReader(desks: CodingDesks) {
  let seconds = 0;
  const timed: CodingDesks = (id) => {
    const desk = desks(id);
    const code: Coder['code'] = (...asked) => {
      const before = process.threadCpuUsage();
      const answer = desk.reader.code(...asked);
      const { user, system } = process.threadCpuUsage(before);
      seconds += (user + system) / 1e6;
      return answer;
    };
    return { ...desk, reader: { ...desk.reader, code } };
  };
  return { desks: timed, seconds: () => seconds };
}

async function fill(store: Store, count: number): Promise<void> {
  for (let from = 0; from < count; from += BATCH) {
    for (const { name, text } of await makeInterviews(Math.min(BATCH, count - from), TOKENS, from)) {
      const record = await store.files.register({
        ...{ externalId: name, channel: CHANNEL, name, thread: null, messageTs: '1' },
        ...{ uploadedBy: 'U1', uploadedAt: Date.UTC(2026, 8, 1) },
      });
      const document = { name, kind: 'text', parts: [{ type: 'text', title: null, text }], remarks: [] } as const;
      const structured = structureDocument(document);
      if (!('interviews' in structured)) throw new Error(`${name} is no interview`);
      await store.interviews.save(record, structured.interviews);
      await store.files.markRead(record.id, []);
    }
  }
}

/** Measures one size in this process, on an embedded database of its own. */
export async function measureGrowth(count: number): Promise<GrowthFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'attrition-growth-'));
  const stages: Record<string, number[]> = {};
  const log: Log = {
    info(fields) {
      const { stage, ms } = fields as { stage?: string; ms?: number };
      if (stage !== undefined && ms !== undefined) stages[stage] = [...(stages[stage] ?? []), ms / 1_000];
    },
    warn: (fields) => console.error(fields),
    error: (fields) => console.error(fields),
  };
  const books = await loadCodebooks(readEnvironment({ DATA_DIR: folder }));
  const models = createModels({ models: [], budgets: {} }, { clock: systemClock });
  const { desks, seconds: readingSeconds } = timedReader(await loadDesks(books, models));
  const { store } = await openStore({ kind: 'pglite', folder });
  await fill(store, count);
  const alert = {
    store,
    conversation: nobody,
    table: await loadAlertTable(),
    alertTo: async () => null,
    clock: systemClock,
    log,
  };
  // As an upload's job does once its files are read.
  await raiseAlerts({ channel: CHANNEL, thread: '1' }, alert);
  const shared = { store, conversation: nobody, desks, clock: systemClock, log, queue: null, models: [] };
  globalThis.gc?.();
  const baseMegabytes = rss();
  let peakMegabytes = baseMegabytes;
  const watch = setInterval(() => {
    peakMegabytes = Math.max(peakMegabytes, rss());
  }, RSS_EVERY_MS);
  const report = async (id: string) => {
    const begun = performance.now();
    const usedBefore = process.cpuUsage();
    const request = { language: 'en', codebook: 'employee-exit', period: null, department: null, fast: false } as const;
    const job = { id: randomUUID(), queue: 'report', payload: { reportId: id, anew: true } } as const;
    await store.reports.create({ id, channel: CHANNEL, thread: '1', askedBy: 'U1', askedAt: 1, request }, job);
    const deps = {
      ...shared,
      writer: () => null,
      cache: createReportCache({ secrets: store.secrets, shared: null, clock: systemClock }),
    };
    const signal = new AbortController().signal;
    await runReport(
      { reportId: id, anew: true },
      { ...deps, raiseAlerts: (place) => raiseAlerts(place, alert) },
      { stop: signal, shutdown: signal },
    );
    peakMegabytes = Math.max(peakMegabytes, rss());
    const done = await store.reports.get(id);
    if (done?.state !== 'done') throw new Error(`the report is ${done?.state}`);
    const { user, system } = process.cpuUsage(usedBefore);
    return { seconds: (performance.now() - begun) / 1_000, cpuSeconds: (user + system) / 1e6 };
  };
  const first = await report('00000000-0000-4000-8000-000000000001');
  const again = await report('00000000-0000-4000-8000-000000000002');
  clearInterval(watch);
  const databaseMegabytes = (await folderSize(folder)) / MEGABYTE;
  await store.close();
  await rm(folder, { recursive: true, force: true });
  const times = {
    firstSeconds: first.seconds,
    againSeconds: again.seconds,
    firstCpuSeconds: first.cpuSeconds,
    againCpuSeconds: again.cpuSeconds,
    readingCpuSeconds: readingSeconds(),
  };
  return { interviews: count, ...times, stages, baseMegabytes, peakMegabytes, databaseMegabytes };
}

if (import.meta.main) console.log(JSON.stringify(await measureGrowth(Number(process.argv[2] ?? 10))));
