/** How a set of measurements lies. */
export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly most: number;
  readonly n: number;
}

/** The spread of some measurements; null figures for none. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), most: sorted.at(-1) ?? Number.NaN, n: sorted.length };
}
