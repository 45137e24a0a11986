/** What a person says about a claim. `other` names another cause for the same words; `skip` leaves it to somebody else. */
export type ReviewChoice = 'accept' | 'reject' | 'other' | 'skip';

/**
 * What a person is asked: is this code a reason why the person of this interview left? A null code asks the open
 * question "which cause?", to which `reject` answers "none was named".
 */
export interface ReviewSubject {
  readonly interviewId: string;
  readonly code: string | null;
  /** Sentence ids, ascending. */
  readonly sentences: readonly number[];
}

/** One person's decision on one claim; it carries no codebook version, so that it survives re-coding. */
export interface ReviewDecision extends ReviewSubject {
  readonly id: string;
  /** Id of the codebook, without its version. */
  readonly codebookId: string;
  readonly choice: ReviewChoice;
  /** The code chosen instead; only with `other`. */
  readonly chosen: string | null;
  /** The claim had been accepted without a person and was drawn to estimate escapes. */
  readonly sampled: boolean;
  readonly user: string;
  /** Milliseconds since the epoch. */
  readonly decidedAt: number;
  /** The review session it was made in. */
  readonly sessionId: string;
}
