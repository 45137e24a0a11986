import type { Codebook } from '../core/codebook.ts';
import type { AttributedInterview } from '../core/findings.ts';

/**
 * Splits the rows of a table into shown and hidden ones. Where exactly one row is too small, the next smallest goes
 * with it: the sums of the others would give the single one away (complementary hiding).
 */
export function hideSmallGroups<Row>(
  rows: readonly Row[],
  rule: { readonly isTooSmall: (row: Row) => boolean; readonly sizeOf: (row: Row) => number },
): { readonly shown: readonly Row[]; readonly hidden: readonly Row[] } {
  const hidden = new Set(rows.filter(rule.isTooSmall));
  if (hidden.size === 1) {
    const [next] = rows.filter((row) => !hidden.has(row)).sort((a, b) => rule.sizeOf(a) - rule.sizeOf(b));
    if (next !== undefined) hidden.add(next);
  }
  return { shown: rows.filter((row) => !hidden.has(row)), hidden: [...hidden] };
}

/** Codes of the most sensitive kind (health): shown from a larger group on, and never in anybody's words. */
export function sensitiveCodes({ codes }: Pick<Codebook, 'codes'>): ReadonlySet<string> {
  return new Set(codes.filter(({ sensitive }) => sensitive === 'special').map(({ id }) => id));
}

/**
 * Codes of the most sensitive kind (health) that a list of interviews must not show, since fewer stand behind the whole
 * table than such a cause needs. The counts of the other causes don't change.
 */
export function sensitiveHidden(
  interviews: readonly AttributedInterview[],
  codebook: Pick<Codebook, 'codes' | 'privacy'>,
): ReadonlySet<string> {
  const n = interviews.filter(
    ({ attribution }) => attribution.separation.ranked && ['coded', 'no-cause'].includes(attribution.outcome),
  ).length;
  const { groupMin, sensitiveGroupMin } = codebook.privacy;
  return n < Math.max(groupMin, sensitiveGroupMin) ? sensitiveCodes(codebook) : new Set();
}
