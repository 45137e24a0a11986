import { logChoose } from './binomial.ts';

/** Exact two-sided sign test: how often chance alone splits `a + b` this unevenly; 1 when there is nothing to split. */
export function signTest(a: number, b: number): number {
  const n = a + b;
  let tail = 0;
  for (let k = 0; k <= Math.min(a, b); k += 1) tail += Math.exp(logChoose(n, k) - n * Math.LN2);
  return Math.min(1, 2 * tail);
}
