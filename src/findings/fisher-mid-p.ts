import { logChoose } from './binomial.ts';
import type { Proportion } from './newcombe.ts';

/** Probabilities closer than this (relative) count as equally likely. */
const TOLERANCE = 1e-7;

/** Fisher's exact test of two proportions, two-sided, mid-p: rarer tables plus half of the equally likely ones. */
export function fisherMidP(first: Proportion, second: Proportion): number {
  const total = first.x + second.x;
  const probability = (x: number) =>
    Math.exp(logChoose(first.n, x) + logChoose(second.n, total - x) - logChoose(first.n + second.n, total));
  const observed = probability(first.x);
  let p = 0;
  for (let x = Math.max(0, total - second.n); x <= Math.min(first.n, total); x += 1) {
    const here = probability(x);
    if (here < observed * (1 - TOLERANCE)) p += here;
    else if (here <= observed * (1 + TOLERANCE)) p += here / 2;
  }
  return Math.min(1, p);
}
