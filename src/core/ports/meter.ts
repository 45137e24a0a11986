import type { FaultCode } from '../errors.ts';
import type { Purpose, Usage } from './language-model.ts';

/** One request to one model server, when it has ended either way. */
export interface ModelCall {
  /** Label of the model, as shown to people. */
  readonly model: string;
  readonly purpose: Purpose;
  /** Null when it ended well. */
  readonly fault: FaultCode | null;
  /** Null when the server didn't tell, or nothing was answered. */
  readonly usage: Usage | null;
  /** Milliseconds spent waiting for a slot of ours. */
  readonly waitedMs: number;
  /** Milliseconds from the slot to the first visible text; null without any. */
  readonly firstTextMs: number | null;
  /** Milliseconds from the slot to the end. */
  readonly totalMs: number;
}

/** What the operator sees of the running program. Fields hold ids, counts and codes only, never interview text. */
export interface Meter {
  modelCall(call: ModelCall): void;
  /** Another model stepped in for the first choice. */
  fallback(from: string, to: string, fault: FaultCode): void;
}

/** What Slack made of an edit: `refused` for pace or for good, `late` when the answer came after three seconds or never. */
export type EditOutcome = 'sent' | 'refused' | 'late';

/** Told of every edit of a message. */
export interface EditMeter {
  edit(outcome: EditOutcome): void;
}

/** Stages of a report, in their order. */
export const STAGES = ['reading', 'coding', 'counting', 'writing', 'delivery'] as const;
export type Stage = (typeof STAGES)[number];

/** What waits for people in one channel, and what they found among the claims that nobody had asked them about. */
export interface ReviewLoad {
  readonly waiting: number;
  /** Accepted claims that were shown to a person all the same, and those of them that were wrong. */
  readonly sampled: number;
  readonly escaped: number;
}

/** Told of the jobs. */
export interface JobMeter {
  jobEnded(queue: string, outcome: 'done' | 'failed'): void;
  interviewCoded(outcome: 'coded' | 'no-cause' | 'review' | 'failed'): void;
  stage(stage: Stage, seconds: number): void;
  /** The latest of each channel counts. */
  review(channel: string, load: ReviewLoad): void;
}

/** What one model did since the program started. */
export interface ModelTotals {
  readonly model: string;
  readonly calls: number;
  readonly faults: number;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
  /** Mean milliseconds to the first visible text; null before the first. */
  readonly firstTextMs: number | null;
}

/** One model server as the program sees it. */
export interface ServerState {
  readonly model: string;
  /** "1" for the first address in models.yml. */
  readonly replica: string;
  /** `open`: it keeps failing and is left alone; `half-open`: it is being tried. */
  readonly breaker: 'closed' | 'half-open' | 'open';
  /** Requests of ours that run there, and that wait for a slot. */
  readonly running: number;
  readonly waiting: number;
}

/** Waiting and running jobs of one queue. */
export interface QueueDepth {
  readonly queue: string;
  readonly waiting: number;
  readonly running: number;
}
