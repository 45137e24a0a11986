import type { FaultCode } from './errors.ts';
import type { Finding, Interval } from './findings.ts';
import type { Language } from './language.ts';
import type { Recurrence } from './recurrence.ts';
import type { FailedFile } from './report.ts';

/** What somebody asked a channel's digest to be. */
export interface DigestSettings {
  readonly channel: string;
  readonly createdBy: string;
  readonly recurrence: Recurrence;
  readonly department: string | null;
  readonly language: Language;
  readonly codebook: string;
  /** Nothing new: silence instead of one line. */
  readonly quiet: boolean;
}

export interface Digest extends DigestSettings {
  readonly id: number;
  readonly state: 'active' | 'paused';
  /** Why the program paused it; null when a person did, or when it is active. */
  readonly pausedFor: FaultCode | null;
  /** Moment (ms) the last post speaks up to; what it told of is kept file by file. */
  readonly coveredTo: number;
  /** Occurrences up to this moment (ms) are dealt with. */
  readonly dueAfter: number;
}

/** A file as a digest found it. */
export interface ToldFile {
  readonly id: string;
  readonly state: 'read' | 'not-read';
}

/** A cause's share then and now, where chance does not explain the difference. */
export interface CauseChange {
  readonly code: string;
  readonly before: Finding | null;
  readonly now: Finding | null;
  /** Difference of the proportions, later minus earlier, with its 95 % interval. */
  readonly difference: number;
  readonly interval: Interval;
}

/** Everything a digest says; counted by code. */
export interface DigestContent {
  /** Quarter that is counted, and the one it is compared with: "2026 Q4", "2026 Q3". */
  readonly period: string;
  readonly previousPeriod: string;
  /** Interviews that came since the last digest, and moments (ISO dates) it speaks of. */
  readonly newInterviews: number;
  readonly since: string;
  readonly until: string;
  readonly inPeriod: number;
  /** Ranked interviews then and now. */
  readonly n: number;
  readonly previousN: number;
  /** Null where fewer interviews than the codebook's minimum forbid a ranking. */
  readonly ranking: readonly { readonly now: Finding; readonly before: Finding | null }[] | null;
  readonly groupMin: number;
  readonly hiddenCauses: number;
  /** Null where one of the two quarters is too small to compare. */
  readonly changes: readonly CauseChange[] | null;
  readonly toReview: number;
  readonly failedFiles: readonly FailedFile[];
  /** The files it is about: no later digest calls them new. */
  readonly told: readonly ToldFile[];
  readonly waitingFiles: number;
  /** Interviews of the quarter that could not be coded in time. */
  readonly notCoded: number;
}
