import { describe, expect, it } from 'vitest';
import { departmentGroups, type Told, toldOf } from '../../../src/commands/follow-up-guard.ts';
import { type FollowUpScope, populationOf } from '../../../src/commands/follow-up-scope.ts';
import type { AttributedInterview } from '../../../src/core/findings.ts';
import type { ToldStore } from '../../../src/core/ports/question-store.ts';
import type { QueryForm } from '../../../src/core/query-form.ts';
import { peopleOf, query, scopeWith, toldStoreOf } from '../../fixtures/findings/follow-up-scope.ts';

const LATER = 1_000;

async function ask(form: QueryForm, scope: FollowUpScope, store: ToldStore): Promise<Told> {
  const population = await populationOf(form, scope);
  const before = form.kind === 'trend' ? await populationOf({ ...form, period: form.against }, scope) : null;
  return toldOf({ form, population, before }, scope, store, LATER);
}

/** Whether a question is refused in a channel in which a report and these questions came before. */
async function refused(people: readonly AttributedInterview[], form: QueryForm, earlier: readonly QueryForm[] = []) {
  const [scope, store] = [scopeWith(people), toldStoreOf(people)];
  for (const one of earlier) await ask(one, scope, store);
  return (await ask(form, scope, store)).refusal;
}

describe('departmentGroups', () => {
  it('hides groups under five, and never one alone', () => {
    const people = [...peopleOf('Sales', 9), ...peopleOf('研发部', 6), ...peopleOf('Legal', 4)];
    const { shown, hidden } = departmentGroups(people, 5);
    expect(shown.map(({ department }) => department)).toEqual(['Sales']);
    expect(hidden.map(({ department }) => department).sort()).toEqual(['Legal', '研发部']);
  });
});

