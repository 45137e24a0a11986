import { performance } from 'node:perf_hooks';
import { createSentenceIndexes } from '../src/answers/sentence-index.ts';
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

export interface RetrievalFigures {
  readonly interviews: number;
  readonly sentences: number;
  /** Cutting a text into turns, sentences and windows, ms an interview. */
  readonly segmentationMs: Spread;
  /** Building the index of all leavers' sentences, once per corpus. */
  readonly indexSeconds: number;
  /** One search, ms. */
  readonly searchMs: Spread;
  readonly megabytes: number;
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
  const begun = performance.now();
  const search = createSentenceIndexes()(interviews);
  const indexSeconds = (performance.now() - begun) / 1_000;
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    for (const topic of TOPICS) {
      const asked = performance.now();
      search(topic);
      times.push(performance.now() - asked);
    }
  return {
    interviews: count,
    sentences: interviews.reduce((sum, { sentences }) => sum + sentences.length, 0),
    segmentationMs: spreadOf(segmentation),
    indexSeconds,
    searchMs: spreadOf(times),
    megabytes: process.memoryUsage().rss / 2 ** 20,
  };
}

if (import.meta.main) console.log(JSON.stringify(await measureRetrieval(Number(process.argv[2] ?? 10))));
