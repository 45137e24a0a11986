import { describe, expect, it } from 'vitest';
import { departmentGroups, refusalOf } from '../../../src/commands/follow-up-guard.ts';
import { populationOf } from '../../../src/commands/follow-up-scope.ts';
import type { AttributedInterview } from '../../../src/core/findings.ts';
import type { QueryForm } from '../../../src/core/query-form.ts';
import { answered, peopleOf, query, scopeWith } from '../../fixtures/findings/follow-up-scope.ts';

async function refused(people: readonly AttributedInterview[], form: QueryForm, earlier: readonly QueryForm[] = []) {
  const scope = scopeWith(people);
  return refusalOf(form, await populationOf(form, scope), scope, earlier.map(answered));
}

describe('departmentGroups', () => {
  it('hides groups under five, and never one alone', () => {
    const people = [...peopleOf('Sales', 9), ...peopleOf('研发部', 6), ...peopleOf('Legal', 4)];
    const { shown, hidden } = departmentGroups(people, 5);
    expect(shown.map(({ department }) => department)).toEqual(['Sales']);
    expect(hidden.map(({ department }) => department).sort()).toEqual(['Legal', '研发部']);
  });
});

describe('refusalOf', () => {
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

  it.each(['Sales', '销售部'])('compares with the earlier answers of the thread (%s)', async (name) => {
    const people = [
      ...peopleOf(name, 7, { tenureMonths: 6 }),
      ...peopleOf(name, 2, { tenureMonths: 18 }),
      ...peopleOf('Support', 8, { tenureMonths: 30 }),
    ];
    const young = query({ department: name, tenure: 'under-1-year' });
    expect(await refused(people, young)).toBeNull();
    expect(await refused(people, young, [query({ department: name })])).toBe('isolates');
    expect(await refused(people, query({ department: name }), [young])).toBe('isolates');
    expect(await refused(people, young, [query({ kind: 'not-about-interviews', department: name })])).toBeNull();
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

  it.each(['Sales', '销售部'])('remembers the sizes a ranking of departments has told (%s)', async (name) => {
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

  it('lets the whole report be asked about again, and an answer be repeated', async () => {
    const people = [...peopleOf('Sales', 9), ...peopleOf('客服部', 9)];
    expect(await refused(people, query())).toBeNull();
    expect(await refused(people, query({ department: 'Sales' }), [query({ department: 'Sales' })])).toBeNull();
    expect(await refused(people, query({ department: '客服部' }), [query({ department: 'Sales' })])).toBeNull();
  });
});
