import type { Attribution } from '../src/core/attribution.ts';
import { type Interview, sentenceText } from '../src/core/interview.ts';
import type { CodingDesk } from '../src/core/ports/coding-desk.ts';
import type { CodingStore } from '../src/core/ports/store.ts';
import { toOriginal } from '../src/ingest/structure/original-offset.ts';
import { codeInterview } from '../src/jobs/code-interview.ts';
import type { Labelled } from './labelled-set.ts';
import { draftsOf, storedAs } from './structure-labelled.ts';

/** What the program made of a labelled interview; spans are offsets in its original text. */
export interface Answer {
  readonly labelled: Labelled;
  /** Null when ingest gave no single interview: counted as sent to a person. */
  readonly attribution: Attribution | null;
  readonly evidence: readonly { readonly code: string; readonly start: number; readonly end: number }[];
}

/** Takes a labelled interview through the product's path: ingest, coders, checks, verdicts, attribution. */
export async function codeLabelled(labelled: Labelled, desk: CodingDesk, useModel: boolean): Promise<Answer> {
  const [draft, second] = draftsOf(labelled);
  if (draft === undefined || second !== undefined) return { labelled, attribution: null, evidence: [] };
  const interview = storedAs(labelled.id, draft);
  const attribution = await codeWith(interview, desk, useModel);
  return { labelled, attribution, evidence: evidenceOf(attribution, interview) };
}

async function codeWith(interview: Interview, desk: CodingDesk, useModel: boolean): Promise<Attribution> {
  const reviews = { decisions: async () => [] };
  const { signal } = new AbortController();
  const run = { desk, store: forgetfulStore, reviews, fast: false, useModel, signal };
  return (await codeInterview(interview, run)).attribution;
}

/** Nothing is kept: every figure is of answers given now. */
const forgetfulStore: CodingStore = {
  ledger: async () => null,
  record: async () => {},
  save: async () => {},
  attributions: async () => [],
  segments: async () => new Map(),
};

/** The labels stand in the text before masking, with its own line ends. */
function evidenceOf(attribution: Attribution, interview: Interview): Answer['evidence'] {
  return attribution.causes
    .filter(({ role }) => role !== 'mentioned')
    .flatMap(({ code, evidence }) => evidence.flatMap(({ sentences }) => sentences.map((id) => ({ code, id }))))
    .map(({ code, id }) => {
      const sentence = interview.sentences[id - 1];
      if (sentence === undefined) throw new RangeError(`no sentence ${id}: ${sentenceText(interview, id)}`);
      return { code, start: toOriginal(interview, sentence.start), end: toOriginal(interview, sentence.end) };
    });
}
