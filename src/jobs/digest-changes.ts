import type { CauseChange } from '../core/digest.ts';
import type { Finding, Findings } from '../core/findings.ts';
import { trendOf } from '../findings/trend.ts';

const rowOf = (code: string, findings: Findings): Finding | null =>
  findings.table.find((one) => one.code === code) ?? null;

/**
 * Causes whose share moved by more than chance and the many comparisons explain, the largest move first; null where
 * one side is too small to be counted at all. The same test answers "compare with last quarter" in a thread.
 */
export function reliableChanges(before: Findings, now: Findings): readonly CauseChange[] | null {
  const trends = trendOf(before, now);
  if (trends === null) return null;
  return trends
    .filter(({ direction }) => direction !== null)
    .map(({ code, difference, interval }) => ({
      code,
      before: rowOf(code, before),
      now: rowOf(code, now),
      difference,
      interval,
    }));
}
