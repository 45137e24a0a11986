import { expect, test } from 'vitest';
import { createStopSwitch } from '../../../src/jobs/stop-switch.ts';
import { createManualClock } from '../bot/manual-clock.ts';

/** The reports of two processes on one database. */
function sharedReports() {
  const asked = new Set<string>();
  const live = new Set(['r1']);
  return {
    askStop: async (id: string) => {
      if (live.has(id)) asked.add(id);
      return live.has(id);
    },
    isStopAsked: async (id: string) => asked.has(id),
  };
}

test('a stop asked in one process reaches the report that runs in another', async () => {
  const reports = sharedReports();
  const clock = createManualClock();
  const worker = createStopSwitch(reports, clock);
  const bot = createStopSwitch(reports, clock);
  const signal = worker.signalFor('r1');
  await clock.advance(1_000);
  expect(signal.aborted).toBe(false);
  expect(await bot.stop('r1')).toBe(true);
  expect(await bot.stop('r2'), 'no such report').toBe(false);
  await clock.advance(1_000);
  expect(signal.aborted).toBe(true);
});

test('a stop asked in the same process fires at once, and a released report is watched no more', async () => {
  const reports = sharedReports();
  const clock = createManualClock();
  const own = createStopSwitch(reports, clock);
  const signal = own.signalFor('r1');
  await own.stop('r1');
  expect(signal.aborted).toBe(true);
  const other = createStopSwitch(sharedReports(), clock);
  const calm = other.signalFor('r1');
  other.release('r1');
  await clock.advance(5_000);
  expect(calm.aborted).toBe(false);
});
