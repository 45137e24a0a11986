import type { Finding, Findings, Interval } from '../core/findings.ts';
import { benjaminiHochberg } from './benjamini-hochberg.ts';
import { fisherMidP } from './fisher-mid-p.ts';
import { newcombe, type Proportion } from './newcombe.ts';

/** Among the changes that are named, at most this share may be chance. */
const FALSE_DISCOVERY_RATE = 0.1;
/** Fewer interviews in either period carry no change at all. */
const PERIOD_MIN = 10;

/** A cause in two periods. */
export interface CauseTrend {
  readonly code: string;
  readonly earlier: Proportion;
  readonly later: Proportion;
  /** Later minus earlier, and its 95 % interval, as proportions. */
  readonly difference: number;
  readonly interval: Interval;
  /** Null where chance may explain the change. */
  readonly direction: 'up' | 'down' | null;
}

/** How many interviews name a cause; null where hiding keeps that from being known. */
function countOf(code: string, { table, hidden }: Findings): number | null {
  const finding = table.find((each) => each.code === code);
  // An absent cause is none, unless it could be among the hidden ones: then "0" would give it away.
  return finding?.interviews ?? (hidden.codes === 0 ? 0 : null);
}

/**
 * Compares every cause that both periods may show, largest change first: up or down only where Newcombe's interval
 * leaves zero out, the false discovery rate over all of them allows it and both periods hold ten interviews. Causes
 * that readers dispute are left out. Null where one period is too small to be counted at all.
 */
export function trendOf(earlier: Findings, later: Findings): readonly CauseTrend[] | null {
  if (earlier.display === 'held' || later.display === 'held') return null;
  const both: readonly Finding[] = [...earlier.table, ...later.table];
  const disputed = new Set(both.filter((finding) => finding.disputed).map(({ code }) => code));
  const rows = [...new Set(both.map(({ code }) => code))].flatMap((code) => {
    const [before, after] = [countOf(code, earlier), countOf(code, later)];
    if (before === null || after === null || before + after === 0 || disputed.has(code)) return [];
    const [first, second] = [
      { x: before, n: earlier.n },
      { x: after, n: later.n },
    ];
    return [{ code, earlier: first, later: second, p: fisherMidP(first, second), ...newcombe(first, second) }];
  });
  const rates = benjaminiHochberg(rows.map(({ p }) => p));
  const isLarge = earlier.n >= PERIOD_MIN && later.n >= PERIOD_MIN;
  return rows
    .map(({ code, earlier: first, later: second, difference, low, high }, index) => {
      const isReliable = isLarge && (rates[index] ?? 1) < FALSE_DISCOVERY_RATE && (low > 0 || high < 0);
      const direction = isReliable ? (difference > 0 ? ('up' as const) : ('down' as const)) : null;
      return { code, earlier: first, later: second, difference, interval: { low, high }, direction };
    })
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference) || (a.code < b.code ? -1 : 1));
}
