import type { CoderId, Link, Verdict } from '../core/coding.ts';
import {
  type BilingualPatterns,
  CUE_VERDICTS,
  type CueKind,
  type CueTable,
  clausesOf,
  findCues,
  foldForCues,
  matchesAny,
  withoutMatches,
} from '../core/cues.ts';
import type { InterviewLanguage } from '../core/language.ts';
import { ownersOf } from './owner-of-clauses.ts';

/** Cues that reach no further than their clause: "it wasn't the pay, it was the hours" still holds a reason. */
const OF_A_CLAUSE: ReadonlySet<CueKind> = new Set(['denied', 'negated', 'praised', 'next-job']);
/** Of a clause that names the cause these say that it is none. */
const OF_THE_CAUSE: ReadonlySet<CueKind> = new Set(['denied', 'negated', 'praised']);

/** "They rang about that project": of an offer these are its substance. */
const OF_THE_NEXT_JOB: ReadonlySet<CueKind> = new Set(['next-job', 'own-work', 'praised']);

/** What stands behind it is the reason, and what is denied there is what was missing: "because the roof isn't safe". */
const BECAUSE = /\b(?:because|due to|on account of)\b|因为|由于/u;
const NEGATION = /\b(?:not|never|no|nothing|neither|cannot|hardly)\b|n't\b|[不没无非未别]/u;

/** "No, it was the hours": what follows is another matter. */
export const TURNS =
  /\b(?:but|it's|it was|because|rather|actually|the (?:real|main)|what|except|only|just|though)\b|但|不过|可是|只是|就是|主要|而是|是因为|其实|除了/u;

/** Says nothing by itself: "no", "well", 嗯, 没有. */
const EMPTY =
  /^(?:(?:oh|well|no|nope|nah|yes|yeah|honestly|really|look|not really|to be fair|to be honest|hm+|i mean|no no)[ .!?]*|(?:嗯+|啊|哦|不|没有|没|说实话|说真的|老实说|其实|真的?|对|是的?|哎|那个|HR)[。！？…]*)$/iu;

/** The words by which a code is known; a codebook without patterns knows none. */
export interface CodeWords {
  readonly facts: BilingualPatterns;
  readonly topics: BilingualPatterns;
}

/** What a sentence is read with. */
interface Reading {
  readonly language: InterviewLanguage;
  readonly link: Link;
  readonly coder: CoderId;
  readonly cues: CueTable;
  readonly words: CodeWords | null;
  /** The code is of what is offered outside: the next job is what it is about. */
  readonly isPull: boolean;
  /** True where the talk before the sentence is of another employer. */
  readonly elsewhere: boolean;
}

type Exclusion = Exclude<Verdict, 'stated-reason'>;

/** Names what keeps a whole sentence from being a reason, or null; a reason stated outright beside it outweighs it. */
export function excludedBy(sentence: string, reading: Reading): Exclusion | null {
  const { language, cues } = reading;
  const clauses = clausesOf(sentence).filter((clause) => !EMPTY.test(clause));
  const kinds = clauses.map((clause) => kindOf(clause, reading));
  const [first] = kinds;
  if (first !== undefined && kinds.every((kind) => kind !== undefined)) return CUE_VERDICTS[first];
  if (isDeniedInTheEnd(sentence, kinds, reading)) return 'denied';
  const ofTheCause = excludedCause(clauses, reading);
  if (ofTheCause !== null) return ofTheCause;
  if (isTied(sentence, reading)) return null;
  const found = findCues(sentence, language, cues).find(
    (kind) => !OF_A_CLAUSE.has(kind) && kind !== 'other-employer' && !(reading.isPull && OF_THE_NEXT_JOB.has(kind)),
  );
  if (found !== undefined) return CUE_VERDICTS[found];
  const owners = ownersOf(clauses, reading);
  return owners.includes('elsewhere') && !owners.includes('here') ? 'other-employer' : null;
}

/** True when the sentence itself ties its words to the leaving. */
export function isTied(
  sentence: string,
  { link, language, cues }: Pick<Reading, 'link' | 'language' | 'cues'>,
): boolean {
  const folded = foldForCues(sentence);
  const { counterfactual, stated, decision } = cues.links;
  return (
    link === 'counterfactual' || [counterfactual, stated, decision].some((each) => matchesAny(folded, language, each))
  );
}

/** "Summers are busy, winters less so, it evens out fine": nothing in it says what was wrong, and its end says nothing was. */
function isDeniedInTheEnd(sentence: string, kinds: readonly (CueKind | undefined)[], reading: Reading): boolean {
  const { words, language } = reading;
  if (words === null || kinds.length < 2 || kinds.at(-1) !== 'denied' || isTied(sentence, reading)) return false;
  const folded = foldForCues(sentence);
  return !TURNS.test(folded) && !matchesAny(folded, language, words.facts);
}

/** Where the clauses that name the cause all deny or praise it, or are of another employer, the others don't save it. */
function excludedCause(clauses: readonly string[], reading: Reading): Exclusion | null {
  const { words, language, link, cues } = reading;
  if (words === null || link === 'counterfactual') return null;
  if (clauses.some((clause) => matchesAny(foldForCues(clause), language, cues.links.counterfactual))) return null;
  const naming = clauses.flatMap((clause, at) => (namesCode(foldForCues(clause), language, words) ? [at] : []));
  const [only] = naming;
  if (only === undefined) return null;
  const kinds = naming.map((at) => kindOf(clauses[at] ?? '', reading));
  const kind = kinds[0];
  if (kind !== undefined && kinds.every((each) => each !== undefined && OF_THE_CAUSE.has(each)))
    return CUE_VERDICTS[kind];
  const owners = ownersOf(clauses, reading);
  const tied = isTied(clauses.join(', '), reading);
  const isElsewhere = naming.every(
    (at) =>
      owners[at] === 'elsewhere' &&
      (!tied || ownersOf([clauses[at] ?? ''], { ...reading, elsewhere: false })[0] === 'elsewhere'),
  );
  return isElsewhere ? 'other-employer' : null;
}

/** The cue that makes a clause no reason; what names the code ("no raise") isn't what is said of it. */
function kindOf(clause: string, reading: Reading): CueKind | undefined {
  const { language, cues, words, coder } = reading;
  const folded = foldForCues(clause);
  // "With a fair salary I'd have stayed" praises nothing, and "not for the pay I'd be here" denies nothing.
  if (matchesAny(folded, language, cues.links.counterfactual)) return undefined;
  const rest = words === null ? folded : withoutMatches(folded, language, words.facts);
  return findCues(rest, language, cues).find((kind) => {
    if (!OF_A_CLAUSE.has(kind) || (reading.isPull && OF_THE_NEXT_JOB.has(kind))) return false;
    if (kind === 'denied' || kind === 'negated')
      return !isReasonOfLack(folded) && (kind === 'denied' || coder !== 'model');
    // "The pay isn't fair" praises nothing; whether it complains is for the verdict to say.
    return kind !== 'praised' || coder !== 'model' || !NEGATION.test(withoutMatches(rest, language, cues.cues.praised));
  });
}

/** True when one of a code's words stands in folded text. */
export function namesCode(folded: string, language: InterviewLanguage, { facts, topics }: CodeWords): boolean {
  return matchesAny(folded, language, facts) || matchesAny(folded, language, topics);
}

function isReasonOfLack(clause: string): boolean {
  const because = BECAUSE.exec(clause);
  return because !== null && !NEGATION.test(clause.slice(0, because.index));
}
