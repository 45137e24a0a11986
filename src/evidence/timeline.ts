import type { InterviewDraft } from '../core/interview.ts';
import { type Moment, momentsIn } from './timeline-moments.ts';
import { dayOf, monthSpan, type Situation, type Stretch } from './timeline-situation.ts';

/** What an interview's relative words count from, as far as its head tells: every situation that is possible. */
export interface Timeline {
  readonly situations: readonly Situation[];
  /** The first day at this employer, or null. */
  readonly hired: Stretch | null;
}

/** An exit interview is held in the last weeks: "last month" counts from a day this long before the last one, or later. */
const NOTICE_DAYS = 60;
/** Years that may be the year of telling when no header says: "last year" is then in none and stands only to its like. */
const UNKNOWN_YEARS = [1970, 2150];
/** Length of service is told in whole months: the first day is as many days nearer or farther. */
const TENURE_SLACK_DAYS = 45;
const DAYS_A_MONTH = 30.44;

/** Builds the timeline of an interview from the dates in its header; pure, no clock: the telling is its only present. */
export function timelineOf({ header }: Pick<InterviewDraft, 'header'>): Timeline {
  const told = spanOf(header.interviewDate);
  const last = spanOf(header.lastDay);
  const hired = spanOf(header.hireDate) ?? hiredByTenure(last ?? told, header.tenureMonths);
  const nows = told ?? (last === null ? null : { from: last.from - NOTICE_DAYS, to: last.to });
  const days = nows === null ? unknownDays() : [nows.from, nows.to];
  const situations = days.flatMap((now) =>
    [0, 1].map((order): Situation => ({ now, hired: hired ?? guessedHiring(now, order), order })),
  );
  return { situations, hired };
}

/** True when everything in the first moments surely began before anything in the second ones did. */
export function isBefore(first: readonly Moment[], second: readonly Moment[], { situations }: Timeline): boolean {
  if (first.length === 0 || second.length === 0) return false;
  return situations.every((situation) => hull(first, situation).to < hull(second, situation).from);
}

/** When a text's events are said to have begun; empty where no word of time stands in it. */
export function momentsOf(text: string): readonly Moment[] {
  return momentsIn(text);
}

/** The days between which all moments lie, in one situation. */
export function hull(moments: readonly Moment[], situation: Situation): Stretch {
  const stretches = moments.map((moment) => moment.on(situation));
  return { from: Math.min(...stretches.map(({ from }) => from)), to: Math.max(...stretches.map(({ to }) => to)) };
}

/** The days an ISO date, or a year-month, covers; null for none. */
function spanOf(date: string | undefined): Stretch | null {
  const [year, month, day] = (date ?? '').split('-').map(Number);
  if (year === undefined || !Number.isFinite(year) || year < 1900) return null;
  if (month === undefined) return { from: dayOf(year, 1, 1), to: dayOf(year, 12, 31) };
  if (day === undefined) return monthSpan(year, month);
  return { from: dayOf(year, month, day), to: dayOf(year, month, day) };
}

function hiredByTenure(end: Stretch | null, months: number | undefined): Stretch | null {
  if (end === null || months === undefined) return null;
  const days = Math.round(months * DAYS_A_MONTH);
  return { from: end.from - days - TENURE_SLACK_DAYS, to: end.to - days + TENURE_SLACK_DAYS };
}

/** The middle of every month of far years: an order that holds in all of them needs no header. */
function unknownDays(): readonly number[] {
  const months = Array.from({ length: 12 }, (_, index) => index + 1);
  return UNKNOWN_YEARS.flatMap((year) => months.map((month) => dayOf(year, month, 15)));
}

/** An unknown first day may lie long ago or a moment back. */
function guessedHiring(now: number, order: number): Stretch {
  const day = order === 0 ? now - 36_500 : now - 1;
  return { from: day, to: day };
}
