import { describe, expect, it } from 'vitest';
import { createRateTiers } from '../../../playground/rate-tiers.ts';
import { createHandClock } from './hand-clock.ts';

describe('rate tiers', () => {
  it('lets a burst of 20 edits through, then asks for ten seconds', () => {
    const tiers = createRateTiers(createHandClock());
    const waits = Array.from({ length: 21 }, () => tiers.refuse('chat.update', 'C1'));
    expect(waits.slice(0, 20)).toEqual(Array(20).fill(null));
    expect(waits[20]).toBe(10);
  });

  it('stays closed until the wait is over, then goes on', () => {
    const clock = createHandClock();
    const tiers = createRateTiers(clock);
    for (let call = 0; call < 21; call += 1) tiers.refuse('chat.update', 'C1');
    clock.pass(4_000);
    expect(tiers.refuse('chat.update', 'C1')).toBe(6);
    clock.pass(6_000);
    expect(tiers.refuse('chat.update', 'C1')).toBeNull();
  });

  it('sustains 45 edits a minute for ten minutes, and no 55', () => {
    const refusals = (aMinute: number) => {
      const clock = createHandClock();
      const tiers = createRateTiers(clock);
      let count = 0;
      for (let call = 0; call < aMinute * 10; call += 1) {
        if (tiers.refuse('chat.update', 'C1') !== null) count += 1;
        clock.pass(60_000 / aMinute);
      }
      return count;
    };
    expect(refusals(45)).toBe(0);
    expect(refusals(55)).toBeGreaterThan(0);
  });

  it('counts posts by channel, edits by workspace, and unknown methods not at all', () => {
    const tiers = createRateTiers(createHandClock());
    const refused = (method: string, channel: string) =>
      Array.from({ length: 30 }, () => tiers.refuse(method, channel)).some((wait) => wait !== null);
    expect(refused('chat.postMessage', 'C1')).toBe(true);
    expect(tiers.refuse('chat.postMessage', 'C2')).toBeNull();
    expect(refused('chat.update', 'C1')).toBe(true);
    expect(tiers.refuse('chat.update', 'C2')).not.toBeNull();
    expect(refused('auth.test', '')).toBe(false);
  });
});
