import type { Clock } from '../../../src/core/ports/clock.ts';

/** A clock that a test moves: sleeping takes no time and moves it. */
export function createHandClock(start = 1_790_000_000_000): Clock & { pass(ms: number): void } {
  let now = start;
  return {
    now: () => now,
    pass(ms) {
      now += ms;
    },
    async sleep(ms) {
      now += ms;
    },
  };
}
