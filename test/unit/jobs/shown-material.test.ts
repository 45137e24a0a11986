import { expect, test } from 'vitest';
import type { CodedSegment } from '../../../src/core/coding.ts';
import { countFindings } from '../../../src/findings/count-findings.ts';
import { setStatementsApart } from '../../../src/jobs/alert-statements.ts';
import { findingsFor, shownMaterial } from '../../../src/jobs/shown-material.ts';
import { attributedOf, causeOf, interviewsWith, sampleCodebook } from '../../fixtures/findings/sample.ts';

const segmentOf = (code: string, sentence: number): CodedSegment => ({
  code,
  sentences: [sentence],
  coder: 'reader',
  model: null,
  link: 'stated',
  status: 'accepted',
  why: null,
  verdicts: [],
});

/** A store that holds one segment of each cause of each interview, and statements set apart. */
const storeWith = (
  interviews: ReturnType<typeof interviewsWith>,
  apart: ReadonlyMap<string, readonly number[]> = new Map(),
) =>
  ({
    coding: {
      segments: async () =>
        new Map(
          interviews.map(({ interview, attribution }) => [
            interview.id,
            attribution.causes.map(({ code }) => segmentOf(code, 2)),
          ]),
        ),
    },
    reviews: { decisions: async () => [] },
    alerts: { sentences: async () => apart },
  }) as unknown as Parameters<typeof shownMaterial>[2];

test('a sensitive cause is hidden with nine interviews, also from files, and shown with ten', async () => {
  for (const [pay, isShown] of [
    [7, false],
    [8, true],
  ] as const) {
    const interviews = interviewsWith({ pay, health: 2 });
    const findings = countFindings({ interviews, codebook: sampleCodebook });
    expect(findings.table.some(({ code }) => code === 'health')).toBe(isShown);
    expect(findings.table.flatMap(({ code, quotations }) => (code === 'health' ? quotations : []))).toEqual([]);
    const shown = await shownMaterial(interviews, sampleCodebook, storeWith(interviews));
    const codes = [...shown.segments.values()].flat().map(({ code }) => code);
    expect(codes.includes('health')).toBe(isShown);
    expect(shown.interviews.some(({ attribution }) => attribution.causes.some(({ code }) => code === 'health'))).toBe(
      isShown,
    );
    expect(codes.filter((code) => code === 'pay')).toHaveLength(pay);
  }
});

test('a statement set apart carries no cause, and its interview still counts', async () => {
  const evidence = (...ids: readonly number[]) =>
    ids.map((id) => ({ sentences: [id], coder: 'reader' as const, model: null }));
  const interviews = [
    attributedOf('a', [causeOf('manager', 'primary', { evidence: evidence(2) })]),
    attributedOf('b', [causeOf('manager', 'primary', { evidence: evidence(2, 3) })]),
    attributedOf('c', [causeOf('pay', 'primary', { evidence: evidence(2) })]),
  ];
  const apart = new Map([
    ['a', [2]],
    ['b', [2]],
  ]);
  const left = await setStatementsApart(interviews, storeWith(interviews, apart));
  expect(left.map(({ attribution }) => attribution.outcome)).toEqual(['no-cause', 'coded', 'coded']);
  expect(
    left.map(({ attribution }) =>
      attribution.causes.flatMap((cause) => cause.evidence.flatMap((one) => one.sentences)),
    ),
  ).toEqual([[], [3], [2]]);
  const shown = await shownMaterial(left, sampleCodebook, storeWith(interviews, apart));
  expect([...shown.segments].filter(([, segments]) => segments.length > 0).map(([id]) => id)).toEqual(['c']);
});

test('a line manager’s findings keep their counts and hold no words', () => {
  const findings = countFindings({ interviews: interviewsWith({ pay: 12 }), codebook: sampleCodebook });
  const request = { period: null, department: null, language: 'en', codebook: 'sample', fast: false } as const;
  expect(findingsFor(request, findings)).toBe(findings);
  expect(findings.table[0]?.quotations).not.toEqual([]);
  const narrow = findingsFor({ ...request, audience: 'manager' }, findings);
  expect(narrow.table.map(({ code, interviews, quotations }) => [code, interviews, quotations])).toEqual([
    ['pay', 12, []],
  ]);
});
