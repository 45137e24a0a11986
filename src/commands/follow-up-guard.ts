import type { AttributedInterview } from '../core/findings.ts';
import type { ThreadTurn } from '../core/ports/store.ts';
import type { QueryForm } from '../core/query-form.ts';
import { hideSmallGroups } from '../findings/suppress.ts';
import { type FollowUpScope, type Population, populationOf } from './follow-up-scope.ts';

type Refusal = 'held' | 'isolates';

const idsOf = (interviews: readonly AttributedInterview[]) => new Set(interviews.map(({ interview }) => interview.id));
const without = (all: ReadonlySet<string>, some: ReadonlySet<string>) => [...all].filter((id) => !some.has(id)).length;

/** Departments with their people, the largest ones shown and small ones hidden, one more where a single one would show. */
export function departmentGroups(people: readonly AttributedInterview[], min: number) {
  const groups = new Map<string | null, AttributedInterview[]>();
  for (const one of people) {
    const name = one.interview.header.department ?? null;
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  const rows = [...groups].map(([department, interviews]) => ({ department, interviews }));
  return hideSmallGroups(rows, {
    isTooSmall: ({ interviews }) => interviews.length < min,
    sizeOf: ({ interviews }) => interviews.length,
  });
}

/** True when the difference of two groups, one inside the other, is a handful of people. */
function singlesOut(a: ReadonlySet<string>, b: ReadonlySet<string>, min: number): boolean {
  const [onlyA, onlyB] = [without(a, b), without(b, a)];
  return (onlyA === 0 && onlyB > 0 && onlyB < min) || (onlyB === 0 && onlyA > 0 && onlyA < min);
}

const filtersOf = (query: QueryForm): readonly QueryForm[] =>
  query.kind === 'trend' ? [query, { ...query, period: query.against }] : [query];

/**
 * Whether an answer about these people may be given at all: never about a handful of them, and never where the
 * thread's report or an earlier answer in it, taken from it, leaves a handful. Null means yes.
 */
export async function refusalOf(
  form: QueryForm,
  population: Population,
  scope: FollowUpScope,
  earlier: readonly ThreadTurn[],
): Promise<Refusal | null> {
  const min = scope.codebook.privacy.groupMin;
  const asked = idsOf(population.interviews);
  const base = await populationOf({ department: null, period: null, tenure: null, separation: null }, scope);
  const whole = idsOf(base.interviews);
  // What the report itself shows, or holds back, needs no other rule.
  if (without(asked, whole) === 0 && without(whole, asked) === 0) return null;
  if (asked.size < min) return 'held';
  const department = form.department ?? scope.report.request.department;
  if (form.department !== null && form.tenure === null && form.separation === null) {
    const { hidden } = departmentGroups(population.ofPeriod, min);
    if (hidden.some((row) => row.department === department)) return 'isolates';
  }
  const known = [whole];
  const listed: ReadonlySet<string>[] = [];
  for (const { query } of earlier) {
    if (query === null || query.kind === 'not-about-interviews') continue;
    for (const filters of filtersOf(query)) {
      const { interviews, ofPeriod } = await populationOf(filters, scope);
      known.push(idsOf(interviews));
      // A ranking of departments has told the size of each one it showed.
      const rows = query.by === 'department' ? departmentGroups(ofPeriod, min).shown : [];
      listed.push(...rows.map((row) => idsOf(row.interviews)));
    }
  }
  const parts = new Set([
    ...known
      .slice(1)
      .filter((group) => without(whole, group) > 0)
      .flatMap((group) => [...group]),
    ...asked,
  ]);
  const isApart =
    [...known, ...listed].every((group) => !singlesOut(asked, group, min)) && !singlesOut(whole, parts, min);
  return isApart ? null : 'isolates';
}
