import { expect, test } from 'vitest';
import { countFindings } from '../../../src/findings/count-findings.ts';
import { reliableChanges } from '../../../src/jobs/digest-changes.ts';
import { sampleCodebook as codebook, interviewsWith } from '../../fixtures/findings/sample.ts';

const findings = (counts: Readonly<Record<string, number>>) =>
  countFindings({ interviews: interviewsWith(counts), codebook });
const codes = (before: Record<string, number>, now: Record<string, number>) =>
  reliableChanges(findings(before), findings(now))?.map(({ code }) => code);

test('a large move is told with its interval, a small one is not', () => {
  const [up, down] = reliableChanges(findings({ pay: 30, growth: 10 }), findings({ pay: 10, growth: 30 })) ?? [];
  expect([up?.code, down?.code].sort()).toEqual(['growth', 'pay']);
  const growth = [up, down].find((one) => one?.code === 'growth');
  expect(growth?.difference).toBeCloseTo(0.5);
  expect(growth?.interval.low).toBeGreaterThan(0);
  expect(codes({ pay: 20, growth: 20 }, { pay: 24, growth: 16 })).toEqual([]);
});

test('one of many causes that alone would pass at five percent is not told', () => {
  // 1 of 40 against 7 of 40: under 0.05 by itself, but one of six that are looked at.
  const before = { pay: 10, relocation: 9, manager: 9, hours: 9, health: 2, growth: 1 };
  const now = { pay: 9, relocation: 8, manager: 7, hours: 7, health: 2, growth: 7 };
  expect(codes(before, now)).toEqual([]);
  expect(codes({ pay: 39, growth: 1 }, { pay: 33, growth: 7 }), 'alone with one other it is').toContain('growth');
});

test('a quarter under the minimum is not compared at all', () => {
  expect(codes({ pay: 4 }, { growth: 40 })).toBeUndefined();
  expect(codes({ pay: 40 }, { growth: 4 })).toBeUndefined();
  expect(codes({ pay: 9 }, { growth: 40 }), 'nine are counted, but carry no change').toEqual([]);
});

test('a cause that hiding keeps out of one quarter is not told as none', () => {
  // Health needs ten interviews: at eight it is hidden, whatever it was.
  expect(codes({ pay: 4, growth: 2, health: 2 }, { pay: 20, health: 30 })).not.toContain('health');
  expect(codes({ pay: 40 }, { pay: 20, growth: 20 }), 'where nothing is hidden absent is none').toContain('growth');
});
