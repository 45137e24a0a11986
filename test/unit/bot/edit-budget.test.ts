import { describe, expect, it } from 'vitest';
import { createEditBudget, type EditBudget } from '../../../src/bot/edit-budget.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';

function setUp(random = 0) {
  const clock = createManualClock();
  return { clock, budget: createEditBudget(clock, () => random) };
}

async function countTaken(clock: ManualClock, budget: EditBudget, kind: 'routine' | 'final', ms: number) {
  const stop = new AbortController();
  let taken = 0;
  const worker = (async () => {
    for (;;) {
      await budget.take(kind, stop.signal);
      taken += 1;
    }
  })().catch(() => {});
  await clock.advance(ms);
  stop.abort();
  await worker;
  return taken;
}

describe('the shared edit budget', () => {
  it('lets a burst of six routine edits pass and keeps two for finals', async () => {
    const { clock, budget } = setUp();
    expect(await countTaken(clock, budget, 'routine', 0)).toBe(6);
    expect(await countTaken(clock, budget, 'final', 0)).toBe(2);
  });

  it('never allows more than 45 edits a minute plus the burst', async () => {
    const { clock, budget } = setUp();
    expect(await countTaken(clock, budget, 'routine', 60_000)).toBeLessThanOrEqual(45 + 6);
    expect(await countTaken(clock, budget, 'routine', 60_000)).toBe(45);
  });

  it('freezes everybody for Retry-After plus jitter', async () => {
    const { clock, budget } = setUp(0.5);
    budget.rateLimited(10_000);
    expect(await countTaken(clock, budget, 'final', 10_249)).toBe(0);
    expect(await countTaken(clock, budget, 'final', 1)).toBeGreaterThan(0);
  });

  it('slows down by half after each rate limit, to 5 s at most, and recovers by a tenth a clean minute', async () => {
    const { clock, budget } = setUp();
    expect(budget.intervalMs()).toBe(1_000);
    budget.rateLimited(0);
    expect(budget.intervalMs()).toBe(1_500);
    for (let i = 0; i < 9; i += 1) budget.rateLimited(0);
    expect(budget.intervalMs()).toBe(5_000);
    await clock.advance(60_000);
    expect(budget.intervalMs()).toBe(4_500);
    await clock.advance(60 * 60_000);
    expect(budget.intervalMs()).toBe(1_000);
  });

  it('shares the sustained pace among active messages once the burst is used up', async () => {
    const { clock, budget } = setUp();
    const ends = [budget.begin(), budget.begin(), budget.begin()];
    await countTaken(clock, budget, 'routine', 0);
    expect(budget.intervalMs()).toBe(3 * 1_333);
    ends[0]?.();
    ends[0]?.();
    expect(budget.intervalMs()).toBe(2 * 1_333);
  });

  it('stops waiting when it is told to', async () => {
    const { clock, budget } = setUp();
    budget.rateLimited(60_000);
    const stop = new AbortController();
    const waiting = budget.take('routine', stop.signal);
    stop.abort(new Error('finished'));
    await expect(waiting).rejects.toThrow('finished');
    await clock.advance(0);
  });
});
