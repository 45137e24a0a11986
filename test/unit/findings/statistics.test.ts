import { describe, expect, it } from 'vitest';
import { benjaminiHochberg } from '../../../src/findings/benjamini-hochberg.ts';
import { fisherMidP } from '../../../src/findings/fisher-mid-p.ts';
import { frequencyOf } from '../../../src/findings/frequency.ts';
import { impactOf } from '../../../src/findings/impact.ts';
import { cohenKappa, presenceAgreement } from '../../../src/findings/kappa.ts';
import { krippendorffAlpha, masiDistance, nominalDistance } from '../../../src/findings/krippendorff.ts';
import { newcombe } from '../../../src/findings/newcombe.ts';
import { signTest } from '../../../src/findings/sign-test.ts';
import { wilson } from '../../../src/findings/wilson.ts';

describe('wilson', () => {
  it.each([
    [0, 12, 0, 0.242],
    [3, 12, 0.089, 0.532],
    [5, 10, 0.237, 0.763],
    [8, 20, 0.219, 0.613],
    [12, 30, 0.246, 0.577],
    [13, 30, 0.274, 0.608],
    [20, 50, 0.276, 0.538],
  ])('%i of %i lies between %f and %f', (x, n, low, high) => {
    expect(wilson(x, n).low).toBeCloseTo(low, 3);
    expect(wilson(x, n).high).toBeCloseTo(high, 3);
  });

  it('has exact bounds where nothing or everything was seen', () => {
    expect(wilson(0, 12).low).toBe(0);
    expect(wilson(12, 12).high).toBe(1);
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
  });
});

describe('frequencyOf', () => {
  it.each([
    [5, 10, 'medium-high', true],
    [6, 12, 'high', false],
    [8, 20, 'medium-high', true],
    [9, 20, 'high', false],
    [12, 30, 'medium-high', true],
    [13, 30, 'high', false],
    [1, 10, 'medium', false],
    [6, 10, 'high', false],
    [0, 10, 'low', false],
  ])('%i of %i is %s, provisional: %s', (x, n, label, provisional) => {
    expect(frequencyOf(x, n)).toEqual({ label, provisional });
  });

  it('gives no label under ten interviews', () => {
    expect(frequencyOf(9, 9)).toBeNull();
  });
});

describe('impactOf', () => {
  it.each([
    [[5, 5, 5], 4.2, 5, [4, 4]],
    [[4, 4, 4], 3.6, 4, [4, 4]],
    [[5, 2, 2, 3], 3, 3, [3, 3]],
    [[2, 2, 2, 2, 2], 2.286, 2, [2, 2]],
    [[1, 1, 1, 1], 1.667, 1, [2, 2]],
    [[5, 4, 3, 3, 2, 1, 1], 2.778, 3, [2, 3]],
  ])('rates %j', (strengths, mean, stars, range) => {
    const impact = impactOf(strengths);
    expect(impact?.mean).toBeCloseTo(mean, 3);
    expect(impact?.stars).toBe(stars);
    expect(impact?.range).toEqual(range);
  });

  it('does not rate fewer than three mentions', () => {
    expect(impactOf([5, 5])).toBeNull();
  });

  it.each([
    [[5, 5, 5, 5, 5, 5, 5, 5, 5, 4, 4, 4, 4, 2], 4.312, 5, 14, 'high'],
    [[5, 5, 5, 4, 4, 3, 3, 3, 3, 3, 3, 2, 2], 3.4, 4, 13, 'high'],
    [[5, 5, 5, 5, 4, 4, 3, 3, 3, 3, 2, 2, 2], 3.467, 4, 13, 'high'],
    [[5, 5, 5, 4, 3, 3, 3, 2, 2], 3.455, 4, 9, 'medium-high'],
    [[4, 3, 3, 2, 2, 2], 2.75, 3, 6, 'medium'],
    [[4, 3, 2, 2, 2], 2.714, 3, 5, 'medium'],
  ])('gives the rating of the calibration table for %j in 30 accounts', (...row) => {
    const [strengths, mean, stars, x, label] = row;
    expect(impactOf(strengths)?.mean).toBeCloseTo(mean, 3);
    expect(impactOf(strengths)?.stars).toBe(stars);
    expect(frequencyOf(x, 30)?.label).toBe(label);
  });
});

