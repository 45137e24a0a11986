import { expect, it } from 'vitest';
import { scopeOf } from '../../../src/commands/follow-up-scope.ts';
import type { CodingDesks } from '../../../src/core/ports/coding-desk.ts';
import type { ReportRecord, Store } from '../../../src/core/ports/store.ts';
import { peopleOf, scopeWith } from '../../fixtures/findings/follow-up-scope.ts';
import { sampleCodebook } from '../../fixtures/findings/sample.ts';

const PEOPLE = [
  ...peopleOf('Sales', 2, { lastDay: '2026-05-01' }),
  ...peopleOf('研发部', 3, { lastDay: '2026-07-15' }),
  ...peopleOf('Sales', 2, { lastDay: '2026-08-20' }),
];

/** A store of these people, and the periods that were read from it. */
function storeOf() {
  const reads: string[] = [];
  const interviews = PEOPLE.map(({ interview }) => interview);
  const store = {
    interviews: {
      async list({ from = '', to = '9' }) {
        reads.push(`${from}..${to}`);
        return interviews.filter(({ header: { lastDay = '' } }) => lastDay >= from && lastDay < to);
      },
    },
    files: { list: async () => [] },
    secrets: { of: async () => 'a secret' },
    coding: {
      attributions: async (ids: readonly string[]) =>
        PEOPLE.map(({ attribution }) => attribution).filter(({ interviewId }) => ids.includes(interviewId)),
    },
    alerts: { sentences: async () => new Map() },
  } as unknown as Store;
  return { store, reads };
}

const desks = (() => ({ codebook: sampleCodebook })) as unknown as CodingDesks;
const reportOf = (request: Partial<ReportRecord['request']>) => scopeWith([], request).report;

it.each([
  ['Sales', [5, 6]],
  ['研发部', [2, 3, 4]],
] as const)('numbers the interviews as the report of %s in a quarter did', async (department, counted) => {
  const { store, reads } = storeOf();
  const scope = await scopeOf(reportOf({ department, period: '2026-Q3' }), store, desks);
  expect([...scope.numbers]).toEqual(counted.map((at, index) => [PEOPLE[at]?.interview.id, index + 1]));
  expect(scope.departments).toEqual(['Sales', '研发部']);
  expect(scope.newestDay).toBe('2026-08-20');
  expect(scope.uploadedAt.size).toBe(PEOPLE.length);
  await Promise.all([scope.corpusOf(null), scope.corpusOf('2026-Q3')]);
  expect(reads, 'each period once').toEqual(['..9', '2026-07-01..2026-10-01']);
});

it('reads the interviews once where the report counts them all', async () => {
  const { store, reads } = storeOf();
  const scope = await scopeOf(reportOf({}), store, desks);
  await scope.corpusOf(null);
  expect([reads, scope.numbers.size]).toEqual([['..9'], PEOPLE.length]);
});
