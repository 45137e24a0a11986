const DAY_MS = 86_400_000;

/** Days since 1970, both ends included; an open end is infinite. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** One way the day of telling and the first day at work may lie. */
export interface Situation {
  /** The day of telling. */
  readonly now: number;
  readonly hired: Stretch;
  /** 0 or 1: events that are known by name only lie in one order, and in the other. */
  readonly order: number;
}

/** The day number of a date; months count from 1 and may overflow, as in Date. */
export function dayOf(year: number, month: number, day: number): number {
  return Math.floor(Date.UTC(year, month - 1, day) / DAY_MS);
}

/** The days of a month. */
export function monthSpan(year: number, month: number): Stretch {
  return { from: dayOf(year, month, 1), to: dayOf(year, month + 1, 0) };
}

/** The days of a year. */
export function yearSpan(year: number): Stretch {
  return { from: dayOf(year, 1, 1), to: dayOf(year, 12, 31) };
}

/** Year and month of a day number. */
export function monthOf(day: number): { readonly year: number; readonly month: number } {
  const date = new Date(day * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1 };
}
