/** When something happens again, by the wall clock of a time zone. */
export interface Recurrence {
  readonly every: 'day' | 'week' | 'month';
  /** Monday 1 … Sunday 7 of a week; 1-31 of a month, where a short month takes its last day; 0 for every day. */
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  /** IANA name, e.g. "Asia/Shanghai". */
  readonly timezone: string;
}

/** One occurrence: its moment, and its local date as the name that no second occurrence has. */
export interface Slot {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** ISO date in the recurrence's own time zone. */
  readonly period: string;
}

interface LocalDate {
  readonly year: number;
  /** 1-12. */
  readonly month: number;
  readonly day: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Two occurrences of a month lie at most 31 days apart; one day more for the shift of the zone. */
const SEARCH_DAYS = 33;
/** The last day that every month has: later ones are looked for from here on. */
export const SHORTEST_MONTH = 28;

/**
 * The one spelling of an IANA time zone, whichever way it was typed ("asia/shanghai", "PRC"), or null for none that this
 * machine knows; offsets such as "+08:00" have no daylight saving rule.
 */
export function canonicalTimezone(name: string): string | null {
  if (!/^[A-Za-z]/.test(name)) return null;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** True for an IANA time zone name that this machine knows. */
export const isTimezone = (name: string): boolean => canonicalTimezone(name) !== null;

/** True when both happen at the same times; a zone counts as the same by whichever of its names. */
export function isSameRecurrence(one: Recurrence, other: Recurrence): boolean {
  return (
    (['every', 'day', 'hour', 'minute'] as const).every((part) => one[part] === other[part]) &&
    canonicalTimezone(one.timezone) === canonicalTimezone(other.timezone)
  );
}

/** One a zone: making a formatter takes far longer than using it, and a search for a slot asks dozens of times. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timezone: string): Intl.DateTimeFormat {
  const known = formatters.get(timezone);
  if (known !== undefined) return known;
  const formatter = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  formatters.set(timezone, formatter);
  return formatter;
}

/** The wall clock of a zone at a moment, as if it were UTC milliseconds. */
function wallClock(at: number, timezone: string): number {
  const parts = formatterOf(timezone).formatToParts(at);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'));
}

/** The date that people in a zone write at a moment. */
export function localDay(at: number, timezone: string): string {
  return new Date(wallClock(at, timezone)).toISOString().slice(0, 10);
}

/** The moment of a wall clock time: of two the first, and a time that is left out counts from before the change. */
function momentOf(wall: number, timezone: string): number {
  const offsets = [wall - DAY_MS, wall + DAY_MS].map((near) => wallClock(near, timezone) - near);
  const moments = offsets.map((offset) => wall - offset);
  const real = moments.filter((moment) => wallClock(moment, timezone) === wall);
  return real.length > 0 ? Math.min(...real) : (moments[0] ?? wall);
}

function isOn({ every, day }: Recurrence, date: LocalDate): boolean {
  if (every === 'day') return true;
  if (every === 'week') return (new Date(Date.UTC(date.year, date.month - 1, date.day)).getUTCDay() || 7) === day;
  const lastDay = new Date(Date.UTC(date.year, date.month, 0)).getUTCDate();
  return date.day === Math.min(day, lastDay);
}

function slotsAround(recurrence: Recurrence, now: number, days: readonly number[]): readonly Slot[] {
  const today = new Date(wallClock(now, recurrence.timezone));
  return days.flatMap((offset) => {
    const date = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() + offset));
    const local = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
    if (!isOn(recurrence, local)) return [];
    const wall = date.getTime() + (recurrence.hour * 60 + recurrence.minute) * 60_000;
    return [{ at: momentOf(wall, recurrence.timezone), period: date.toISOString().slice(0, 10) }];
  });
}

const searched = Array.from({ length: SEARCH_DAYS + 1 }, (_, index) => index);

/** The last occurrence at or before a moment. */
export function latestSlot(recurrence: Recurrence, now: number): Slot | null {
  const back = searched.map((offset) => -offset);
  return slotsAround(recurrence, now, back).find(({ at }) => at <= now) ?? null;
}

/** The first occurrence after a moment. */
export function nextSlot(recurrence: Recurrence, now: number): Slot | null {
  return slotsAround(recurrence, now, searched).find(({ at }) => at > now) ?? null;
}

/** The recurrence as a cron line; where cron can't say "last day" it names every candidate and the slot decides. */
export function cronOf({ every, day, hour, minute }: Recurrence): string {
  if (every === 'day') return `${minute} ${hour} * * *`;
  if (every === 'week') return `${minute} ${hour} * * ${day % 7}`;
  return `${minute} ${hour} ${day > SHORTEST_MONTH ? `${SHORTEST_MONTH}-31` : day} * *`;
}
