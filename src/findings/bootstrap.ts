import type { Interval } from '../core/findings.ts';
import { seededRandom } from '../core/seeded-random.ts';

/** Enough for two stable decimals; at a thousand interviews still a fraction of a second. */
const RESAMPLES = 2000;
/** Fixed: the same interviews give the same interval. */
const SEED = 20_240_601;

/**
 * Percentile bootstrap interval, 95 %, of a statistic over units (Efron 1979); samples in which it is not defined are
 * left out. Null when it is defined in fewer than half of them.
 */
export function bootstrapInterval<Unit>(
  units: readonly Unit[],
  statistic: (sample: readonly Unit[]) => number | null,
): Interval | null {
  const random = seededRandom(SEED);
  const values: number[] = [];
  for (let i = 0; i < RESAMPLES; i += 1) {
    const value = statistic(units.map(() => units[Math.floor(random() * units.length)] as Unit));
    if (value !== null) values.push(value);
  }
  if (values.length < RESAMPLES / 2) return null;
  values.sort((a, b) => a - b);
  const at = (share: number) => values[Math.round(share * (values.length - 1))] ?? 0;
  return { low: at(0.025), high: at(0.975) };
}
