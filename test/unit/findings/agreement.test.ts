import { describe, expect, it } from 'vitest';
import type { AgreementPair, CoderReading } from '../../../src/core/findings.ts';
import { agreementOf, disputedCodes, readingOf } from '../../../src/findings/agreement.ts';
import { countFindings } from '../../../src/findings/count-findings.ts';
import { attributedOf, causeOf, interviewsWith, sampleCodebook } from '../../fixtures/findings/sample.ts';

const reading = (primary: string, ...others: readonly string[]): CoderReading => ({
  primary,
  causes: [primary, ...others],
});
const pairsOf = (rows: readonly (readonly [CoderReading | null, CoderReading | null])[]): readonly AgreementPair[] =>
  rows.map(([first, second], index) => ({ interviewId: `${index}`, first, second }));
const times = (count: number, first: CoderReading | null, second: CoderReading | null) =>
  Array.from({ length: count }, () => [first, second] as const);
const [pay, hours, growth] = [reading('pay'), reading('hours'), reading('growth')];

// Nine of twelve alike: the worked example of the formulas' source.
const FIRST = 'pay pay boss load path path care norm load pay offer boss'.split(' ');
const SECOND = 'pay fair boss load path task care boss load pay offer boss'.split(' ');
const twelve = pairsOf(FIRST.map((code, index) => [reading(code), reading(SECOND[index] ?? '')]));

describe('agreementOf', () => {
  it('gives alpha of twelve interviews with an interval that a fixed seed makes the same every time', () => {
    const agreement = agreementOf(twelve);
    expect(agreement).toMatchObject({ units: 12, abstained: 0, observed: 0.75, reading: 'tentative' });
    expect(agreement?.alphaPrimary).toBeCloseTo(0.7184, 4);
    expect(Math.abs((agreement?.interval?.low ?? 0) - 0.415)).toBeLessThan(0.03);
    expect(agreement?.interval?.high).toBe(1);
    expect(agreementOf(twelve)).toEqual(agreement);
  });

  it('does not depend on which interview was finished first', () => {
    const code = (index: number) => FIRST[index % FIRST.length] ?? '';
    const many = pairsOf(
      Array.from({ length: 41 }, (_, i) => [reading(code(i)), reading(code(i % 5 === 0 ? i * i : i))] as const),
    );
    const agreement = agreementOf(many);
    expect(agreement?.interval?.low).toBeGreaterThan(0);
    expect(agreementOf([...many.slice(17), ...many.slice(0, 17).toReversed()])).toEqual(agreement);
  });

  it('counts no interview that a reader left to a person', () => {
    const agreement = agreementOf(pairsOf([...times(6, pay, pay), ...times(5, hours, hours), ...times(3, null, pay)]));
    expect(agreement).toMatchObject({ units: 11, abstained: 3, observed: 1, alphaPrimary: 1, reading: 'rely' });
    expect(agreementOf(pairsOf(times(3, null, pay)))).toBeNull();
    expect(agreementOf([])).toBeNull();
  });

  it('is never a reason to trust where interviews are too few, or chance cannot disagree', () => {
    expect(agreementOf(pairsOf([...times(5, pay, pay), ...times(4, hours, hours)]))?.reading).toBe('unknown');
    expect(agreementOf(pairsOf(times(20, pay, pay)))).toMatchObject({
      alphaPrimary: null,
      interval: null,
      reading: 'unknown',
    });
  });

  it('credits sets of causes for what they share', () => {
    const near = agreementOf(pairsOf([...times(6, pay, reading('pay', 'growth')), ...times(6, hours, hours)]));
    const far = agreementOf(pairsOf([...times(6, pay, growth), ...times(6, hours, hours)]));
    expect(near?.alphaPrimary).toBe(1);
    expect(near?.alphaCauses).toBeLessThan(1);
    expect(near?.alphaCauses).toBeGreaterThan(far?.alphaCauses ?? 1);
  });

  it('judges a code only where enough interviews hold it and enough do not', () => {
    const codeOf = (rows: ReturnType<typeof times>) =>
      agreementOf(pairsOf(rows))?.codes.find(({ code }) => code === 'pay');
    const apart = [...times(4, pay, pay), ...times(3, pay, hours), ...times(3, hours, pay)];
    expect(codeOf([...apart, ...times(10, hours, hours)])).toMatchObject({
      first: 7,
      second: 7,
      both: 4,
      reading: 'do-not-rank',
    });
    expect(codeOf([...apart.slice(1), ...times(10, hours, hours)])?.reading).toBe('unknown');
    expect(codeOf([...times(30, pay, pay), ...times(4, pay, hours)])?.reading).toBe('unknown');
    expect(codeOf([...times(12, pay, pay), ...times(12, hours, hours)])).toMatchObject({ kappa: 1, reading: 'rely' });
  });
});

