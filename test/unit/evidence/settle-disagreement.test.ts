import { expect, it } from 'vitest';
import type { CodedSegment } from '../../../src/core/coding.ts';
import { settleDisagreement } from '../../../src/evidence/settle-disagreement.ts';

const read: CodedSegment = {
  code: 'pay',
  sentences: [3, 4],
  coder: 'reader',
  model: null,
  link: 'stated',
  status: 'accepted',
  why: null,
  verdicts: [],
};
const denied: CodedSegment = {
  ...read,
  sentences: [4],
  coder: 'model',
  status: 'rejected',
  why: 'denied',
  verdicts: ['denied'],
};

it('lets no pattern outweigh a verdict that denies the same code in the same sentence', () => {
  expect(settleDisagreement([read, denied])).toEqual([{ ...read, status: 'needs-person', why: 'low-margin' }, denied]);
});

it.each([
  ['another code', { ...denied, code: 'hours' }],
  ['another sentence', { ...denied, sentences: [5] }],
  ['a fault no verdict named', { ...denied, why: 'not-the-leaver', verdicts: [] }],
  [
    'a complaint whose link only is in doubt',
    { ...denied, status: 'mentioned', why: 'mentioned', verdicts: ['mentioned'] },
  ],
] as const)('leaves the reader its say against %s', (_what, other) => {
  expect(settleDisagreement([read, other])[0]).toBe(read);
});

it('leaves people and ticks their say', () => {
  for (const coder of ['person', 'tick'] as const)
    expect(settleDisagreement([{ ...read, coder }, denied])[0]?.status).toBe('accepted');
});