describe('change between periods', () => {
  it.each([
    [{ x: 4, n: 20 }, { x: 10, n: 22 }, 0.255, -0.03, 0.486, 0.0784],
    [{ x: 3, n: 24 }, { x: 12, n: 26 }, 0.337, 0.083, 0.538, 0.0092],
  ])('compares %j with %j', (...row) => {
    const [earlier, later, difference, low, high, p] = row;
    const change = newcombe(earlier, later);
    expect(change.difference).toBeCloseTo(difference, 3);
    expect(change.low).toBeCloseTo(low, 3);
    expect(change.high).toBeCloseTo(high, 3);
    expect(fisherMidP(earlier, later)).toBeCloseTo(p, 4);
  });

  it('stays finite for thousands of interviews', () => {
    expect(fisherMidP({ x: 700, n: 2000 }, { x: 720, n: 2000 })).toBeGreaterThan(0.4);
  });

  it('corrects many p values and keeps their order', () => {
    const q = benjaminiHochberg([0.006, 0.03, 0.04, 0.2, 0.5, 0.8]);
    for (const [index, value] of [0.036, 0.08, 0.08, 0.3, 0.6, 0.8].entries()) expect(q[index]).toBeCloseTo(value, 6);
    expect(benjaminiHochberg([0.5, 0.01])).toEqual([0.5, 0.02]);
  });
});

describe('signTest', () => {
  it('counts both tails exactly', () => {
    expect(signTest(6, 0)).toBeCloseTo(2 / 64, 10);
    expect(signTest(5, 0)).toBeCloseTo(2 / 32, 10);
    expect(signTest(3, 3)).toBe(1);
    expect(signTest(0, 0)).toBe(1);
  });
});

describe('agreement', () => {
  const first =
    'pay-level pay-level manager-behavior workload-overtime career-growth career-growth family-care culture-values workload-overtime pay-level external-offer manager-behavior'.split(
      ' ',
    );
  const second =
    'pay-level reward-fairness manager-behavior workload-overtime career-growth job-content family-care manager-behavior workload-overtime pay-level external-offer manager-behavior'.split(
      ' ',
    );
  it('gives kappa of the same twelve, and none where chance cannot disagree', () => {
    expect(cohenKappa(first, second)).toBeCloseTo(0.7097, 4);
    expect(cohenKappa(['pay', 'pay'], ['pay', 'pay'])).toBeNull();
  });

  it('shows beside kappa what a rare code does to it', () => {
    const repeat = (...groups: readonly (readonly [number, boolean])[]) =>
      groups.flatMap(([count, seen]) => Array.from({ length: count }, () => seen));
    const agreement = presenceAgreement(
      repeat([1, true], [26, false], [1, true], [2, false]),
      repeat([1, true], [26, false], [1, false], [2, true]),
    );
    expect(agreement.observed).toBeCloseTo(0.9, 10);
    expect(agreement.kappa).toBeCloseTo(0.348, 3);
    expect(agreement.pabak).toBeCloseTo(0.8, 10);
    expect(agreement.positive).toBeCloseTo(0.4, 10);
  });

  it('takes gaps and more than two coders', () => {
    const units = [['a', 'a', 'b'], ['b', 'b'], ['a', 'b'], ['a', 'a'], ['c']];
    // Nine pairable values, five a and four b: Do = (4/2 + 2/1) / 9, De = 2 * 5 * 4 / (9 * 8).
    expect(krippendorffAlpha(units, nominalDistance)).toBeCloseTo(1 - 4 / 9 / (40 / 72), 10);
  });

  it('measures sets by MASI: equal, one within the other, overlapping, apart', () => {
    const set = (...codes: string[]) => new Set(codes);
    expect(masiDistance(set('a', 'b'), set('b', 'a'))).toBe(0);
    expect(masiDistance(set('a'), set('a', 'b'))).toBeCloseTo(1 - (1 / 2) * (2 / 3), 10);
    expect(masiDistance(set('a', 'b'), set('b', 'c'))).toBeCloseTo(1 - (1 / 3) * (1 / 3), 10);
    expect(masiDistance(set('a'), set('b'))).toBe(1);
    expect(masiDistance(set(), set())).toBe(0);
    const near =
      krippendorffAlpha(
        [
          [set('a'), set('a', 'b')],
          [set('c'), set('c')],
        ],
        masiDistance,
      ) ?? 0;
    const far =
      krippendorffAlpha(
        [
          [set('a'), set('b')],
          [set('c'), set('c')],
        ],
        masiDistance,
      ) ?? 0;
    expect(near).toBeGreaterThan(far);
  });
});
