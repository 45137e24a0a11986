import { wouldIsolate } from '../answers/isolation.ts';
import type { Codebook } from '../core/codebook.ts';
import type { AttributedInterview } from '../core/findings.ts';
import type { ToldGroup, ToldStore } from '../core/ports/question-store.ts';
import type { QueryForm } from '../core/query-form.ts';
import { hideSmallGroups } from '../findings/suppress.ts';
import { type FollowUpScope, type Population, populationOf } from './follow-up-scope.ts';

/** Cells put together when looking for a handful of people: four hold four of them at most. */
const CELLS = 4;
/** For the larger group that health needs every four cells would be too few and every nine too many: pairs are looked at. */
const CELLS_OF_SPECIALS = 2;

export type Refusal = 'held' | 'isolates';

/** What a question asks to be told. */
export interface Asked {
  readonly form: QueryForm;
  readonly population: Population;
  /** The earlier period's people, for a trend. */
  readonly before: Population | null;
}

/** People of one department. */
export interface DepartmentRow {
  /** Null where the document gives none. */
  readonly department: string | null;
  readonly interviews: readonly AttributedInterview[];
}

export interface DepartmentRows {
  /** The largest first. */
  readonly shown: readonly DepartmentRow[];
  readonly hidden: readonly DepartmentRow[];
}

/** What may be told of it, if anything. */
export interface Told extends Asked {
  readonly refusal: Refusal | null;
  /** For a ranking of departments. */
  readonly departments: DepartmentRows | null;
  /** Causes of the most sensitive kind must not be told of these people. */
  readonly hidesSpecials: boolean;
}

type Group = Omit<ToldGroup, 'at'>;
type Decision = Told & { readonly groups: readonly Group[] };

interface Guard {
  readonly scope: FollowUpScope;
  readonly base: ReadonlySet<string>;
  /** The channel's interviews but those that no cause is counted of (retired, dismissed …). */
  readonly counted: ReadonlySet<string>;
}

const idsOf = (interviews: readonly AttributedInterview[]) => new Set(interviews.map(({ interview }) => interview.id));

