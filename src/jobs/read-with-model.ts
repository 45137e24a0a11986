import type { CodedSegment, CodingOutcome, Proposal } from '../core/coding.ts';
import type { RefusedClaim } from '../core/ports/coder.ts';

/** The steps of a model's reading of one interview; who calls decides what is kept of each. */
export interface ModelReading {
  code(): Promise<CodingOutcome>;
  /** Null where the coder knows no second reading. */
  again(refused: readonly RefusedClaim[]): Promise<CodingOutcome | null>;
  /** Checks and verdicts. */
  settle(proposals: readonly Proposal[]): Promise<readonly CodedSegment[]>;
}

export interface ModelReadingOutcome {
  readonly outcome: CodingOutcome;
  readonly segments: readonly CodedSegment[];
}

/**
 * Has a model read an interview, and once more where none of its claims stood: then "nothing accepted" may become "no
 * cause" or another cause, instead of a question for a person. The refused claims stay among the segments.
 */
export async function readWithModel({ code, again, settle }: ModelReading): Promise<ModelReadingOutcome> {
  const outcome = await code();
  if (outcome.kind !== 'found') return { outcome, segments: [] };
  const segments = await settle(outcome.proposals);
  if (!isNothingLeft(segments)) return { outcome, segments };
  const second = await again(segments.map(({ code: id, sentences }) => ({ code: id, sentences })));
  // A second reading that failed takes nothing from the first.
  if (second === null || second.kind === 'failed') return { outcome, segments };
  const more = second.kind === 'found' ? await settle(second.proposals) : [];
  return { outcome: second, segments: [...segments, ...more] };
}

/** Formulas ("personal reasons") are an answer by themselves (R10). */
function isNothingLeft(segments: readonly CodedSegment[]): boolean {
  const isRefused = ({ status }: CodedSegment) => status === 'rejected' || status === 'mentioned';
  return segments.every(isRefused) && segments.some(({ why }) => why !== 'generic-words');
}
