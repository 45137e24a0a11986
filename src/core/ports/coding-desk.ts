import type { Codebook } from '../codebook.ts';
import type { CodedSegment, Proposal } from '../coding.ts';
import type { Interview } from '../interview.ts';
import type { Coder } from './coder.ts';

/** One codebook with everything that codes by it; built by main.ts, used by jobs. */
export interface CodingDesk {
  readonly codebook: Codebook;
  /** Coders that need no model: the codebook reader and the ticks. */
  readonly reader: Coder;
  readonly tick: Coder;
  /** The model coder, or null when no model is configured. `fast` chooses the fast model outright. */
  model(fast: boolean): Coder | null;
  /** Free deterministic checks of every coder's proposals. */
  check(interview: Interview, proposals: readonly Proposal[]): readonly CodedSegment[];
  /** Puts a model's proposal to a different question; null when no model is configured. */
  verify(
    fast: boolean,
  ): ((interview: Interview, segment: CodedSegment, signal: AbortSignal) => Promise<CodedSegment>) | null;
}

/** Finds a codebook's desk by the codebook's id; throws `codebook-unknown`. */
export type CodingDesks = (codebookId: string) => CodingDesk;