describe('agreement on more than the code', () => {
  const codebook = {
    codes: sampleCodebook.codes.map((code) => ({
      ...code,
      category: ['pay', 'growth'].includes(code.id) ? 'rewards' : 'conditions',
    })),
  };

  it('on the category is higher where readers differ between neighbours', () => {
    const neighbours = pairsOf([...times(6, pay, growth), ...times(6, hours, hours)]);
    const agreement = agreementOf(neighbours, codebook);
    expect(agreement?.alphaCategory).toBe(1);
    expect(agreement?.alphaPrimary).toBeLessThan(0.7);
    const apart = agreementOf(pairsOf([...times(6, pay, hours), ...times(6, hours, hours)]), codebook);
    expect(apart?.alphaCategory).toBeCloseTo(apart?.alphaPrimary ?? Number.NaN, 10);
  });

  it('takes two main causes of one category for that category, and special codes for themselves', () => {
    const both = agreementOf(
      pairsOf([
        ...times(3, reading('growth+pay'), pay),
        ...times(3, reading('no-cause-found'), reading('no-cause-found')),
      ]),
      codebook,
    );
    expect(both?.alphaCategory).toBe(1);
  });

  it('on the evidence counts agreed causes that share a sentence', () => {
    const citing = (...sentences: readonly number[]): CoderReading => ({ ...pay, evidence: { pay: sentences } });
    const rows = [
      [citing(2, 4), citing(4)],
      [citing(2), citing(6)],
      [citing(2), pay],
      [citing(2), hours],
    ] as const;
    expect(agreementOf(pairsOf(rows))?.sameEvidence).toEqual({ common: 1, causes: 2 });
  });
});

describe('readingOf', () => {
  const readingFrom = (...args: Parameters<typeof attributedOf>) => readingOf(attributedOf(...args).attribution);

  it('takes main and contributing causes, two main ones in one order, and special codes as values', () => {
    expect(
      readingFrom('a', [causeOf('pay', 'primary'), causeOf('growth', 'contributing'), causeOf('hours', 'mentioned')]),
    ).toEqual({ primary: 'pay', causes: ['pay', 'growth'], evidence: { pay: [2], growth: [2] } });
    expect(readingFrom('b', [causeOf('pay', 'primary'), causeOf('growth', 'primary')])?.primary).toBe('growth+pay');
    expect(readingFrom('c', [], { attribution: { special: 'generic-reason' } })).toEqual({
      primary: 'generic-reason',
      causes: [],
      evidence: {},
    });
  });

  it('takes no reading from an interview left to a person or failed', () => {
    expect(readingFrom('a', [causeOf('pay', 'primary')], { attribution: { outcome: 'review' } })).toBeNull();
    expect(readingFrom('b', [], { attribution: { outcome: 'failed' } })).toBeNull();
  });
});

describe('a disputed code', () => {
  const agreementPairs = pairsOf([
    ...times(2, pay, pay),
    ...times(5, pay, hours),
    ...times(5, hours, pay),
    ...times(12, growth, growth),
  ]);
  const interviews = interviewsWith({ pay: 12, growth: 10, relocation: 5, hours: 3 });
  const findings = countFindings({ interviews, codebook: sampleCodebook, agreementPairs });

  it('is not ranked and stands behind the ranking, while nobody is lost from the count', () => {
    expect([...disputedCodes(findings.agreement)].sort()).toEqual(['hours', 'pay']);
    expect(findings.table.map(({ code, rank, disputed }) => [code, rank, disputed])).toEqual([
      ['growth', 1, false],
      ['relocation', 1, false],
      ['pay', null, true],
      ['hours', null, true],
    ]);
    expect(findings.table.map(({ interviews: count }) => count)).toEqual([10, 5, 12, 3]);
    expect(findings.table.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 10);
    expect(findings.swaps).toEqual([]);
  });

  it('comes of two independent readers only: what people changed in review takes nothing out of the ranking', () => {
    const reviewed = countFindings({ interviews, codebook: sampleCodebook, reviewPairs: agreementPairs });
    expect(reviewed.agreement).toBeNull();
    expect(reviewed.withPeople?.units).toBe(24);
    expect(reviewed.table[0]).toMatchObject({ code: 'pay', rank: 1, disputed: false });
  });
});
