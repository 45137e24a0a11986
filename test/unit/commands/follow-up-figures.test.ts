import { describe, expect, it } from 'vitest';
import { figureLines, trendLines } from '../../../src/commands/follow-up-figures.ts';
import { departmentGroups } from '../../../src/commands/follow-up-guard.ts';
import { populationOf } from '../../../src/commands/follow-up-scope.ts';
import type { AttributedInterview } from '../../../src/core/findings.ts';
import type { Language } from '../../../src/core/language.ts';
import type { QueryForm } from '../../../src/core/query-form.ts';
import { peopleOf, query, scopeWith } from '../../fixtures/findings/follow-up-scope.ts';

async function lines(people: readonly AttributedInterview[], form: QueryForm, language: Language) {
  const scope = scopeWith(people);
  const population = await populationOf(form, scope);
  const departments = form.by === 'department' ? departmentGroups(population.interviews, 5) : null;
  const request = { form, population, departments, scope, language };
  if (form.kind !== 'trend') return figureLines(request);
  return trendLines(request, await populationOf({ ...form, period: form.against }, scope));
}

const people = [...peopleOf('Sales', 12), ...peopleOf('研发部', 8, { code: 'manager' })];

describe('figureLines', () => {
  it.each([
    ['en', /^\*\*12 of 20\*\* \(60.%.*\) name Pay level$/iu],
    ['zh', /12.*20.*60.*提到薪酬水平$/u],
  ] as const)('counts who names a cause (%s)', async (language, line) => {
    const [counted, ...rest] = await lines(people, query({ causes: ['pay'] }), language);
    expect(counted).toMatch(line);
    expect(rest).toEqual([]);
  });

  it.each([
    ['en', '**12** interviews are counted here.'],
    ['zh', '这里共计入 **12** 份访谈。'],
  ] as const)('tells the size of a group (%s)', async (language, line) => {
    const [size] = await lines(people, query({ department: 'Sales' }), language);
    expect(size).toBe(line);
  });

  it.each([
    ['en', /^1\. .*Pay level$/iu, /^2\. .*Direct manager$/iu],
    ['zh', /^1\. .*薪酬水平$/u, /^2\. .*直属上级$/u],
  ] as const)('ranks causes (%s)', async (language, first, second) => {
    const ranked = await lines(people, query({ kind: 'ranking' }), language);
    expect(ranked).toHaveLength(2);
    expect(ranked[0]).toMatch(first);
    expect(ranked[1]).toMatch(second);
  });

  it.each([
    ['en', /^1\. 研发部: 8 of 8/u, /^2\. Sales: 0 of 12/u],
    ['zh', /^1\. 研发部：.*8/u, /^2\. Sales：.*12/u],
  ] as const)('ranks departments by who names a cause (%s)', async (language, first, second) => {
    const form = query({ kind: 'ranking', by: 'department', causes: ['manager'] });
    const ranked = await lines(people, form, language);
    expect(ranked[0]).toMatch(first);
    expect(ranked[1]).toMatch(second);
  });

  it.each([
    ['en', 'Departments hidden because fewer than 5 people could be recognised: 2.'],
    ['zh', '因不足 5 人可能被认出而不展示的部门：2 个。'],
  ] as const)('hides small departments, and one more (%s)', async (language, line) => {
    const form = query({ kind: 'ranking', by: 'department', causes: ['manager'] });
    const ranked = await lines([...people, ...peopleOf('Legal', 2)], form, language);
    expect(ranked.at(-1)).toBe(line);
    expect(ranked.join('\n')).not.toMatch(/Legal|研发部/u);
  });

  it.each([
    ['en', 'Fewer than 5 people fit this: nothing is shown, since one of them could be recognised.'],
    ['zh', '符合条件的不足 5 人：可能认出其中某个人，因此不展示。'],
  ] as const)('shows nothing of four people (%s)', async (language, line) => {
    for (const kind of ['count', 'ranking', 'preventable'] as const) {
      expect(await lines(peopleOf('Sales', 4), query({ kind }), language)).toEqual([line]);
    }
  });

  it.each([
    ['en', /^Health: hidden/u],
    ['zh', /^健康：不展示/u],
  ] as const)('hides health under ten people, and does not call it none (%s)', async (language, line) => {
    const few = [...peopleOf('Sales', 5), ...peopleOf('Sales', 2, { code: 'health' })];
    expect(await lines(few, query({ causes: ['health'] }), language)).toEqual([expect.stringMatching(line)]);
  });
});

describe('departments and a sensitive cause', () => {
  it.each([
    ['en', 'Departments hidden because fewer than 5 people could be recognised: 2.'],
    ['zh', '因不足 5 人可能被认出而不展示的部门：2 个。'],
  ] as const)('hides a second department where one alone would follow from the whole (%s)', async (language, line) => {
    const sick = (department: string, all: number) => [
      ...peopleOf(department, all - 1),
      ...peopleOf(department, 1, { code: 'health' }),
    ];
    const departments = [...sick('Sales', 14), ...sick('研发部', 12), ...sick('Legal', 6)];
    const form = query({ kind: 'ranking', by: 'department', causes: ['health'] });
    const ranked = await lines(departments, form, language);
    expect(ranked).toHaveLength(2);
    expect(ranked[0]).toMatch(/^1\. Sales/u);
    expect(ranked[1]).toBe(line);
  });

  it.each(['en', 'zh'] as const)('does not say either that nobody of a few names it (%s)', async (language) => {
    const [line] = await lines(peopleOf('Sales', 7), query({ causes: ['health'] }), language);
    expect(line).toMatch(/hidden|不展示/u);
    const [none] = await lines(peopleOf('Sales', 10), query({ causes: ['health'] }), language);
    expect(none).toMatch(/0/u);
  });
});

describe('trendLines', () => {
  const period = (lastDay: string, pay: number, manager: number) => [
    ...peopleOf('Sales', pay, { lastDay }),
    ...peopleOf('Sales', manager, { lastDay, code: 'manager' }),
  ];
  const form = query({ kind: 'trend', period: '2026 Q3', against: '2026 Q2' });

  it.each([
    ['en', /Pay level up\*\*/iu, /Direct manager down\*\*/iu],
    ['zh', /薪酬水平上升/u, /直属上级下降/u],
  ] as const)('names reliable changes alone (%s)', async (language, up, down) => {
    const both = [...period('2026-05-01', 4, 20), ...period('2026-08-01', 20, 4)];
    const changed = await lines(both, form, language);
    expect(changed).toHaveLength(2);
    expect(changed.join('\n')).toMatch(up);
    expect(changed.join('\n')).toMatch(down);
  });

  it.each([
    ['en', 'No reliable change: in any cause.'],
    ['zh', '没有可靠变化：所有原因。'],
  ] as const)('says that there is no reliable change (%s)', async (language, line) => {
    const both = [...period('2026-05-01', 9, 11), ...period('2026-08-01', 11, 10)];
    expect(await lines(both, form, language)).toEqual([line]);
  });

  it.each([
    ['en', /^2026 Q2 has 8 interviews/u, 'No reliable change: in any cause.'],
    ['zh', /^2026 Q2 有 8 份访谈/u, '没有可靠变化：所有原因。'],
  ] as const)('says that a period is small (%s)', async (language, small, none) => {
    const both = [...period('2026-05-01', 0, 8), ...period('2026-08-01', 20, 0)];
    expect(await lines(both, form, language)).toEqual([expect.stringMatching(small), none]);
  });
});