describe('toldOf', () => {
  it.each(['Sales', '销售部'])('answers about five people of %s, and not about four', async (name) => {
    const others = [...peopleOf('Support', 8), ...peopleOf('客服部', 8)];
    expect(await refused([...others, ...peopleOf(name, 5)], query({ department: name }))).toBeNull();
    expect(await refused([...others, ...peopleOf(name, 4)], query({ department: name }))).toBe('held');
    expect(await refused(others, query({ department: name }))).toBe('held');
  });

  it.each([
    ['Sales', 'Legal'],
    ['销售部', '法务部'],
  ])('does not tell %s where the rest to the whole is the small %s', async (large, small) => {
    const people = [...peopleOf(large, 9), ...peopleOf(small, 3)];
    expect(await refused(people, query({ department: large }))).toBe('isolates');
  });

  it.each([
    ['Sales', '研发部', 'Legal'],
    ['销售部', 'R&D', '法务部'],
  ])('hides the next smallest department with a single small one (%s, %s, %s)', async (large, middle, small) => {
    const people = [...peopleOf(large, 9), ...peopleOf(middle, 6), ...peopleOf(small, 3)];
    expect(await refused(people, query({ department: large }))).toBeNull();
    expect(await refused(people, query({ department: middle }))).toBe('isolates');
  });

  it.each(['Sales', '销售部'])('compares with the earlier answers of the channel (%s)', async (name) => {
    const people = [
      ...peopleOf(name, 7, { tenureMonths: 6 }),
      ...peopleOf(name, 2, { tenureMonths: 18 }),
      ...peopleOf('Support', 8, { tenureMonths: 30 }),
    ];
    const young = query({ department: name, tenure: 'under-1-year' });
    expect(await refused(people, young)).toBeNull();
    expect(await refused(people, young, [query({ department: name })])).toBe('isolates');
    expect(await refused(people, query({ department: name }), [young])).toBe('isolates');
  });

  it('compares with both periods of an earlier comparison', async () => {
    const people = [
      ...peopleOf('Sales', 8, { lastDay: '2026-02-01' }),
      ...peopleOf('Sales', 8, { lastDay: '2026-05-01', tenureMonths: 6 }),
      ...peopleOf('客服部', 3, { lastDay: '2026-05-02', tenureMonths: 30 }),
      ...peopleOf('客服部', 16, { lastDay: '2026-08-02' }),
    ];
    const young = query({ period: '2026 Q2', tenure: 'under-1-year' });
    const trend = query({ kind: 'trend', period: '2026 Q3', against: '2026 Q2' });
    expect(await refused(people, young)).toBeNull();
    expect(await refused(people, young, [query({ period: '2026 Q3' })])).toBeNull();
    expect(await refused(people, young, [trend])).toBe('isolates');
  });

  it.each(['Sales', '销售部'])('takes all earlier answers together from the report (%s)', async (name) => {
    const people = [
      ...peopleOf(name, 8, { tenureMonths: 6 }),
      ...peopleOf(name, 8, { tenureMonths: 18 }),
      ...peopleOf(name, 3, { tenureMonths: 30 }),
    ];
    const second = query({ tenure: '1-to-2-years' });
    expect(await refused(people, second)).toBeNull();
    expect(await refused(people, second, [query({ tenure: 'under-1-year' })])).toBe('isolates');
  });

  it.each(['Sales', '销售部'])('remembers what a ranking of departments has told (%s)', async (name) => {
    const people = [
      ...peopleOf(name, 7, { tenureMonths: 6 }),
      ...peopleOf(name, 2, { tenureMonths: 18 }),
      ...peopleOf('Support', 8, { tenureMonths: 30 }),
    ];
    const young = query({ department: name, tenure: 'under-1-year' });
    const ranking = query({ kind: 'ranking', by: 'department' });
    expect(await refused(people, young, [ranking])).toBe('isolates');
    expect(await refused(people, query({ department: name }), [ranking])).toBeNull();
  });

  it('ranks the departments of those the question names, without those that earlier answers leave a handful of', async () => {
    const people = [
      ...peopleOf('Sales', 9, { tenureMonths: 6 }),
      ...peopleOf('研发部', 7, { tenureMonths: 6 }),
      ...peopleOf('研发部', 2, { tenureMonths: 30 }),
      ...peopleOf('Support', 8, { tenureMonths: 30 }),
    ];
    const [scope, store] = [scopeWith(people), toldStoreOf(people)];
    const young = query({ kind: 'ranking', by: 'department', tenure: 'under-1-year' });
    const first = await ask(young, scope, store);
    expect(first.departments?.shown.map(({ department, interviews }) => [department, interviews.length])).toEqual([
      ['Sales', 9],
      ['研发部', 7],
    ]);
    const all = await ask({ ...young, tenure: null }, scope, store);
    // Support's count, taken from the whole with that of Sales, would leave that of 研发部, and so its two of long service.
    expect(all.departments?.shown.map(({ department }) => department)).toEqual(['Sales']);
    expect(all.departments?.hidden.map(({ department }) => department)).toEqual(['研发部', 'Support']);
  });

  it('lets the whole report be asked about again, and an answer be repeated', async () => {
    const people = [...peopleOf('Sales', 9), ...peopleOf('客服部', 9)];
    expect(await refused(people, query())).toBeNull();
    expect(await refused(people, query({ department: 'Sales' }), [query({ department: 'Sales' })])).toBeNull();
    expect(await refused(people, query({ department: '客服部' }), [query({ department: 'Sales' })])).toBeNull();
  });

  it('hides health where the difference to an earlier answer is under ten people, and shows the rest', async () => {
    const people = [
      ...peopleOf('Sales', 14, { tenureMonths: 6 }),
      ...peopleOf('Sales', 6, { tenureMonths: 18, code: 'health' }),
      ...peopleOf('客服部', 12, { tenureMonths: 30 }),
    ];
    const [scope, store] = [scopeWith(people), toldStoreOf(people)];
    expect((await ask(query({ department: 'Sales' }), scope, store)).hidesSpecials).toBe(false);
    const young = await ask(query({ department: 'Sales', tenure: 'under-1-year' }), scope, store);
    expect([young.refusal, young.hidesSpecials]).toEqual([null, true]);
    expect((await ask(query(), scope, store)).hidesSpecials).toBe(false);
  });
});

