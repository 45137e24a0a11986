import { type Clock, systemClock } from '../../src/core/ports/clock.ts';

export interface FastClock extends Clock {
  /** Lets this long (ms) pass at once; who sleeps sleeps on. */
  skip(ms: number): void;
}

/** A clock on which time runs `factor` times as fast, for the bot and its workspace alike: a minute of edits in seconds. */
export function createFastClock(factor: number): FastClock {
  const start = Date.now();
  let skipped = 0;
  return {
    now: () => start + (Date.now() - start) * factor + skipped,
    skip(ms) {
      skipped += ms;
    },
    sleep: (ms, signal) => systemClock.sleep(ms / factor, signal),
  };
}
