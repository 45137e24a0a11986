import { WebAPIRateLimitedError } from '@slack/web-api';
import { expect, test } from 'vitest';
import { countEdits } from '../../../src/bot/count-edits.ts';
import type { EditOutcome } from '../../../src/core/ports/meter.ts';

/** Edits once; the answer takes `ms` and is what `answer` gives or throws. */
async function outcomeOf(ms: number, answer: () => Record<string, unknown>): Promise<readonly EditOutcome[]> {
  let now = 0;
  const outcomes: EditOutcome[] = [];
  const clock = { now: () => now, sleep: async () => {} };
  const call = async () => {
    now += ms;
    return answer();
  };
  await countEdits(call, clock, { edit: (outcome) => outcomes.push(outcome) })('chat.update', {}).catch(() => {});
  return outcomes;
}

test('an edit is sent, or late when its answer took more than three seconds', async () => {
  expect(await outcomeOf(200, () => ({ ok: true }))).toEqual(['sent']);
  expect(await outcomeOf(3_001, () => ({ ok: true }))).toEqual(['late']);
});

test('a refusal is told from no answer at all, and is still thrown', async () => {
  const paced = () => {
    throw new WebAPIRateLimitedError(10);
  };
  const lost = () => {
    throw new Error('socket hang up');
  };
  expect(await outcomeOf(200, paced)).toEqual(['refused']);
  expect(await outcomeOf(200, lost)).toEqual(['late']);
  const clock = { now: () => 0, sleep: async () => {} };
  await expect(countEdits(async () => lost(), clock, { edit: () => {} })('chat.update', {})).rejects.toThrow('hang up');
});
