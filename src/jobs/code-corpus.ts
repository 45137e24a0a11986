import PQueue from 'p-queue';
import type { Attribution } from '../core/attribution.ts';
import { codeById } from '../core/codebook.ts';
import type { CodedSegment } from '../core/coding.ts';
import type { AgreementPair, AttributedInterview } from '../core/findings.ts';
import type { Interview } from '../core/interview.ts';
import type { Language } from '../core/language.ts';
import type { CodingDesk } from '../core/ports/coding-desk.ts';
import type { CodingStore, ReviewStore } from '../core/ports/store.ts';
import { addSpent, NOTHING_SPENT, type Spent } from '../core/spent.ts';
import { codeInterview } from './code-interview.ts';

/** Interviews in work at once, where the model's servers don't take more requests than that. */
const INTERVIEWS_AT_ONCE = 16;
/** Without a model, only the database is waited for: it answers them together. More would hold others up in between. */
const AT_ONCE_WITHOUT_MODEL = 48;
/** So many model failures in a row, and the reader codes the rest alone rather than wait for each time-out. */
const MODEL_FAILURES_IN_ROW = 3;

export interface CodingProgress {
  readonly done: number;
  readonly total: number;
  readonly tally: ReadonlyMap<string, number>;
  readonly noCause: number;
  readonly review: number;
}

export interface CodedCorpus {
  readonly interviews: readonly AttributedInterview[];
  /** Where both model coder and codebook reader read, and where people reviewed. */
  readonly pairs: readonly AgreementPair[];
  readonly reviewPairs: readonly AgreementPair[];
  /** Labels of models whose proposals were used. */
  readonly models: readonly string[];
  /** Fault that made the reader go on alone, and for how many interviews; null when the model coded all it was asked. */
  readonly modelGaveUp: { readonly fault: string; readonly interviews: number } | null;
  /** What was really asked of models in this run. */
  readonly spent: Spent;
  /** Coded segments by what the checks and the verifier came to. */
  readonly segments: Readonly<Record<CodedSegment['status'], number>>;
}

export interface CorpusRun {
  readonly interviews: readonly Interview[];
  readonly desk: CodingDesk;
  readonly store: CodingStore;
  readonly reviews: Pick<ReviewStore, 'decisions'>;
  readonly fast: boolean;
  readonly language: Language;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: CodingProgress) => void;
}

function createTally(run: CorpusRun) {
  const tally = new Map<string, number>();
  let [done, noCause, review] = [0, 0, 0];
  return {
    add(attribution: Attribution) {
      done += 1;
      if (attribution.outcome === 'no-cause') noCause += 1;
      if (attribution.outcome === 'review') review += 1;
      for (const cause of attribution.causes.filter((one) => one.role === 'primary')) {
        const name = codeById(run.desk.codebook, cause.code)?.name[run.language] ?? cause.code;
        tally.set(name, (tally.get(name) ?? 0) + 1);
      }
      run.onProgress({ done, total: run.interviews.length, tally, noCause, review });
    },
  };
}

/** Codes all interviews of a report, side by side, in the order they finish; the result is in their own order. */
export async function codeCorpus(run: CorpusRun): Promise<CodedCorpus> {
  const { desk, fast } = run;
  const least = desk.model(fast) === null ? AT_ONCE_WITHOUT_MODEL : INTERVIEWS_AT_ONCE;
  const atOnce = Math.max(least, desk.atOnce?.(fast) ?? 0);
  const queue = new PQueue({ concurrency: atOnce });
  const tally = createTally(run);
  const attributions = new Map<string, Attribution>();
  const pairs: AgreementPair[] = [];
  const reviewPairs: AgreementPair[] = [];
  const models = new Set<string>();
  let failuresInRow = 0;
  let lastFault = '';
  let withoutModel = 0;
  let spent = NOTHING_SPENT;
  const segments = { accepted: 0, mentioned: 0, rejected: 0, 'needs-person': 0 };
  const onSpent = (more: Spent) => {
    spent = addSpent(spent, more);
  };
  const codeOne = async (interview: Interview) => {
    run.signal.throwIfAborted();
    const useModel = failuresInRow < MODEL_FAILURES_IN_ROW;
    const coding = await codeInterview(interview, { ...run, useModel, onSpent });
    failuresInRow = coding.modelFault === null ? (useModel ? 0 : failuresInRow) : failuresInRow + 1;
    if (coding.modelFault !== null) lastFault = coding.modelFault;
    if (coding.modelFault !== null || !useModel) withoutModel += 1;
    for (const segment of coding.segments) {
      segments[segment.status] += 1;
      if (segment.model !== null) models.add(segment.model);
    }
    if (coding.pair !== null) pairs.push(coding.pair);
    if (coding.reviewPair !== null) reviewPairs.push(coding.reviewPair);
    attributions.set(interview.id, coding.attribution);
    tally.add(coding.attribution);
  };
  await queue.addAll(run.interviews.map((interview) => () => codeOne(interview)));
  return {
    interviews: run.interviews.flatMap((interview) => {
      const attribution = attributions.get(interview.id);
      return attribution === undefined ? [] : [{ interview, attribution }];
    }),
    pairs,
    reviewPairs,
    models: [...models].sort(),
    modelGaveUp: withoutModel === 0 ? null : { fault: lastFault, interviews: withoutModel },
    spent,
    segments,
  };
}
