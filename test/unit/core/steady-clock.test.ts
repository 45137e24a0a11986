import { expect, test } from 'vitest';
import { createEditBudget } from '../../../src/bot/edit-budget.ts';
import { steadyClock } from '../../../src/core/ports/clock.ts';
import { createBreaker } from '../../../src/llm/breaker.ts';
import { createManualClock } from '../bot/manual-clock.ts';

const HOUR_MS = 60 * 60 * 1_000;

/** A wall clock that somebody sets back by an hour while everything sleeps by the manual one. */
function setBack() {
  const manual = createManualClock(10 * HOUR_MS);
  let off = 0;
  const wall = { now: () => manual.now() + off, sleep: manual.sleep };
  return { manual, clock: steadyClock(wall), back: () => (off -= HOUR_MS) };
}

test('set back by an hour, an edit budget fills as before', async () => {
  const { manual, clock, back } = setBack();
  const budget = createEditBudget(clock, () => 0);
  for (let edit = 0; edit < 6; edit += 1) await budget.take('routine');
  back();
  let taken = false;
  void budget.take('routine').then(() => {
    taken = true;
  });
  await manual.advance(2_000);
  expect(taken).toBe(true);
});

test('set back by an hour, a server that was left alone is tried again after its pause', async () => {
  const { manual, clock, back } = setBack();
  const breaker = createBreaker(clock);
  breaker.open('model-unreachable');
  back();
  // The running program asks for the time all along.
  clock.now();
  await manual.advance(60_000);
  expect(breaker.mayTry()).toBe(true);
});

test('it follows a jump ahead', () => {
  const manual = createManualClock();
  let off = 0;
  const clock = steadyClock({ now: () => manual.now() + off, sleep: manual.sleep });
  const before = clock.now();
  off = HOUR_MS;
  expect(clock.now() - before).toBe(HOUR_MS);
});
