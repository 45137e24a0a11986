import type { Attribution } from '../core/attribution.ts';

/** The part of an interview's weight that its primary cause takes when contributing causes stand beside it. */
const PRIMARY_PART = 0.6;

/**
 * Splits an interview's weight of 1 over its causes, so that a talkative person counts once: the primary (or two
 * co-primaries together) takes `primaryPart`, contributing causes share the rest equally. Without a cause the special
 * code takes the 1.
 */
export function weightsOf(attribution: Attribution, primaryPart = PRIMARY_PART): ReadonlyMap<string, number> {
  const primary = attribution.causes.filter((cause) => cause.role === 'primary');
  const contributing = attribution.causes.filter((cause) => cause.role === 'contributing');
  if (primary.length + contributing.length === 0) return new Map([[attribution.special ?? 'no-cause-found', 1]]);
  const pool = contributing.length === 0 ? 1 : primary.length === 0 ? 0 : primaryPart;
  return new Map([
    ...primary.map((cause) => [cause.code, pool / primary.length] as const),
    ...contributing.map((cause) => [cause.code, (1 - pool) / contributing.length] as const),
  ]);
}