/** Departments with their people, the largest ones shown and small ones hidden, one more where a single one would show. */
export function departmentGroups(people: readonly AttributedInterview[], min: number): DepartmentRows {
  const groups = new Map<string | null, AttributedInterview[]>();
  for (const one of people) {
    const name = one.interview.header.department ?? null;
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  const rows = [...groups]
    .map(([department, interviews]) => ({ department, interviews }))
    .sort((a, b) => b.interviews.length - a.interviews.length);
  return hideSmallGroups(rows, {
    isTooSmall: ({ interviews }) => interviews.length < min,
    sizeOf: ({ interviews }) => interviews.length,
  });
}

function isCounted({ attribution }: AttributedInterview): boolean {
  return attribution.separation.ranked || !['coded', 'no-cause'].includes(attribution.outcome);
}

/** The groups told so far, as far as causes were counted of them; a small one has told nothing. */
function groupsOf(told: readonly Group[], { counted, scope }: Guard): readonly ReadonlySet<string>[] {
  return told
    .map(({ interviews }) => new Set(interviews.filter((id) => counted.has(id))))
    .filter(({ size }) => size >= scope.codebook.privacy.groupMin);
}

/** What was told of the same people before the others came, newest first: to say it again tells nothing new. */
function toldBefore(population: Population, told: readonly ToldGroup[], { scope }: Guard): Population | null {
  for (const { interviews, at } of told.toReversed()) {
    const old = new Set(interviews);
    const kept = population.interviews.filter(({ interview }) => old.has(interview.id));
    const newer = population.interviews.filter(({ interview }) => !old.has(interview.id));
    const isOlder = newer.every(({ interview }) => (scope.uploadedAt.get(interview.id) ?? 0) > at);
    if (kept.length === old.size && isOlder) return { ...population, interviews: kept, leftOut: newer.length };
  }
  return null;
}

/** A group as it may be told beside all told groups: as it is, or without those who came since, or (null) not at all. */
function admitted(population: Population, told: readonly ToldGroup[], guard: Guard): Population | null {
  const asked = new Set([...idsOf(population.interviews)].filter((id) => guard.counted.has(id)));
  const rule = { min: guard.scope.codebook.privacy.groupMin, most: CELLS };
  return wouldIsolate(asked, groupsOf(told, guard), rule) ? toldBefore(population, told, guard) : population;
}

function groupOf(interviews: readonly AttributedInterview[], told: readonly Group[], guard: Guard): Group {
  const ids = idsOf(interviews);
  const counted = new Set([...ids].filter((id) => guard.counted.has(id)));
  const min = guard.scope.codebook.privacy.sensitiveGroupMin;
  const others = groupsOf(
    told.filter(({ withSpecials }) => withSpecials),
    guard,
  );
  const mayTell = counted.size >= min && !wouldIsolate(counted, others, { min, most: CELLS_OF_SPECIALS });
  return { interviews: [...ids], withSpecials: mayTell };
}

/** Why a group may not be told about for its own size, whatever was told before. */
function refusalOf(form: QueryForm, { interviews, ofPeriod }: Population, { base, scope }: Guard): Refusal | null {
  const min = scope.codebook.privacy.groupMin;
  // What the report itself shows, or holds back, needs no other rule.
  if (idsOf(interviews).symmetricDifference(base).size === 0) return null;
  if (interviews.length < min) return 'held';
  if (form.department === null || form.tenure !== null || form.separation !== null) return null;
  const { hidden } = departmentGroups(ofPeriod, min);
  return hidden.some(({ department }) => department === form.department) ? 'isolates' : null;
}

function decide(asked: Asked, past: readonly ToldGroup[], guard: Guard): Decision {
  const { form, population, before } = asked;
  const { groupMin } = guard.scope.codebook.privacy;
  let told = past;
  const groups: Group[] = [];
  const refused = (refusal: Refusal): Decision => ({
    ...{ ...asked, refusal, departments: null, hidesSpecials: true, groups: [] },
  });
  const tell = (wanted: Population): Population | null => {
    const may = admitted(wanted, told, guard);
    if (may === null) return null;
    const group = groupOf(may.interviews, told, guard);
    told = [...told, { ...group, at: 0 }];
    groups.push(group);
    return may;
  };
  for (const [people, filters] of [
    [population, form],
    [before, { ...form, period: form.against }],
  ] as const) {
    const refusal = people === null ? null : refusalOf(filters, people, guard);
    if (refusal !== null) return refused(refusal);
  }
  const [now, then] = [tell(population), before === null ? null : tell(before)];
  if (now === null || (before !== null && then === null)) return refused('isolates');
  let departments: DepartmentRows | null = null;
  if (form.kind === 'ranking' && form.by === 'department') {
    const { shown, hidden } = departmentGroups(now.interviews, groupMin);
    const rows = shown.map((row) => ({ row, may: tell({ ...now, interviews: row.interviews }) }));
    departments = {
      shown: rows.flatMap(({ row, may }) => (may === null ? [] : [{ ...row, interviews: may.interviews }])),
      hidden: [...hidden, ...rows.flatMap(({ row, may }) => (may === null ? [row] : []))],
    };
  }
  const hidesSpecials = groups.some(({ withSpecials }) => !withSpecials);
  return { form, population: now, before: then, refusal: null, departments, hidesSpecials, groups };
}

/**
 * What may be told of a question's people beside everything that reports and answers of the channel have told: never
 * the counts of a handful, nor what gives them when added to or taken from others (`answers/isolation.ts`). Where only
 * newer interviews stand in the way, they are left out. What it allows counts as told.
 */
export async function toldOf(asked: Asked, scope: FollowUpScope, store: ToldStore, at: number): Promise<Told> {
  const none = { department: null, period: null, tenure: null, separation: null };
  const base = await populationOf(none, scope);
  const { coded } = await scope.corpusOf(null);
  const guard = { scope, base: idsOf(base.interviews), counted: idsOf(coded.filter(isCounted)) };
  const about = { channel: scope.report.channel, codebook: scope.codebook.id, at };
  return store.tell(about, (told) => decide(asked, told, guard));
}

/** The codebook for people of whom the most sensitive causes must not be told: no group is large enough for them. */
export function withoutSpecials(codebook: Codebook): Codebook {
  return { ...codebook, privacy: { ...codebook.privacy, sensitiveGroupMin: Number.POSITIVE_INFINITY } };
}
