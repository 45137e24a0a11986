import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/core/findings.ts';
import { countFindings } from '../../../src/findings/count-findings.ts';
import { compareCauses } from '../../../src/findings/rank.ts';
import { hideSmallGroups } from '../../../src/findings/suppress.ts';
import { weightsOf } from '../../../src/findings/weights.ts';
import { attributedOf, causeOf, interviewsWith, sampleCodebook } from '../../fixtures/findings/sample.ts';

const codebook = sampleCodebook;
const count = (interviews: Parameters<typeof countFindings>[0]['interviews']) =>
  countFindings({ interviews, codebook });
const findingOf = (table: readonly Finding[], code: string) => table.find((finding) => finding.code === code);

describe('weightsOf', () => {
  const weights = (...roles: readonly (readonly [string, 'primary' | 'contributing' | 'mentioned'])[]) =>
    Object.fromEntries(
      weightsOf(
        attributedOf(
          '1',
          roles.map(([code, role]) => causeOf(code, role)),
        ).attribution,
      ),
    );

  it('gives an interview the weight 1 however much was said', () => {
    expect(weights(['pay', 'primary'])).toEqual({ pay: 1 });
    expect(weights(['pay', 'primary'], ['growth', 'contributing'], ['hours', 'contributing'])).toEqual({
      pay: 0.6,
      growth: 0.2,
      hours: 0.2,
    });
    expect(weights(['pay', 'primary'], ['growth', 'primary'], ['hours', 'contributing'])).toEqual({
      pay: 0.3,
      growth: 0.3,
      hours: 0.4,
    });
    expect(weights(['pay', 'primary'], ['growth', 'primary'])).toEqual({ pay: 0.5, growth: 0.5 });
    expect(weights(['pay', 'contributing'], ['growth', 'contributing'])).toEqual({ pay: 0.5, growth: 0.5 });
    expect(weights(['hours', 'mentioned'])).toEqual({ 'no-cause-found': 1 });
  });
});

describe('countFindings', () => {
  it('accounts for every interview, and counts causes only in settled, ranked ones', () => {
    const findings = count([
      ...interviewsWith({ pay: 10 }),
      attributedOf('none', []),
      attributedOf('review', [causeOf('pay', 'primary')], { attribution: { outcome: 'review' } }),
      attributedOf('failed', [], { attribution: { outcome: 'failed', special: null } }),
      attributedOf('retired', [causeOf('pay', 'primary')], {
        attribution: { separation: { type: 'retirement', ranked: false, doubt: false, sentence: null } },
      }),
    ]);
    expect(findings).toMatchObject({ interviews: 14, coded: 11, noCause: 1, review: 1, failed: 1, n: 11 });
    expect(findings.outside).toEqual({ retirement: 1 });
    expect(findingOf(findings.table, 'pay')?.interviews).toBe(10);
    expect(findings.specials).toEqual({ 'no-cause-found': 1 });
    expect(findings.languages).toEqual({ en: 14, zh: 0, mixed: 0 });
  });

  it('counts a cause as named, as main cause and as merely mentioned apart', () => {
    const findings = count([
      ...interviewsWith({ pay: 10 }),
      attributedOf('a', [causeOf('pay', 'primary'), causeOf('growth', 'contributing')]),
      attributedOf('b', [causeOf('pay', 'primary'), causeOf('growth', 'mentioned')]),
    ]);
    const growth = findingOf(findings.table, 'growth');
    expect(growth).toMatchObject({ interviews: 1, primary: 0, mentionedOnly: 1, stars: null });
    expect(growth?.share).toBeCloseTo(0.4 / 12, 10);
    expect(growth?.prevalence).toBeCloseTo(1 / 12, 10);
    const shares = findings.table.reduce((sum, finding) => sum + finding.share, 0);
    expect(shares).toBeCloseTo(1, 10);
  });

  it('ranks by share and ties neighbours that chance could have swapped', () => {
    const { table } = count(interviewsWith({ pay: 20, growth: 5, manager: 5 }));
    expect(table.map((finding) => [finding.code, finding.rank, finding.tiedWithPrevious])).toEqual([
      ['pay', 1, false],
      ['growth', 2, false],
      ['manager', 2, true],
    ]);
  });

  it('ranks equal shares by primary count, then impact, then id', () => {
    const { table } = count([
      ...interviewsWith({ relocation: 5 }),
      ...[1, 2, 3, 4, 5].map((i) => attributedOf(`m${i}`, [causeOf('manager', 'primary', { strength: 5 })])),
      ...[1, 2, 3, 4, 5].map((i) => attributedOf(`c${i}`, [causeOf('growth', 'contributing')])),
      ...interviewsWith({ hours: 5 }),
    ]);
    expect(table.map((finding) => finding.code)).toEqual(['manager', 'hours', 'relocation', 'growth']);
  });

  it('lets primary count decide before impact', () => {
    const cause = { share: 0.2, primary: 2, impact: 3 };
    const order = [
      { ...cause, code: 'impact', primary: 1, impact: 5 },
      { ...cause, code: 'b' },
      { ...cause, code: 'a' },
      { ...cause, code: 'share', share: 0.3, primary: 0, impact: null },
    ].sort(compareCauses);
    expect(order.map((each) => each.code)).toEqual(['share', 'a', 'b', 'impact']);
  });

  it('names the codes that swap under other weights', () => {
    // Weights: pay 6 and hours 4 + lone ones; at 0.5 both halves weigh the same, so one lone interview turns the order.
    const both = Array.from({ length: 10 }, (_, i) =>
      attributedOf(`b${i}`, [causeOf('pay', 'primary'), causeOf('hours', 'contributing')]),
    );
    expect(count(both).swaps).toEqual([]);
    expect(count([...both, ...interviewsWith({ hours: 1 })]).swaps).toEqual(['pay', 'hours']);
    expect(count([...both, ...interviewsWith({ hours: 5 })]).swaps).toEqual([]);
    expect(count(interviewsWith({ pay: 9, growth: 3 })).swaps).toEqual([]);
  });

  it('splits the preventable weight and halves what is only partly preventable', () => {
    const { preventable } = count(interviewsWith({ pay: 5, growth: 4, relocation: 1 }));
    expect(preventable.yes).toBeCloseTo(0.5, 10);
    expect(preventable.partly).toBeCloseTo(0.2, 10);
    expect(preventable.no).toBeCloseTo(0.3, 10);
  });
});

