import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSentenceFinder } from '../src/answers/find-sentences.ts';
import { windowsOf } from '../src/coding/model/windows.ts';
import type { Interview } from '../src/core/interview.ts';
import { structureDocument } from '../src/ingest/structure/structure-document.ts';
import { makeInterviews } from './corpus/interviews.ts';
import { type Spread, spreadOf } from './percentiles.ts';

/** Words of the talk and of the causes, in both languages, rare and frequent ones. */
const TOPICS = [
  'spare keys',
  'courier',
  'fire drill',
  'two calendars',
  'projector manual',
  'overtime',
  'mother is ill',
  'promotion',
  'my manager',
  'label on the grey cabinet',
  '钥匙',
  '加班',
  '主管',
  '通勤',
  '工资条',
  '晋升',
] as const;
const ROUNDS = 5;
const TOKENS = 2_000;
const BATCH = 250;
/** Hits taken of each search: an answer looks at so many at most to quote eight people. */
const TAKEN = 100;
const MEGABYTE = 2 ** 20;
const NANOSECONDS = 1e6;
const TURN_MS = 10;

export interface RetrievalFigures {
  readonly interviews: number;
  readonly sentences: number;
  /** Cutting a text into turns, sentences and windows, ms an interview. */
  readonly segmentationMs: Spread;
  /** Reading all leavers' sentences into the index, by the first search. */
  readonly indexSeconds: number;
  /** The longest that everything else had to wait meanwhile, ms. */
  readonly longestStallMs: number;
  /** What the index holds, by the heap before and after; 0 where the garbage can't be collected on demand. */
  readonly indexMegabytes: number;
  /** One search, ms, until the best hits are there. */
  readonly searchMs: Spread;
  /** Of the whole process, the interviews included. */
  readonly megabytes: number;
}

function heldBytes(): number {
  if (globalThis.gc === undefined) return 0;
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

/** Measures in this process; a process of its own keeps its memory apart. */
export async function measureRetrieval(count: number): Promise<RetrievalFigures> {
  const interviews: Interview[] = [];
  const segmentation: number[] = [];
  for (let from = 0; from < count; from += BATCH) {
    for (const { name, text } of await makeInterviews(Math.min(BATCH, count - from), TOKENS, from)) {
      const begun = performance.now();
      const document = { name, kind: 'text', parts: [{ type: 'text', title: null, text }], remarks: [] } as const;
      const structured = structureDocument(document);
      const drafts = 'interviews' in structured ? structured.interviews : [];
      for (const draft of drafts) windowsOf(draft);
      segmentation.push(performance.now() - begun);
      for (const draft of drafts)
        interviews.push({ ...draft, id: name, fileId: name, fileName: name, channel: 'C1', contentHash: name });
    }
  }
  const { find } = createSentenceFinder({ among: async () => new Map() });
  const { signal } = new AbortController();
  const searched = { channel: 'C1', secret: '', interviews, signal };
  const heapBefore = heldBytes();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  // It counts from one turn of the loop to the next: one before what is measured, and one after.
  await sleep(TURN_MS);
  const begun = performance.now();
  await find('', searched);
  const indexSeconds = (performance.now() - begun) / 1_000;
  await sleep(TURN_MS);
  delay.disable();
  const indexBytes = heldBytes() - heapBefore;
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    for (const topic of TOPICS) {
      const asked = performance.now();
      (await find(topic, searched)).take(TAKEN).toArray();
      times.push(performance.now() - asked);
    }
  return {
    interviews: count,
    sentences: interviews.reduce((sum, { sentences }) => sum + sentences.length, 0),
    segmentationMs: spreadOf(segmentation),
    indexSeconds,
    longestStallMs: delay.max / NANOSECONDS,
    indexMegabytes: Math.max(0, indexBytes / MEGABYTE),
    searchMs: spreadOf(times),
    megabytes: process.memoryUsage().rss / MEGABYTE,
  };
}

if (import.meta.main) console.log(JSON.stringify(await measureRetrieval(Number(process.argv[2] ?? 10))));
