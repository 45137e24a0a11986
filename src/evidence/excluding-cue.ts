import type { Link, Verdict } from '../core/coding.ts';
import {
  CUE_VERDICTS,
  type CueKind,
  type CueTable,
  clausesOf,
  findCues,
  foldForCues,
  matchesAny,
} from '../core/cues.ts';
import type { InterviewLanguage } from '../core/language.ts';

/** Cues that reach no further than their clause: "it wasn't the pay, it was the hours" still holds a reason. */
const OF_A_CLAUSE: ReadonlySet<CueKind> = new Set(['denied', 'praised', 'next-job']);

/** What stands behind it is the reason, and what is denied there is what was missing: "because the roof isn't safe". */
const BECAUSE = /\b(?:because|due to|on account of)\b|因为|由于/u;
const NEGATION = /\b(?:not|never|no|nothing|neither|cannot)\b|n't\b|[不没无非未别]/u;

/** What a sentence is read with. */
export interface Reading {
  readonly language: InterviewLanguage;
  readonly link: Link;
  readonly cues: CueTable;
}

/** Names what keeps a whole sentence from being a reason, or null; a reason stated outright beside it outweighs it. */
export function excludedBy(sentence: string, reading: Reading): Exclude<Verdict, 'stated-reason'> | null {
  const { language, link, cues } = reading;
  const folded = foldForCues(sentence);
  const says = (patterns: Parameters<typeof matchesAny>[2]) => matchesAny(folded, language, patterns);
  const clauses = clausesOf(sentence).map((clause) =>
    findCues(clause, language, cues).find(
      (kind) => OF_A_CLAUSE.has(kind) && (kind !== 'denied' || !isReasonOfLack(foldForCues(clause))),
    ),
  );
  const [first] = clauses;
  if (first !== undefined && clauses.every((kind) => kind !== undefined)) return CUE_VERDICTS[first];
  const isCounterfactual = link === 'counterfactual' || says(cues.links.counterfactual);
  if (isCounterfactual || says(cues.links.stated) || says(cues.links.decision)) return null;
  const found = findCues(sentence, language, cues).find((kind) => {
    if (OF_A_CLAUSE.has(kind)) return false;
    // "At my last place it was worse, but here …": the speaker has come back.
    return kind !== 'other-employer' || !says(cues.talk.returns);
  });
  return found === undefined ? null : CUE_VERDICTS[found];
}

function isReasonOfLack(clause: string): boolean {
  const because = BECAUSE.exec(clause);
  return because !== null && !NEGATION.test(clause.slice(0, because.index));
}
