import type { CodingOutcome, Verdict } from '../../src/core/coding.ts';
import type { Interview } from '../../src/core/interview.ts';
import type { Claim } from './truth.ts';

/** What a model can get wrong. */
export const FAULT_KINDS = [
  'invented-cause',
  'confusable-code',
  'negation-removed',
  'hypothetical-as-fact',
  'interviewers-phrase',
  'colleagues-reason',
  'another-employer',
  'before-and-after',
  'example-leakage',
  'twice-across-windows',
  'swapped-speakers',
  'documents-instruction',
  'ids-out-of-range',
  'truncated-json',
  'whitespace-loop',
  'empty-choices',
  'wrong-language',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** What a second reading can come to: all that is true of the interview, nothing, or another invention. */
export interface SecondReading {
  readonly right: readonly Claim[];
  /** Null where no sentence or code is left to invent with. */
  readonly wrong: Claim | null;
}

/** One fault in what a coder that is otherwise right says about one interview. */
export interface Fault {
  readonly kind: FaultKind;
  readonly language: 'en' | 'zh';
  readonly interview: Interview;
  /** The coder's answer, fault included. */
  readonly code: () => Promise<CodingOutcome>;
  /** What must not be counted. For a claim made twice: the claim, which must count once. */
  readonly claim: Claim;
  /** What a verifier that is right says about the claim. */
  readonly verdict: Verdict;
  /** The true claims that the answer still holds. */
  readonly truth: readonly Claim[];
  /** What the coder may say when it is asked once more because nothing stood; see `read-again.ts`. */
  readonly second: SecondReading;
  /** Nothing of the answer can be read: to record that as "no cause" would lose an interview. */
  readonly isUnreadable: boolean;
  /** What a program that checks nothing would show of the answer, as codes. */
  readonly shownUnchecked: readonly string[];
}
