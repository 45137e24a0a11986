import type { Interval } from '../core/findings.ts';
import { wilson } from './wilson.ts';

/** A count in a group. */
export interface Proportion {
  readonly x: number;
  readonly n: number;
}

/** Difference of two independent proportions, later minus earlier, with its 95 % interval (Newcombe 1998, method 10). */
export function newcombe(earlier: Proportion, later: Proportion): Interval & { readonly difference: number } {
  const before = earlier.x / earlier.n;
  const after = later.x / later.n;
  const first = wilson(earlier.x, earlier.n);
  const second = wilson(later.x, later.n);
  const difference = after - before;
  return {
    difference,
    low: difference - Math.hypot(after - second.low, first.high - before),
    high: difference + Math.hypot(second.high - after, before - first.low),
  };
}
