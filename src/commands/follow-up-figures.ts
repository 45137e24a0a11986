import { type Codebook, codeById } from '../core/codebook.ts';
import type { Finding, Findings } from '../core/findings.ts';
import type { Language } from '../core/language.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import type { QueryForm } from '../core/query-form.ts';
import { countFindings } from '../findings/count-findings.ts';
import { type CauseTrend, trendOf } from '../findings/trend.ts';
import { wilson } from '../findings/wilson.ts';
import { percentOf, reachText } from '../report/numbers.ts';
import { wordsIn } from '../report/words.ts';
import type { DepartmentRows } from './follow-up-guard.ts';
import type { FollowUpScope, Population } from './follow-up-scope.ts';
import { FOLLOW_UP } from './follow-up-words.ts';
import { causeName } from './segment-words.ts';
import { fill } from './words.ts';

/** Causes named when a question asks for none by name, and when it asks for the ranking. */
const NAMED = { count: 3, ranking: 8 };
/** Below this many people a percentage promises more than it holds. */
const SHARE_MIN = 10;

/** A query with the people it is about, and who is told. */
export interface FigureRequest {
  readonly form: QueryForm;
  readonly population: Population;
  /** For a ranking of departments: those that may be told. */
  readonly departments: DepartmentRows | null;
  readonly scope: FollowUpScope;
  readonly language: Language;
}

function proportionWords(x: number, n: number, language: Language) {
  const words = wordsIn(language);
  const { low, high } = wilson(x, n);
  const comma = language === 'zh' ? '，' : ', ';
  return {
    count: words.count(x, n),
    share: n < SHARE_MIN ? '' : words.percent(percentOf(x / n)) + comma,
    interval: words.interval(percentOf(low), percentOf(high)),
  };
}

/** A sensitive cause is hidden in a small group whether anybody names it or not: "0" would tell of everybody there. */
function isHiddenCause(code: string, findings: Findings, codebook: Codebook): boolean {
  if (findings.table.some((one) => one.code === code)) return false;
  const isSpecial = codeById(codebook, code)?.sensitive === 'special';
  return findings.hidden.codes > 0 || (isSpecial && findings.n < codebook.privacy.sensitiveGroupMin);
}

/** "**4 of 17** (24 %, interval 10–47 %) name relocation", or that it is hidden. */
export function causeLine(code: string, findings: Findings, { scope, language }: FigureRequest): string {
  const cause = causeName(scope.codebook, code, language);
  const finding = findings.table.find((one) => one.code === code);
  if (isHiddenCause(code, findings, scope.codebook)) {
    return fill(FOLLOW_UP.hiddenCause[language], { cause, min: scope.codebook.privacy.groupMin });
  }
  return fill(FOLLOW_UP.countOf[language], {
    cause,
    ...proportionWords(finding?.interviews ?? 0, findings.n, language),
  });
}

function hiddenLines(findings: Findings, language: Language): readonly string[] {
  const { codes, groupMin } = findings.hidden;
  return codes === 0 ? [] : [fill(FOLLOW_UP.hiddenCauses[language], { n: codes, min: groupMin })];
}

function topLines(findings: Findings, limit: number, request: FigureRequest): readonly string[] {
  const { language } = request;
  const named = findings.table.filter((finding: Finding) => finding.interviews > 0).slice(0, limit);
  if (named.length === 0) return [FOLLOW_UP.noCauses[language], ...hiddenLines(findings, language)];
  const lines = named.map(({ code }, index) => `${index + 1}. ${causeLine(code, findings, request)}`);
  return [...lines, ...hiddenLines(findings, language)];
}

function separationLines(findings: Findings, { form, population, language, scope }: FigureRequest): readonly string[] {
  const n = findings.outside[form.separation ?? ''] ?? 0;
  const total = population.interviews.length;
  const min = scope.codebook.privacy.groupMin;
  // The report itself tells how many of its people left each way; of a part of them a handful is held back.
  const isPart = form.department !== null || form.tenure !== null || form.period !== null;
  if (isPart && n > 0 && n < min) return [fill(FOLLOW_UP.held[language], { min })];
  return [fill(FOLLOW_UP.separation[language], { n, total })];
}