describe('small numbers', () => {
  it('holds everything back under five ranked interviews', () => {
    const findings = count(interviewsWith({ pay: 4 }));
    expect(findings).toMatchObject({ display: 'held', n: 4, table: [], specials: {}, swaps: [] });
    expect(findings.hidden).toEqual({ codes: 1, groupMin: 5 });
    expect(findings.preventable).toEqual({ yes: 0, partly: 0, no: 0 });
  });

  it('shows counts and intervals only from five to nine', () => {
    const findings = count(interviewsWith({ pay: 6, growth: 3 }));
    expect(findings.display).toBe('indicative');
    expect(findings.table[0]).toMatchObject({
      code: 'pay',
      interviews: 6,
      rank: null,
      stars: null,
      impact: null,
      frequency: null,
      quotations: [],
    });
  });

  it('shows stars and quotations from ten, the full table from thirty', () => {
    const findings = count(interviewsWith({ pay: 10 }));
    expect(findings.display).toBe('small-sample');
    expect(findings.table[0]).toMatchObject({ stars: 4, rank: 1 });
    expect(findings.table[0]?.quotations.length).toBeGreaterThan(0);
    expect(count(interviewsWith({ pay: 30 })).display).toBe('full');
  });

  it('hides a most sensitive cause in a group under its own minimum, and the next smallest with it', () => {
    const findings = count(interviewsWith({ pay: 5, growth: 2, health: 2 }));
    expect(findings.table.map((finding) => finding.code)).toEqual(['pay']);
    expect(findings.hidden.codes).toBe(2);
  });

  it('counts a most sensitive cause and never quotes it', () => {
    const { table } = count(interviewsWith({ pay: 30, health: 30 }));
    expect(findingOf(table, 'pay')?.quotations).toHaveLength(3);
    expect(findingOf(table, 'health')).toMatchObject({ interviews: 30, quotations: [] });
  });

  it('takes the minimums from the codebook', () => {
    const strict = { ...codebook, privacy: { groupMin: 8, quoteMin: 20, sensitiveGroupMin: 20 } };
    expect(countFindings({ interviews: interviewsWith({ pay: 7 }), codebook: strict }).display).toBe('held');
    const findings = countFindings({ interviews: interviewsWith({ pay: 19 }), codebook: strict });
    expect(findings.table[0]?.quotations).toEqual([]);
  });
});

describe('hideSmallGroups', () => {
  const hide = (sizes: readonly number[]) =>
    hideSmallGroups(sizes, { isTooSmall: (size) => size < 5, sizeOf: (size) => size });

  it('hides the next smallest with a single small group', () => {
    expect(hide([20, 3, 8, 12])).toEqual({ shown: [20, 12], hidden: [3, 8] });
  });

  it('adds none where none or several are small', () => {
    expect(hide([20, 8])).toEqual({ shown: [20, 8], hidden: [] });
    expect(hide([20, 3, 4, 8])).toEqual({ shown: [20, 8], hidden: [3, 4] });
  });
});
