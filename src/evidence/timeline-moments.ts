import { dayOf, monthOf, monthSpan, type Situation, type Stretch, yearSpan } from './timeline-situation.ts';
import {
  AGO,
  AGO_ZH,
  AT_HIRING,
  BEFORE_HIRING,
  COUNTS,
  DATE,
  MODE,
  MONTH_AT,
  MONTH_ZH,
  MONTHS,
  NAMED,
  NEAR,
  QUARTER,
  YEAR,
  YEARS,
} from './timeline-words.ts';

/** A word of time in a text: when what it dates began, for a given day of telling. */
export interface Moment {
  /** Offsets of the expression in the text. */
  readonly start: number;
  readonly end: number;
  readonly on: (situation: Situation) => Stretch;
}

type On = Moment['on'];
/** "The first weeks" at a new employer. */
const FIRST_DAYS = 120;
const UNIT_DAYS: Readonly<Record<string, number>> = {
  day: 1,
  week: 7,
  month: 30.44,
  year: 365.25,
  天: 1,
  周: 7,
  星期: 7,
  礼拜: 7,
  月: 30.44,
  年: 365.25,
};
/** Nothing told in an exit interview happens later than this after it. */
const YET_TO_COME_DAYS = 60;

/** Finds the words of time in a text of either language; where two overlap the longer one counts. */
export function momentsIn(text: string): readonly Moment[] {
  const found = [...dates(text), ...relative(text), ...byEvents(text)].toSorted(
    (a, b) => b.end - b.start - (a.end - a.start),
  );
  const kept: Moment[] = [];
  for (const moment of found)
    if (!kept.some((other) => moment.start < other.end && other.start < moment.end)) kept.push(moment);
  return kept.map((moment) => moded(moment, text)).toSorted((a, b) => a.start - b.start);
}

function dates(text: string): readonly Moment[] {
  return [
    ...matches(text, DATE, ([, year, month, day, monthZh, dayZh]) =>
      dated(Number(year), numberOf(month ?? monthZh), numberOf(day ?? dayZh)),
    ),
    ...matches(text, YEAR, ([, year]) => dated(Number(year), null, null)),
    ...matches(text, MONTH_AT, ([, month = '', year]) => inMonth(monthNumber(month), year ? Number(year) : null)),
    ...matches(text, QUARTER, ([, year, word, en, zh, after]) => {
      const quarter = numberOf(en ?? zh) ?? 0;
      return quarterOf(quarter, numberOf(year ?? after), yearsBack(word));
    }),
  ];
}

function relative(text: string): readonly Moment[] {
  return [
    ...NEAR.flatMap(([words, [most, least]]) =>
      matches(text, words, () => ({ now }) => ({ from: now - most, to: now - least })),
    ),
    ...YEARS.flatMap(([words, offset]) =>
      matches(
        text,
        words,
        () =>
          ({ now }) =>
            yearSpan(monthOf(now).year + offset),
      ),
    ),
    ...matches(text, AGO, ([, count = '', unit = '']) => ago(COUNTS[count.toLowerCase()] ?? Number(count), unit)),
    ...matches(text, AGO_ZH, ([, count = '', unit = '']) => ago(COUNTS[count] ?? Number(count), unit)),
    ...matches(text, MONTH_ZH, ([, wordOfMonth, month, word, edge, half, bare]) => {
      if (bare !== undefined) return inMonth(numberOf(bare) ?? 0, null);
      const back = yearsBack(wordOfMonth ?? word) ?? 0;
      return ({ now }) => partOfYear(monthOf(now).year - back, numberOf(month), edge ?? half);
    }),
  ];
}

function byEvents(text: string): readonly Moment[] {
  return [
    ...matches(text, AT_HIRING, () => ({ hired }) => ({ from: hired.from, to: hired.to + FIRST_DAYS })),
    ...matches(text, BEFORE_HIRING, () => ({ hired }) => ({ from: Number.NEGATIVE_INFINITY, to: hired.from - 1 })),
    ...matches(text, NAMED, ([, en, zh]) => named(en?.toLowerCase() ?? zh ?? '')),
  ];
}

