import type { CauseChange } from '../core/digest.ts';
import type { Finding, Findings } from '../core/findings.ts';
import { benjaminiHochberg } from '../findings/benjamini-hochberg.ts';
import { fisherMidP } from '../findings/fisher-mid-p.ts';
import { newcombe } from '../findings/newcombe.ts';

/** Among the changes that are told, this share may be chance. */
const FALSE_DISCOVERY_RATE = 0.05;

/** How many interviews name a cause; null where hiding keeps that from being known. */
function countOf(code: string, findings: Findings): number | null {
  const finding = findings.table.find((one) => one.code === code);
  if (finding !== undefined) return finding.interviews;
  // An absent cause is none, unless it could be among the hidden ones: then "0" would give it away.
  return findings.hidden.codes === 0 ? 0 : null;
}

const rowOf = (code: string, findings: Findings): Finding | null =>
  findings.table.find((one) => one.code === code) ?? null;

/**
 * Causes whose share moved by more than chance and the many comparisons explain, the largest move first; null where
 * one side is too small to be counted at all.
 */
export function reliableChanges(before: Findings, now: Findings): readonly CauseChange[] | null {
  if (before.display === 'held' || now.display === 'held') return null;
  const disputed = new Set([...before.table, ...now.table].filter((one) => one.disputed).map(({ code }) => code));
  const codes = new Set([...before.table, ...now.table].map(({ code }) => code));
  const compared = [...codes].flatMap((code) => {
    const [earlier, later] = [countOf(code, before), countOf(code, now)];
    if (earlier === null || later === null || disputed.has(code)) return [];
    const [first, second] = [
      { x: earlier, n: before.n },
      { x: later, n: now.n },
    ];
    return [{ code, p: fisherMidP(first, second), ...newcombe(first, second) }];
  });
  const rates = benjaminiHochberg(compared.map(({ p }) => p));
  return compared
    .filter(({ low, high }, index) => (rates[index] ?? 1) < FALSE_DISCOVERY_RATE && (low > 0 || high < 0))
    .map(({ code, difference, low, high }) => ({
      code,
      before: rowOf(code, before),
      now: rowOf(code, now),
      difference,
      interval: { low, high },
    }))
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference) || (a.code < b.code ? -1 : 1));
}
