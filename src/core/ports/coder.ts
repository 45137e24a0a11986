import type { CodingOutcome, Proposal } from '../coding.ts';
import type { Interview } from '../interview.ts';

/** A claim of a first reading that was found to be no reason. */
export type RefusedClaim = Pick<Proposal, 'code' | 'sentences'>;

/** One of the coders that know nothing of each other. */
export interface Coder {
  readonly id: 'model' | 'reader' | 'tick';
  /** Part of the ledger key: changes when the coder's answers may change (patterns, prompt version, model). */
  readonly version: string;
  /**
   * Never throws for a bad model answer: that is the outcome `failed`. Throws only when aborted. `onRead` is told, part by
   * part, of the claims so far; a later part may add sentences to one of them.
   */
  code(
    interview: Interview,
    signal?: AbortSignal,
    onRead?: (proposals: readonly Proposal[]) => void,
  ): Promise<CodingOutcome>;
  /** Reads once more, knowing which claims did not stand; absent where a second reading would be the first again. */
  again?(interview: Interview, refused: readonly RefusedClaim[], signal?: AbortSignal): Promise<CodingOutcome>;
}