describe('toldOf after new interviews', () => {
  const old = [...peopleOf('Sales', 9), ...peopleOf('客服部', 9)];
  const uploadedAt = (id: string) => (id.includes('new') ? LATER + 1 : 0);
  const sales = query({ department: 'Sales' });

  async function grown(newcomers: readonly AttributedInterview[], isReported: boolean) {
    const store = toldStoreOf(old);
    await ask(sales, scopeWith(old), store);
    const people = [...old, ...newcomers];
    const interviews = people.map(({ interview }) => interview.id);
    if (isReported) {
      const at = { channel: 'C1', codebook: 'sample', at: LATER + 2 };
      await store.tell(at, () => ({ groups: [{ interviews, withSpecials: true }] }));
    }
    return ask(sales, scopeWith(people, {}, uploadedAt), store);
  }
  const newIn = (department: string, count: number) => peopleOf(department, count, { words: 'new' }).map(renamed);
  const renamed = ({ interview, attribution }: AttributedInterview): AttributedInterview => {
    const id = `new-${interview.id}`;
    return { interview: { ...interview, id }, attribution: { ...attribution, interviewId: id } };
  };

  it('tells of the same people as before while fewer than five came', async () => {
    const { refusal, population } = await grown([...newIn('Sales', 2), ...newIn('客服部', 1)], true);
    expect([refusal, population.interviews.length, population.leftOut]).toEqual([null, 9, 2]);
  });

  it('tells of all where five came, and where two reports have told the few by themselves', async () => {
    const many = await grown(newIn('Sales', 5), true);
    expect([many.population.interviews.length, many.population.leftOut]).toEqual([14, 0]);
    const few = await grown(newIn('Sales', 2), true);
    expect([few.population.interviews.length, few.population.leftOut]).toEqual([11, 0]);
    const unreported = await grown(newIn('Sales', 2), false);
    expect([unreported.population.interviews.length, unreported.population.leftOut]).toEqual([9, 2]);
  });
});

describe('toldOf over any questions', () => {
  const DEPARTMENTS = ['Sales', '研发部', 'Support', '法务部', null];
  const TENURES = ['under-1-year', '1-to-2-years', '2-to-5-years', null] as const;
  const PERIODS = ['2026 Q1', '2026 Q2', '2026 H1', null];

  it('lets no two groups that it told of differ by fewer than five, in any order', async () => {
    let seed = 11;
    const draw = (below: number) => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed % below;
    };
    for (let channel = 0; channel < 6; channel += 1) {
      const people = Array.from({ length: 8 }, (_, group) =>
        peopleOf(DEPARTMENTS[draw(4)] ?? '', 1 + draw(9), {
          tenureMonths: 6 + 14 * draw(3),
          lastDay: `2026-0${1 + draw(6)}-1${group}`,
        }),
      ).flat();
      const told: ReadonlySet<string>[] = [new Set(people.map(({ interview }) => interview.id))];
      const [scope, store] = [scopeWith(people), toldStoreOf(people)];
      for (let question = 0; question < 40; question += 1) {
        const form = query({
          department: DEPARTMENTS[draw(5)] ?? null,
          tenure: TENURES[draw(4)] ?? null,
          period: PERIODS[draw(4)] ?? null,
        });
        const { refusal, population } = await ask(form, scope, store);
        if (refusal === null) told.push(new Set(population.interviews.map(({ interview }) => interview.id)));
      }
      expect(told.length).toBeGreaterThan(1);
      const sizes = told.flatMap((a, index) => told.slice(index + 1).map((b) => a.symmetricDifference(b).size));
      expect(
        sizes.filter((size) => size > 0 && size < 5),
        `channel ${channel}`,
      ).toEqual([]);
    }
  });
});
