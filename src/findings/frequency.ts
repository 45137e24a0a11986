import type { FrequencyLabel } from '../core/findings.ts';
import { wilson } from './wilson.ts';

/** Fewer ranked interviews than this carry no frequency label. */
const MIN_N = 10;

/** Bands from the top, with their floors in percent. Conventions: kept fixed so that periods compare. */
const BANDS: readonly { readonly label: FrequencyLabel; readonly floor: number }[] = [
  { label: 'high', floor: 40 },
  { label: 'medium-high', floor: 25 },
  { label: 'medium', floor: 10 },
  { label: 'low', floor: 0 },
];

/**
 * Labels how often a cause was named. A label stands only if the Wilson lower bound reaches the floor of the next band
 * down; otherwise it steps down until it does and is provisional. Null under ten interviews.
 */
export function frequencyOf(x: number, n: number): { label: FrequencyLabel; provisional: boolean } | null {
  if (n < MIN_N) return null;
  const low = wilson(x, n).low * 100;
  const first = BANDS.findIndex((band) => 100 * x >= band.floor * n);
  const standing = BANDS.findIndex((_, index) => index >= first && low >= (BANDS[index + 1]?.floor ?? 0));
  return { label: BANDS[standing]?.label ?? 'low', provisional: standing !== first };
}
