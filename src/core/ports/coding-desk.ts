import type { Codebook } from '../codebook.ts';
import type { CodedSegment, Proposal } from '../coding.ts';
import type { Interview } from '../interview.ts';
import type { Spent } from '../spent.ts';
import type { Coder } from './coder.ts';

/** Settles one proposal of the model coder. */
export interface SegmentVerifier {
  /** Part of the ledger key: changes with the question, the thresholds and the model. */
  readonly version: string;
  /** True where its servers would idle: then asking ahead takes nothing from others. Absent where nobody knows. */
  hasRoom?(): boolean;
  /** `isSupported`: a coder without a model found the same code in the same words. Throws only when aborted. */
  verify(
    interview: Interview,
    segment: CodedSegment,
    signal: AbortSignal,
    isSupported?: boolean,
  ): Promise<VerifiedSegment>;
}

/** A settled proposal with what it took to settle it. */
export type VerifiedSegment = CodedSegment & {
  readonly spent?: Spent;
  /** What was asked ahead, where a server had room, and then not needed; no part of the record. */
  readonly unneeded?: Spent;
};

/** One codebook with everything that codes by it; built by main.ts, used by jobs. */
export interface CodingDesk {
  readonly codebook: Codebook;
  /** Coders that need no model: the codebook reader and the ticks. */
  readonly reader: Coder;
  readonly tick: Coder;
  /** The model coder, or null when no model is configured. `fast` chooses the fast model outright. */
  model(fast: boolean): Coder | null;
  /** Interviews to be coded side by side, so that no server waits for the next; absent where that doesn't matter. */
  atOnce?(fast: boolean): number | undefined;
  /** Free deterministic checks of every coder's proposals. */
  check(interview: Interview, proposals: readonly Proposal[]): readonly CodedSegment[];
  /** Puts a model's proposals to a different question; null when no model is configured. */
  verifier(fast: boolean): SegmentVerifier | null;
}

/** Finds a codebook's desk by the codebook's id; throws `codebook-unknown`. */
export type CodingDesks = (codebookId: string) => CodingDesk;
