import type { Interval } from '../core/findings.ts';

/** Two-sided 95 % quantile of the normal distribution. */
const Z = 1.959964;

/** Wilson's score interval, 95 %, of `x` in `n` (Wilson 1927); 0..1 when `n` is 0. */
export function wilson(x: number, n: number): Interval {
  if (n === 0) return { low: 0, high: 1 };
  const p = x / n;
  const scale = 1 + Z ** 2 / n;
  const centre = (p + Z ** 2 / (2 * n)) / scale;
  const half = (Z * Math.sqrt((p * (1 - p)) / n + Z ** 2 / (4 * n ** 2))) / scale;
  // At 0 and at n one bound is exact; floating point would leave a dust that prints as -0.
  return { low: x === 0 ? 0 : centre - half, high: x === n ? 1 : centre + half };
}
