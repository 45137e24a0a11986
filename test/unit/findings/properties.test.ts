import { describe, expect, it } from 'vitest';
import type { AttributedInterview, Findings } from '../../../src/core/findings.ts';
import { countFindings } from '../../../src/findings/count-findings.ts';
import { attributedOf, causeOf, sampleCodebook } from '../../fixtures/findings/sample.ts';

const CORPORA = 60;
const CODES = sampleCodebook.codes.map(({ id }) => id);
/** Nothing is hidden, so that every share can be seen. */
const open = { ...sampleCodebook, privacy: { groupMin: 2, quoteMin: 2, sensitiveGroupMin: 2 } };
const count = (interviews: readonly AttributedInterview[]) => countFindings({ interviews, codebook: open });

/** Numbers in [0, 1) that a seed decides. */
function randomFrom(seed: number): () => number {
  let state = seed * 2654435761 + 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function shuffled<Value>(values: readonly Value[], random: () => number): readonly Value[] {
  return values
    .map((value) => ({ value, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}

/** An interview with one or two main causes or none, up to three contributing ones, and mentions. */
function anyInterview(id: string, random: () => number): AttributedInterview {
  const codes = shuffled(CODES, random);
  const mains = Math.floor(random() * 3);
  const contributing = Math.floor(random() * 4);
  const causes = codes.slice(0, mains + contributing + 1).map((code, index) => {
    const strength = ([1, 2, 3, 4, 5] as const)[Math.floor(random() * 5)] ?? 1;
    const role = index < mains ? 'primary' : index < mains + contributing ? 'contributing' : 'mentioned';
    return causeOf(code, role, { strength });
  });
  const special = mains > 0 ? null : contributing > 0 ? 'undetermined' : 'no-cause-found';
  const outcome = mains + contributing > 0 ? 'coded' : 'no-cause';
  return attributedOf(id, causes, { attribution: { special, outcome } });
}

const corpora = Array.from({ length: CORPORA }, (_, seed) => {
  const random = randomFrom(seed + 1);
  const size = 2 + Math.floor(random() * 60);
  return { random, interviews: Array.from({ length: size }, (_each, i) => anyInterview(`${seed}-${i}`, random)) };
});

/** Findings without what tells interviews apart. */
const withoutNumbers = (findings: Findings) => ({
  ...findings,
  table: findings.table.map(({ quotations: _, ...finding }) => finding),
});

describe('counting any interviews', () => {
  it('gives shares that add to 1 with those who named no cause', () => {
    for (const { interviews } of corpora) {
      const { table, n } = count(interviews);
      const none = interviews.filter(({ attribution }) => attribution.outcome === 'no-cause').length;
      expect(table.reduce((sum, { share }) => sum + share, 0) + none / n).toBeCloseTo(1, 9);
    }
  });

  it('does not depend on the order of the interviews', () => {
    for (const { interviews, random } of corpora) {
      const [given, mixed] = [count(interviews), count(shuffled(interviews, random))].map(withoutNumbers);
      for (const [index, { share, ...finding }] of given?.table.entries() ?? []) {
        expect(mixed?.table[index]).toMatchObject(finding);
        expect(mixed?.table[index]?.share).toBeCloseTo(share, 9);
      }
      expect({ ...mixed, table: [], preventable: null }).toEqual({ ...given, table: [], preventable: null });
      expect(mixed?.preventable.yes).toBeCloseTo(given?.preventable.yes ?? -1, 9);
    }
  });

  it('raises no share and no prevalence by one more interview without a cause', () => {
    for (const { interviews } of corpora) {
      const before = count(interviews);
      const after = count([...interviews, attributedOf('silent', [])]);
      for (const { code, share, prevalence } of before.table) {
        const now = after.table.find((finding) => finding.code === code);
        expect(now?.share ?? 2).toBeLessThanOrEqual(share);
        expect(now?.prevalence ?? 2).toBeLessThanOrEqual(prevalence);
      }
      expect(after.table).toHaveLength(before.table.length);
    }
  });

  it('keeps every estimate inside its interval, every star near its mean, and ranks in order', () => {
    for (const { interviews } of corpora) {
      const { table, preventable, n } = count(interviews);
      for (const { interval, prevalence, impact, stars, starRange } of table) {
        expect(interval.low).toBeGreaterThanOrEqual(0);
        expect(interval.low).toBeLessThanOrEqual(prevalence);
        expect(interval.high).toBeGreaterThanOrEqual(prevalence);
        expect(interval.high).toBeLessThanOrEqual(1);
        // Five equal bins on the scale from 1 to 5.
        if (impact !== null && stars !== null) expect(Math.abs((impact - 1) * 1.25 + 0.5 - stars)).toBeLessThan(0.51);
        if (starRange !== null) expect(starRange[0]).toBeLessThanOrEqual(starRange[1]);
      }
      const ranks = table.flatMap(({ rank }) => rank ?? []);
      expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
      if (n >= 10) expect(preventable.yes + preventable.partly + preventable.no).toBeCloseTo(1, 9);
    }
  });
});
