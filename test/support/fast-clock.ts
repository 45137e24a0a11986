import { type Clock, systemClock } from '../../src/core/ports/clock.ts';

/** A clock on which time runs `factor` times as fast, for the bot and its workspace alike: a minute of edits in seconds. */
export function createFastClock(factor: number): Clock {
  const start = Date.now();
  return {
    now: () => start + (Date.now() - start) * factor,
    sleep: (ms, signal) => systemClock.sleep(ms / factor, signal),
  };
}
