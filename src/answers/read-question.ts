import type { Codebook, Separation } from '../core/codebook.ts';
import { parsePeriod, shiftPeriod } from '../core/period.ts';
import { EMPTY_FORM, type QueryForm } from '../core/query-form.ts';
import { causesIn } from './causes-in-question.ts';
import { type NamedPeriods, periodsIn } from './period-in-question.ts';
import {
  ASKS_FOR_WORDS,
  BY_DEPARTMENT,
  COVERAGE,
  GOES_ON,
  KIND_WORDS,
  OF_THEM,
  PLAIN_HAN,
  PLAIN_WORDS,
  TENURE_WORDS,
} from './question-words.ts';
import { tidyQuestion } from './tidy-question.ts';

/** What a question can be about. */
export interface QuestionScope {
  readonly codebook: Codebook;
  /** Departments of the channel's interviews, as written there. */
  readonly departments: readonly string[];
  /** Period of the report that the thread is about, or null. */
  readonly period: string | null;
  /** The thread's last answered query, or null. */
  readonly previous: QueryForm | null;
  /** Day of the newest interview, or null when none bears a day. */
  readonly newestDay: string | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface QuestionReading {
  readonly form: QueryForm;
  /** True when every word of the question has its place in the form. */
  readonly understood: boolean;
  /** The words without a place. */
  readonly unknown: string;
}

/** Takes what a pattern finds out of a text. */
interface Taken {
  readonly found: boolean;
  readonly rest: string;
}

function take(text: string, pattern: RegExp): Taken {
  const rest = text.replace(pattern, ' ');
  return { found: rest !== text, rest };
}

const DEPARTMENT_ENDING = /\s*(?:department|dept\.?|team|部门|部|团队|组)$/iu;

/** A department by its whole name, or by the name without "department" or 部. */
function departmentIn(text: string, departments: readonly string[]): { name: string | null; rest: string } {
  const byLength = [...departments].sort((a, b) => b.length - a.length);
  for (const name of byLength) {
    for (const short of [name, name.replace(DEPARTMENT_ENDING, '')]) {
      if (short.length < 2) continue;
      const escaped = RegExp.escape(short);
      const isHan = /\p{Script=Han}/u.test(short);
      const edge = isHan ? '' : '(?![\\p{L}\\p{N}])';
      const start = isHan ? '' : '(?<![\\p{L}\\p{N}])';
      const taken = take(
        text,
        new RegExp(`${start}${escaped}(?: (?:department|dept|team))?(?:部门?|团队)?${edge}`, 'giu'),
      );
      if (taken.found) return { name, rest: taken.rest };
    }
  }
  return { name: null, rest: text };
}

/** A way of leaving by its field values of some length: "retired", 退休. */
function separationIn(text: string, separations: readonly Separation[]): { id: string | null; rest: string } {
  for (const { id, fields } of separations) {
    for (const field of fields.filter((one) => (/\p{Script=Han}/u.test(one) ? one.length >= 2 : one.length >= 6))) {
      if (/^resign/.test(field)) continue;
      const escaped = RegExp.escape(field);
      const pattern = /\p{Script=Han}/u.test(field) ? escaped : `(?<!\\p{L})${escaped}\\p{L}*`;
      const taken = take(text, new RegExp(pattern, 'giu'));
      if (taken.found) return { id, rest: taken.rest };
    }
  }
  return { id: null, rest: text };
}

function unknownWords(text: string): string {
  const words = text
    .replace(PLAIN_HAN, ' ')
    .replace(/[^\p{L}\p{N}'’&-]+/gu, ' ')
    .split(' ')
    .filter((word) => /[\p{L}\p{N}]/u.test(word) && !PLAIN_WORDS.has(word.toLowerCase().replace(/['’]s$/, '')));
  return words.join(' ');
}

function latestQuarter(newestDay: string | null, thisQuarter: string): string {
  if (newestDay === null) return thisQuarter;
  const quarter = `${newestDay.slice(0, 4)} Q${Math.ceil(Number(newestDay.slice(5, 7)) / 3)}`;
  return quarter < thisQuarter ? quarter : thisQuarter;
}

/** Earlier and later period of a comparison: named ones, else the thread's period and the one before it. */
function periodsOfTrend(
  { names, isPrevious }: NamedPeriods,
  scope: QuestionScope,
): Pick<QueryForm, 'period' | 'against'> {
  const own = scope.previous?.period ?? scope.period;
  const startOf = (name: string) => parsePeriod(name, scope.now)?.range.from ?? '';
  const [first, second] = names;
  const thisQuarter = parsePeriod('this quarter', scope.now)?.name ?? '';
  const latest = latestQuarter(scope.newestDay, thisQuarter);
  if (first !== undefined && second !== undefined && first !== second) {
    const [against, period] = startOf(first) < startOf(second) ? [first, second] : [second, first];
    return { period, against };
  }
  if (own !== null && (first === undefined || isPrevious)) return { period: own, against: shiftPeriod(own, -1) };
  // Where nobody has left in this quarter yet, "last quarter" is the one before the newest that there is.
  const isRelative = isPrevious && first?.includes('Q') === true && latest !== thisQuarter;
  if (first === undefined || isRelative) return { period: latest, against: shiftPeriod(latest, -1) };
  const isDisjoint = own !== null && own !== first && !own.startsWith(first) && !first.startsWith(own);
  // Two periods that overlap can't be compared: then the one after the named one is meant.
  if (!isDisjoint) return { period: shiftPeriod(first, 1), against: first };
  return startOf(first) < startOf(own) ? { period: own, against: first } : { period: first, against: own };
}

function kindOf(text: string, names: boolean): { readonly kind: QueryForm['kind'] | null; readonly rest: string } {
  const first = KIND_WORDS.find(({ pattern }) => take(text, pattern).found)?.kind ?? null;
  // "How many left for pay, and what did they say?": quotations on a cause bring its count along.
  const kind = first === 'count' && names && ASKS_FOR_WORDS.test(text) ? 'quotations' : first;
  return { kind, rest: KIND_WORDS.reduce((rest, { pattern }) => take(rest, pattern).rest, text) };
}

/** Everything but kind and filters that go on from an earlier question. */
function partsOf(question: string, scope: QuestionScope) {
  const year = Number(/^\d{4}/.exec(scope.period ?? '')?.[0] ?? new Date(scope.now).getUTCFullYear());
  const text = tidyQuestion(question);
  const goesOn = take(text, GOES_ON);
  const ofThem = take(goesOn.rest, OF_THEM);
  const byDepartment = take(ofThem.rest, BY_DEPARTMENT);
  const periods = periodsIn(byDepartment.rest, scope.now, year);
  const department = departmentIn(periods.rest, scope.departments);
  const tenure = TENURE_WORDS.find(({ pattern }) => take(department.rest, pattern).found) ?? null;
  const withoutTenure = tenure === null ? department.rest : take(department.rest, tenure.pattern).rest;
  const causes = causesIn(withoutTenure, scope.codebook);
  const separation = separationIn(causes.rest, scope.codebook.separations);
  const coverage = take(separation.rest, COVERAGE);
  const { kind, rest } = kindOf(separation.rest, causes.codes.length > 0);
  return {
    continues: goesOn.found || ofThem.found,
    byDepartment: byDepartment.found,
    isCoverage: coverage.found && causes.codes.length === 0 && department.name === null,
    kind,
    periods,
    department: department.name,
    tenure: tenure?.band ?? null,
    causes,
    separation: separation.id,
    unknown: unknownWords(rest),
  };
}

/**
 * Reads a question of either language by patterns alone: causes by the codebook's names, known departments, periods,
 * length of service, way of leaving; what "and in Sales?" leaves out comes from the thread's previous query.
 */
export function readQuestion(question: string, scope: QuestionScope): QuestionReading {
  const parts = partsOf(question, scope);
  const { periods, causes, unknown } = parts;
  const isBare = parts.kind === null && !parts.byDepartment && unknown === '';
  const previous = parts.continues || isBare ? scope.previous : null;
  const names = [parts.department, parts.tenure, parts.separation, causes.codes[0], periods.names[0]];
  const namesNothing = names.every((name) => name === null || name === undefined) && !parts.byDepartment;
  const kind = parts.isCoverage
    ? 'coverage'
    : parts.byDepartment
      ? 'ranking'
      : (parts.kind ?? previous?.kind ?? 'ranking');
  const codes = causes.codes.length > 0 ? causes.codes : (previous?.causes ?? []);
  const topic = [...causes.words, ...(unknown === '' ? [] : [unknown])].join(' ').slice(0, 120);
  const form: QueryForm = {
    ...EMPTY_FORM,
    kind,
    by: parts.byDepartment ? 'department' : (previous?.by ?? 'cause'),
    causes: codes.slice(0, 6),
    department: parts.department ?? previous?.department ?? null,
    tenure: parts.tenure ?? previous?.tenure ?? null,
    separation: parts.separation ?? previous?.separation ?? null,
    ...(kind === 'trend'
      ? periodsOfTrend(periods, scope)
      : { period: periods.names[0] ?? previous?.period ?? null, against: null }),
    topic: kind === 'quotations' ? topic || (previous?.topic ?? '') : '',
  };
  const isEmpty = parts.kind === null && !parts.isCoverage && namesNothing;
  const lacksTopic = kind === 'quotations' && form.topic === '' && form.causes.length === 0;
  return { form, unknown, understood: !isEmpty && !lacksTopic && (kind === 'quotations' || unknown === '') };
}