function departmentLines(request: FigureRequest, { shown, hidden }: DepartmentRows): readonly string[] {
  const { form, population, scope, language } = request;
  const { groupMin } = scope.codebook.privacy;
  const told = shown.flatMap(({ department, interviews }) => {
    const findings = countFindings({ interviews, codebook: scope.codebook });
    // Without a cause of its own the question is where most people leave.
    const [code] = form.causes;
    const finding = findings.table.find((one) => one.code === code);
    if (code !== undefined && isHiddenCause(code, findings, scope.codebook)) return [];
    const x = code === undefined ? interviews.length : (finding?.interviews ?? 0);
    const n = code === undefined ? population.interviews.length : findings.n;
    return [{ department, x, n, share: n === 0 ? 0 : x / n }];
  });
  // A single department without its count would follow from the cause's whole count.
  const isAlone = hidden.length + shown.length - told.length === 1;
  const smallest = isAlone ? [...told].sort((a, b) => a.n - b.n)[0] : undefined;
  const rows = told.filter((row) => row !== smallest);
  if (rows.length === 0) return [fill(FOLLOW_UP.held[language], { min: groupMin })];
  const lines = [...rows]
    .sort((a, b) => b.share - a.share)
    .map(({ department, x, n }) =>
      fill(FOLLOW_UP.departmentRow[language], {
        department: department === null ? FOLLOW_UP.noDepartment[language] : escapeMarkdown(department),
        ...proportionWords(x, n, language),
      }),
    );
  const left = hidden.length + shown.length - rows.length;
  return [
    ...lines.map((line, index) => `${index + 1}. ${line}`),
    ...(left === 0 ? [] : [fill(FOLLOW_UP.hiddenDepartments[language], { n: left, min: groupMin })]),
  ];
}

function changeLine(row: CauseTrend, { scope, language }: FigureRequest): string {
  const words = wordsIn(language);
  const points = (proportion: number) =>
    `${proportion > 0 ? '+' : proportion < 0 ? '−' : ''}${Math.abs(percentOf(proportion))}`;
  const share = ({ x, n }: CauseTrend['earlier']) => `${words.count(x, n)} (${words.percent(percentOf(x / n))})`;
  return fill(FOLLOW_UP.change[language], {
    cause: causeName(scope.codebook, row.code, language),
    direction: FOLLOW_UP[row.direction ?? 'up'][language],
    earlier: share(row.earlier),
    later: share(row.later),
    low: points(row.interval.low),
    high: points(row.interval.high),
  });
}

/** What changed between two periods and what can't be told from chance. */
export function trendLines(request: FigureRequest, before: Population): readonly string[] {
  const { form, population, scope, language } = request;
  const { codebook } = scope;
  const [earlier, later] = [before, population].map(({ interviews }) => countFindings({ interviews, codebook }));
  const rows = earlier === undefined || later === undefined ? null : trendOf(earlier, later);
  if (rows === null || earlier === undefined || later === undefined) {
    return [fill(FOLLOW_UP.held[language], { min: codebook.privacy.groupMin })];
  }
  const asked = form.causes.length === 0 ? rows : rows.filter(({ code }) => form.causes.includes(code));
  const changed = asked.filter(({ direction }) => direction !== null);
  const rest = asked.filter(({ direction }) => direction === null);
  const names = rest.map(({ code }) => causeName(codebook, code, language)).join(language === 'zh' ? '、' : ', ');
  const causes = changed.length === 0 && form.causes.length === 0 ? FOLLOW_UP.everything[language] : names;
  const isSmall = Math.min(earlier.n, later.n) < SHARE_MIN;
  const sizes = { earlier: form.against ?? '', first: earlier.n, later: form.period ?? '', second: later.n };
  return [
    ...(isSmall ? [fill(FOLLOW_UP.smallPeriods[language], sizes)] : []),
    ...changed.map((row) => changeLine(row, request)),
    ...(rest.length === 0 && changed.length > 0 ? [] : [fill(FOLLOW_UP.noChange[language], { causes })]),
  ];
}

/** The lines of every other query over findings. */
export function figureLines(request: FigureRequest): readonly string[] {
  const { form, population, departments, scope, language } = request;
  const { codebook } = scope;
  if (departments !== null) return departmentLines(request, departments);
  const findings = countFindings({ interviews: population.interviews, codebook });
  if (form.kind === 'coverage') {
    const { interviews: n, coded, noCause, review, failed } = findings;
    const files = population.failedFiles;
    return [
      fill(FOLLOW_UP.coverage[language], { n, coded, noCause, review, failed }),
      ...(files === 0 ? [] : [fill(FOLLOW_UP.filesFailed[language], { n: files })]),
    ];
  }
  if (codebook.separations.some(({ id, ranked }) => id === form.separation && !ranked)) {
    return separationLines(findings, request);
  }
  if (findings.display === 'held') return [fill(FOLLOW_UP.held[language], { min: codebook.privacy.groupMin })];
  if (form.kind === 'preventable') {
    const reach = reachText(findings, language);
    return reach.length > 0 ? reach : [fill(FOLLOW_UP.tooFew[language], { min: SHARE_MIN })];
  }
  const people = (code: string) => findings.table.find((one) => one.code === code)?.interviews ?? 0;
  const causes = form.kind === 'ranking' ? form.causes.toSorted((a, b) => people(b) - people(a)) : form.causes;
  if (causes.length > 0) return causes.map((code) => causeLine(code, findings, request));
  if (form.kind === 'ranking') return topLines(findings, NAMED.ranking, request);
  return [fill(FOLLOW_UP.groupSize[language], { n: findings.n }), ...topLines(findings, NAMED.count, request)];
}
