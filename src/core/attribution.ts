import type { CoderId } from './coding.ts';

export type CauseRole = 'primary' | 'contributing' | 'mentioned';

/** The words a cause rests on. */
export interface Evidence {
  readonly sentences: readonly number[];
  readonly coder: CoderId;
  readonly model: string | null;
}

/** One cause of one interview, by rules R0-R13. */
export interface Cause {
  /** A code of the codebook, or `other-cause`. */
  readonly code: string;
  readonly role: CauseRole;
  /** 1-5, by rule: 5 primary and decisive, 4 primary, 3 contributing and linked twice, 2 contributing, 1 mentioned. */
  readonly strength: 1 | 2 | 3 | 4 | 5;
  readonly trigger: 'event' | null;
  readonly evidence: readonly Evidence[];
}

/** What an interview came to. `interviews = coded + no-cause + review + failed` always holds. */
export type AttributionOutcome = 'coded' | 'no-cause' | 'review' | 'failed';

export interface SeparationFinding {
  /** Id of a separation type of the codebook. */
  readonly type: string;
  /** Only ranked types enter the cause ranking. */
  readonly ranked: boolean;
  /** A face-saving label is possible (asked to resign): a person must look. */
  readonly doubt: boolean;
  /** The sentence that shows it, when it was said rather than filled in. */
  readonly sentence: number | null;
}

/** An interview's causes. */
export interface Attribution {
  readonly interviewId: string;
  /** `id@version` of the codebook. */
  readonly codebook: string;
  readonly outcome: AttributionOutcome;
  readonly separation: SeparationFinding;
  /** One primary; two for a true tie (co-primary); none when special. */
  readonly causes: readonly Cause[];
  readonly special: 'generic-reason' | 'no-cause-found' | 'undetermined' | null;
  readonly conflict: 'form-vs-narrative' | null;
  /** Fault or reason for review, by name; null when settled. */
  readonly why: string | null;
}
