import type { Link } from '../../core/coding.ts';
import { type CueTable, matchesAny } from '../../core/cues.ts';
import type { Line } from './lines.ts';
import { aroundClause, type Sighting } from './sightings.ts';

/** How a sighting is tied to the leaving, and the sentences that show it. */
export interface Tie {
  readonly link: Exclude<Link, 'none'>;
  readonly sentences: readonly number[];
}

/** How many sentences later "so I handed in my notice" still refers back. */
const REACH = 2;

/** Finds how the leaver ties a sighting to the leaving (R4), or null; `after` are the later lines of its turn. */
export function tieOf(
  sighting: Sighting,
  { after, others }: { readonly after: readonly Line[]; readonly others: ReadonlySet<number> },
  cues: CueTable,
): Tie | null {
  const { line, isFact } = sighting;
  const { stated, ground, counterfactual, decision } = cues.links;
  const own = [line.id];
  if (says(line, counterfactual)) return { link: 'counterfactual', sentences: own };
  const near = aroundClause(sighting);
  const inPlace = (patterns: typeof stated) => matchesAny(isFact ? line.spoken : near, line.language, patterns);
  if (inPlace(stated)) return { link: 'stated', sentences: own };
  if (line.answersWhy && (isFact || matchesAny(near, line.language, ground)))
    return { link: 'why-answer', sentences: own };
  if (!isFact) return null;
  if (says(line, decision)) return { link: 'stated', sentences: own };
  for (const later of after.slice(0, REACH)) {
    if (others.has(later.id)) return null;
    if (says(later, counterfactual)) return { link: 'counterfactual', sentences: [line.id, later.id] };
    if (says(later, decision) || says(later, stated)) return { link: 'stated', sentences: own };
  }
  return null;
}

function says(line: Line, patterns: CueTable['links']['stated']): boolean {
  return matchesAny(line.spoken, line.language, patterns);
}
