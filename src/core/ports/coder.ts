import type { CodingOutcome } from '../coding.ts';
import type { Interview } from '../interview.ts';

/** One of the coders that know nothing of each other. */
export interface Coder {
  readonly id: 'model' | 'reader' | 'tick';
  /** Part of the ledger key: changes when the coder's answers may change (patterns, prompt version, model). */
  readonly version: string;
  /** Never throws for a bad model answer: that is the outcome `failed`. Throws only when aborted. */
  code(interview: Interview, signal?: AbortSignal): Promise<CodingOutcome>;
}
