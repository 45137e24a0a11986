import { type CueKind, type CueTable, findCues, foldForCues, matchesAny, withoutMatches } from '../core/cues.ts';
import type { InterviewLanguage } from '../core/language.ts';

/** "Worse than at my last company" is said of this one. */
const COMPARES = /\b(?:than|unlike|compared (?:to|with))\b|(?<!没得|没法|不能)比|不像|不如/u;
/** What is said of this employer in praise or denial is no way back to its troubles. */
const NO_TROUBLE: ReadonlySet<CueKind> = new Set(['praised', 'denied']);

/** Where a clause plays: at this employer, at another one, or untold. */
type Owner = 'here' | 'elsewhere' | null;

interface Place {
  readonly language: InterviewLanguage;
  readonly cues: CueTable;
  /** True where the talk before the first clause is of another employer. */
  readonly elsewhere: boolean;
}

/** Says of each clause whose trouble it tells: the subject carries on until the speaker comes back. */
export function ownersOf(clauses: readonly string[], { language, cues, elsewhere }: Place): readonly Owner[] {
  let owner: Owner = elsewhere ? 'elsewhere' : null;
  return clauses.map((clause) => {
    const folded = foldForCues(clause);
    const isOther = matchesAny(folded, language, cues.cues['other-employer']) && !COMPARES.test(folded);
    // "Before I came here": the "here" is the other employer's.
    const isHere =
      matchesAny(withoutMatches(folded, language, cues.cues['other-employer']), language, cues.talk.returns) &&
      !findCues(clause, language, cues).some((kind) => NO_TROUBLE.has(kind));
    if (isOther && isHere) owner = null;
    else if (isOther) owner = 'elsewhere';
    else if (isHere) owner = 'here';
    return owner;
  });
}
