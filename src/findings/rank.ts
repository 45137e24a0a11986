import { type AttributedInterview, SHARE_TOLERANCE } from '../core/findings.ts';
import { signTest } from './sign-test.ts';
import { weightsOf } from './weights.ts';

/** What the order of causes is decided by. */
export interface Rankable {
  readonly code: string;
  readonly share: number;
  readonly primary: number;
  readonly impact: number | null;
}

/** Neighbours whose sign test gives at least this are tied. */
const TIE_P = 0.05;
/** The other splits of primary and contributing under which the order is tried. */
const OTHER_PRIMARY_PARTS = [0.5, 0.7];

/** Order of the table: share, then primary count, then impact (all descending), then the code's id. */
export function compareCauses(a: Rankable, b: Rankable): number {
  const byShare = b.share - a.share;
  if (Math.abs(byShare) > SHARE_TOLERANCE) return byShare;
  return b.primary - a.primary || (b.impact ?? 0) - (a.impact ?? 0) || (a.code < b.code ? -1 : 1);
}

/** True when chance explains the order of two causes: a sign test on interviews in which only one of them is primary. */
export function areTied(interviews: readonly AttributedInterview[], a: string, b: string): boolean {
  let onlyA = 0;
  let onlyB = 0;
  for (const { attribution } of interviews) {
    const primary = attribution.causes.filter((cause) => cause.role === 'primary').map((cause) => cause.code);
    if (primary.includes(a) && !primary.includes(b)) onlyA += 1;
    if (primary.includes(b) && !primary.includes(a)) onlyB += 1;
  }
  return signTest(onlyA, onlyB) >= TIE_P;
}

/** Sums the weights of every code over interviews, divided by their number. */
export function sharesOf(
  interviews: readonly AttributedInterview[],
  primaryPart?: number,
): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  for (const { attribution } of interviews) {
    for (const [code, weight] of weightsOf(attribution, primaryPart)) {
      shares.set(code, (shares.get(code) ?? 0) + weight / interviews.length);
    }
  }
  return shares;
}

/** Codes of the ranking (given in order) that stand elsewhere when primary causes weigh 0.5 or 0.7. */
export function swapsOf(interviews: readonly AttributedInterview[], ranking: readonly Rankable[]): readonly string[] {
  const moved = new Set<string>();
  for (const part of OTHER_PRIMARY_PARTS) {
    const shares = sharesOf(interviews, part);
    const other = ranking.map((cause) => ({ ...cause, share: shares.get(cause.code) ?? 0 })).sort(compareCauses);
    for (const [index, cause] of ranking.entries()) if (other[index]?.code !== cause.code) moved.add(cause.code);
  }
  return ranking.map((cause) => cause.code).filter((code) => moved.has(code));
}
