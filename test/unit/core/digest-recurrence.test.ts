import { describe, expect, test } from 'vitest';
import {
  canonicalTimezone,
  cronOf,
  isSameRecurrence,
  isTimezone,
  latestSlot,
  nextSlot,
  type Recurrence,
} from '../../../src/core/recurrence.ts';

const weekly = (hour: number, minute: number, timezone: string): Recurrence => ({
  every: 'week',
  day: 7,
  hour,
  minute,
  timezone,
});
const daily = (hour: number, minute: number, timezone: string): Recurrence => ({
  ...weekly(hour, minute, timezone),
  every: 'day',
  day: 0,
});
const at = (iso: string) => Date.parse(iso);

/** All occurrences that a process would see that looks every so many hours. */
function seen(recurrence: Recurrence, from: string, to: string, hours = 0.5): readonly string[] {
  const found = new Map<string, number>();
  for (let now = at(from); now <= at(to); now += hours * 3_600_000) {
    const slot = latestSlot(recurrence, now);
    if (slot !== null && slot.at > at(from)) {
      expect(found.get(slot.period) ?? slot.at, `${slot.period} keeps its moment`).toBe(slot.at);
      found.set(slot.period, slot.at);
    }
  }
  return [...found].map(([period, moment]) => `${period} ${new Date(moment).toISOString()}`);
}

describe('daylight saving', () => {
  test.each([
    ['spring', '2026-03-07T00:00Z', '2026-03-10T00:00Z', ['07T14', '08T13', '09T13']],
    ['autumn', '2026-10-31T00:00Z', '2026-11-03T00:00Z', ['31T13', '01T14', '02T14']],
  ])('09:00 in New York stays 09:00 there, in %s', (_season, from, to, hours) => {
    const slots = seen(daily(9, 0, 'America/New_York'), from, to);
    expect(slots.map((slot) => slot.slice(19, 24))).toEqual(hours);
  });

  test('02:30 comes once on the day that leaves it out, and once on the day that has it twice', () => {
    const spring = seen(daily(2, 30, 'Europe/Berlin'), '2026-03-28T12:00Z', '2026-03-30T12:00Z');
    expect(spring).toEqual(['2026-03-29 2026-03-29T01:30:00.000Z', '2026-03-30 2026-03-30T00:30:00.000Z']);
    const autumn = seen(daily(2, 30, 'Europe/Berlin'), '2026-10-24T12:00Z', '2026-10-26T12:00Z');
    expect(autumn).toEqual(['2026-10-25 2026-10-25T00:30:00.000Z', '2026-10-26 2026-10-26T01:30:00.000Z']);
  });

  test('a change of half an hour, and midnight that does not exist', () => {
    expect(seen(daily(2, 15, 'Australia/Lord_Howe'), '2026-10-03T00:00Z', '2026-10-04T12:00Z')).toHaveLength(1);
    expect(seen(daily(0, 0, 'America/Santiago'), '2026-09-05T12:00Z', '2026-09-07T12:00Z')).toHaveLength(2);
  });
});

test('the period is the date on the channel’s own wall', () => {
  const slot = latestSlot(daily(6, 0, 'Asia/Shanghai'), at('2026-11-15T23:00Z'));
  expect(slot).toEqual({ at: at('2026-11-15T22:00Z'), period: '2026-11-16' });
});

test('a weekly one is found from any day of the week, and its moment itself counts as reached', () => {
  const sunday = weekly(9, 0, 'UTC');
  expect(latestSlot(sunday, at('2026-11-21T23:59Z'))?.period).toBe('2026-11-15');
  expect(latestSlot(sunday, at('2026-11-22T09:00Z'))?.period).toBe('2026-11-22');
  expect(nextSlot(sunday, at('2026-11-22T09:00Z'))?.period).toBe('2026-11-29');
});

test('the 31st of a short month is its last day, in a leap year too', () => {
  const monthly: Recurrence = { every: 'month', day: 31, hour: 9, minute: 0, timezone: 'UTC' };
  expect(seen(monthly, '2028-01-15T00:00Z', '2028-05-01T00:00Z', 12).map((slot) => slot.slice(0, 10))).toEqual([
    '2028-01-31',
    '2028-02-29',
    '2028-03-31',
    '2028-04-30',
  ]);
  expect(cronOf(monthly), 'the cron line wakes on every day that may be the last').toBe('0 9 28-31 * *');
});

test('Sunday is 0 in a cron line', () => {
  expect(cronOf(weekly(9, 5, 'UTC'))).toBe('5 9 * * 0');
  expect(cronOf(daily(18, 30, 'UTC'))).toBe('30 18 * * *');
});

test('only names of time zones are taken', () => {
  expect(['Asia/Shanghai', 'UTC', 'America/Argentina/Buenos_Aires'].filter(isTimezone)).toHaveLength(3);
  expect(['Asia/Shangai', '+08:00', '', '上海'].filter(isTimezone)).toEqual([]);
});

test('a zone is the same by whichever of its names, and so is what happens in it', () => {
  expect(['asia/shanghai', 'PRC', 'utc', 'Asia/Shangai'].map(canonicalTimezone)).toEqual([
    'Asia/Shanghai',
    'Asia/Shanghai',
    'UTC',
    null,
  ]);
  // As the database gives it back: its keys in another order.
  const stored = Object.fromEntries(Object.entries(daily(9, 0, 'asia/shanghai')).sort()) as unknown as Recurrence;
  expect(isSameRecurrence(stored, daily(9, 0, 'Asia/Shanghai'))).toBe(true);
  for (const other of [daily(9, 1, 'Asia/Shanghai'), daily(9, 0, 'Asia/Tokyo'), weekly(9, 0, 'Asia/Shanghai')])
    expect(isSameRecurrence(stored, other)).toBe(false);
});
