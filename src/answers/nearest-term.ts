import type { Codebook } from '../core/codebook.ts';
import { editDistance } from '../core/edit-distance.ts';

/** Shorter words are a letter away from too many others. */
const SHORTEST = 4;
/** From this length on two letters may be wrong. */
const LONG = 6;

/** The cause's or department's word that a mistyped one was meant for; null for several words and for none like it. */
export function nearestTerm(
  typed: string,
  { codebook, departments }: { readonly codebook: Codebook; readonly departments: readonly string[] },
): string | null {
  const word = typed.toLowerCase();
  if (!/^[a-z]+$/.test(word) || word.length < SHORTEST) return null;
  const names = [...codebook.codes.flatMap(({ name, ticks }) => [name.en, ...ticks]), ...departments];
  const terms = new Set(names.flatMap((name) => name.toLowerCase().match(/[a-z]{4,}/g) ?? []));
  const most = word.length < LONG ? 1 : 2;
  const near = [...terms]
    .map((term) => ({ term, distance: editDistance(word, term) }))
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.term ?? null;
}
