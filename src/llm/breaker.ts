import type { FaultCode } from '../core/errors.ts';
import type { Clock } from '../core/ports/clock.ts';

/** One lost connection is a restart or bad luck; so many failures in a row without one answer are a server that is down. */
const FAILURES_TO_OPEN = 5;
/** How long a server that failed is left alone before it is tried again: vLLM needs a minute or two to load a model. */
const PAUSE_MS = 15_000;

export type BreakerState = 'closed' | 'open' | 'half-open';

/** Keeps requests away from a server that keeps failing. */
export interface Breaker {
  state(): BreakerState;
  /** What was wrong when it opened; null while it is closed. */
  fault(): FaultCode | null;
  /** The server answered, if only to refuse: it closes. */
  answered(): void;
  /** The server was lost, silent or stuck; the last straw, or a failed trial, opens it. */
  failed(fault: FaultCode): void;
  /** Opens it at once: a probe found the server down. */
  open(fault: FaultCode): void;
  /** True for one caller once the pause is over: that one tries, and tells how it went. */
  mayTry(): boolean;
}

/**
 * Creates a closed breaker. Our own, since cockatiel's reads the system's time and makes every other caller wait for the
 * one trial of a half-open circuit: here they go to another server meanwhile.
 */
export function createBreaker(clock: Clock): Breaker {
  let state: BreakerState = 'closed';
  let fault: FaultCode | null = null;
  let failures = 0;
  let openedAt = 0;
  const open = (why: FaultCode) => {
    state = 'open';
    fault = why;
    openedAt = clock.now();
  };
  return {
    state: () => state,
    fault: () => fault,
    answered() {
      state = 'closed';
      fault = null;
      failures = 0;
    },
    failed(why) {
      failures += 1;
      if (state !== 'closed' || failures >= FAILURES_TO_OPEN) open(why);
    },
    open,
    mayTry() {
      if (state !== 'open' || clock.now() - openedAt < PAUSE_MS) return false;
      state = 'half-open';
      return true;
    },
  };
}
