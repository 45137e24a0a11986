/** False discovery rates (q) of p values, in their order (Benjamini and Hochberg 1995, step-up). */
export function benjaminiHochberg(pValues: readonly number[]): readonly number[] {
  const q = new Array<number>(pValues.length);
  const descending = pValues.map((p, index) => ({ p, index })).sort((a, b) => b.p - a.p);
  let least = 1;
  for (const [position, { p, index }] of descending.entries()) {
    least = Math.min(least, (p * pValues.length) / (pValues.length - position));
    q[index] = least;
  }
  return q;
}