function matches(text: string, words: RegExp, on: (match: RegExpExecArray) => On | null): readonly Moment[] {
  // Most sentences hold no word of time, and `matchAll` makes a new expression before it looks.
  if (text.search(words) < 0) return [];
  return [...text.matchAll(words)].flatMap((match) => {
    const resolved = on(match);
    return resolved === null ? [] : [{ start: match.index, end: match.index + match[0].length, on: resolved }];
  });
}

function dated(year: number, month: number | null, day: number | null): On | null {
  if (month !== null && (month < 1 || month > 12)) return null;
  const stretch =
    month === null
      ? yearSpan(year)
      : day === null
        ? monthSpan(year, month)
        : { from: dayOf(year, month, day), to: dayOf(year, month, day) };
  return () => stretch;
}

/** A month without a year is the last one of its name. */
function inMonth(month: number, year: number | null): On | null {
  if (month < 1 || month > 12) return null;
  if (year !== null) return dated(year, month, null);
  return ({ now }) => {
    const telling = monthOf(now);
    return monthSpan(month <= telling.month ? telling.year : telling.year - 1, month);
  };
}

function quarterOf(quarter: number, year: number | null, back: number | null): On | null {
  if (quarter < 1 || quarter > 4) return null;
  const span = (of: number) => ({ from: dayOf(of, quarter * 3 - 2, 1), to: dayOf(of, quarter * 3 + 1, 0) });
  if (year !== null) return () => span(year);
  return ({ now }) => {
    const telling = monthOf(now);
    const passed = quarter * 3 - 2 <= telling.month;
    return span(telling.year - (back ?? (passed ? 0 : 1)));
  };
}

function partOfYear(year: number, month: number | null, part: string | undefined): Stretch {
  if (month !== null) return monthSpan(year, month);
  if (part === '初') return { from: dayOf(year, 1, 1), to: dayOf(year, 3, 31) };
  if (part === '底' || part === '末') return { from: dayOf(year, 10, 1), to: dayOf(year, 12, 31) };
  if (part === '上') return { from: dayOf(year, 1, 1), to: dayOf(year, 6, 30) };
  if (part === '下') return { from: dayOf(year, 7, 1), to: dayOf(year, 12, 31) };
  return yearSpan(year);
}

/** "Three years ago" is any day that is nearer to three than to two or four. */
function ago(count: number, unit: string): On | null {
  const days = UNIT_DAYS[unit.toLowerCase()];
  if (days === undefined || !Number.isFinite(count)) return null;
  const half = days / 2;
  return ({ now }) => ({ from: Math.floor(now - count * days - half), to: Math.ceil(now - count * days + half) });
}

/** An event known by its name lies nowhere: in one order of the names, and in the other, long ago or yet to come. */
function named(name: string): On {
  const place = [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7);
  return ({ now, order }) => {
    const day = order === 0 ? now - 90_000 - place : now + 90_000 + place;
    return { from: day, to: day };
  };
}

/** "Since May", "after the merger", 合并之前: the words around an expression say which side of it is meant. */
function moded(moment: Moment, text: string): Moment {
  const front = text.slice(0, moment.start);
  const behind = text.slice(moment.end);
  const has = (mode: keyof typeof MODE) => MODE[mode].front.test(front) || MODE[mode].behind.test(behind);
  if (has('before'))
    return { ...moment, on: (situation) => ({ from: Number.NEGATIVE_INFINITY, to: moment.on(situation).from - 1 }) };
  if (has('after'))
    return {
      ...moment,
      on: (situation) => {
        const { to } = moment.on(situation);
        return { from: to + 1, to: Math.max(to + 1, situation.now + YET_TO_COME_DAYS) };
      },
    };
  return moment;
}

function yearsBack(word: string | undefined): number | null {
  if (word === undefined) return null;
  return word === '今年' ? 0 : word === '前年' ? 2 : 1;
}

function monthNumber(name: string): number {
  return MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

function numberOf(digits: string | undefined): number | null {
  if (digits === undefined) return null;
  return COUNTS[digits] ?? Number(digits);
}
