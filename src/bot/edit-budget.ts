import type { Clock } from '../core/ports/clock.ts';
import {
  EDIT_BURST,
  EDIT_INTERVAL_MS,
  EDITS_KEPT_FOR_FINALS,
  EDITS_PER_MINUTE,
  MAX_EDIT_INTERVAL_MS,
  RETRY_JITTER_MS,
  SUSTAINED_INTERVAL_MS,
} from './limits.ts';

const MINUTE_MS = 60_000;
const MS_PER_TOKEN = MINUTE_MS / EDITS_PER_MINUTE;
const SLOWER = 1.5;
const RECOVERY_PER_MINUTE = 0.9;

/** One workspace's edits a minute, shared by all its live messages; final edits go first and have a reserve. */
export interface EditBudget {
  /** Resolves when an edit may be sent; rejects with the signal's reason when aborted. */
  take(kind: 'routine' | 'final', signal?: AbortSignal): Promise<void>;
  /** Slack refused for pace: nobody edits for that long, and all edit more slowly afterwards. */
  rateLimited(retryAfterMs: number): void;
  /** Milliseconds between two routine edits of one message, as things stand. */
  intervalMs(): number;
  /** Counts a message that is being edited until the returned function is called. */
  begin(): () => void;
}

/** Builds the budget. `random` gives 0..1 for the jitter after a rate limit. */
export function createEditBudget(clock: Clock, random: () => number): EditBudget {
  let tokens = EDIT_BURST;
  let filledAt = clock.now();
  let frozenUntil = 0;
  let slowdown = 1;
  let slowdownAt = 0;
  let active = 0;

  function refill(): void {
    const now = clock.now();
    tokens = Math.min(EDIT_BURST, tokens + (now - filledAt) / MS_PER_TOKEN);
    filledAt = now;
  }

  function waitMs(kind: 'routine' | 'final'): number {
    refill();
    const needed = kind === 'final' ? 1 : 1 + EDITS_KEPT_FOR_FINALS;
    // A hundredth of a token covers rounding: a wait of exactly one token must give one.
    const missing = tokens + 0.01 >= needed ? 0 : Math.ceil((needed - tokens) * MS_PER_TOKEN);
    return Math.max(missing, frozenUntil - clock.now());
  }

  function currentSlowdown(): number {
    const cleanMinutes = Math.floor((clock.now() - slowdownAt) / MINUTE_MS);
    return Math.max(1, slowdown * RECOVERY_PER_MINUTE ** cleanMinutes);
  }

  return {
    async take(kind, signal) {
      for (let wait = waitMs(kind); wait > 0; wait = waitMs(kind)) await clock.sleep(wait, signal);
      signal?.throwIfAborted();
      tokens -= 1;
    },
    rateLimited(retryAfterMs) {
      frozenUntil = Math.max(frozenUntil, clock.now() + retryAfterMs + random() * RETRY_JITTER_MS);
      slowdown = Math.min(currentSlowdown() * SLOWER, MAX_EDIT_INTERVAL_MS / EDIT_INTERVAL_MS);
      slowdownAt = frozenUntil;
    },
    intervalMs() {
      refill();
      const burstLasts = tokens >= 1 + EDITS_KEPT_FOR_FINALS;
      const base = burstLasts ? EDIT_INTERVAL_MS : Math.max(EDIT_INTERVAL_MS, active * SUSTAINED_INTERVAL_MS);
      return Math.min(base * currentSlowdown(), Math.max(base, MAX_EDIT_INTERVAL_MS));
    },
    begin() {
      active += 1;
      let ended = false;
      return () => {
        if (!ended) active -= 1;
        ended = true;
      };
    },
  };
}
