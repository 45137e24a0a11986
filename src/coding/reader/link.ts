import type { Link } from '../../core/coding.ts';
import { type CueTable, matchesAny } from '../../core/cues.ts';
import type { Line } from './lines.ts';
import { aroundClause, type Sighting } from './sightings.ts';

/** How a sighting is tied to the leaving, and the sentences that show it. */
export interface Tie {
  readonly link: Exclude<Link, 'none'>;
  readonly sentences: readonly number[];
}

/** Where a sighting stands. */
export interface Surroundings {
  /** Later lines of its turn. */
  readonly after: readonly Line[];
  /** Lines of the leaver's next turn. */
  readonly next: readonly Line[];
  /** Sentences that carry another code. */
  readonly others: ReadonlySet<number>;
  /** Its code is of life outside work: no employer could have changed it. */
  readonly isPersonal: boolean;
  /** It is the one code of its turn. */
  readonly isAlone: boolean;
}

/** How many sentences later "so I handed in my notice" still refers back. */
const REACH = 5;
const BARE = { words: 4, han: 7 };
/** "The pay was poor, but I would have stayed": what comes before is let pass. */
const CONTRAST = /\bbut\b|\bthough\b|\beven so\b|但是?|不过|可是|只是/u;
/** Of a cause outside work only this is a counterfactual; "if they had hired two more" is about another one. */
const BUT_FOR =
  /\b(?:weren't|wasn't|not|hadn't been) for\b|\bif (?:he|she|my \w{3,8}) (?:hadn't|weren't|wasn't|could)\b|要不是|(?:要是|如果)(?:他|她|我爸|我妈|孩子)不/u;
/** "I'd have stayed for that": a counterfactual whose condition stands further up. */
const POINTS_BACK = /\b(?:that|this|it|those|them|then)\b|那|这|上面|要是改/u;

/** Finds how the leaver ties a sighting to the leaving (R4), or null. */
export function tieOf(sighting: Sighting, around: Surroundings, cues: CueTable): Tie | null {
  const { line, isFact } = sighting;
  const { stated, ground, counterfactual, decision } = cues.links;
  const own = [line.id];
  if (says(line, counterfactual)) return isConceded(sighting, cues) ? null : { link: 'counterfactual', sentences: own };
  const near = aroundClause(sighting);
  const inPlace = (patterns: typeof stated) => matchesAny(isFact ? line.spoken : near, line.language, patterns);
  if (inPlace(stated)) return { link: 'stated', sentences: own };
  if (line.question !== null && matchesAny(line.question, line.language, cues.talk.asksWhatKeeps))
    return { link: 'counterfactual', sentences: own };
  if (
    line.answersWhy &&
    (isFact || (!around.isPersonal && isBareAnswer(line)) || matchesAny(near, line.language, ground))
  )
    return { link: 'why-answer', sentences: own };
  if (!isFact) return null;
  if (says(line, decision)) return { link: 'stated', sentences: own };
  return tieFurtherOn(line, around, cues);
}

function tieFurtherOn(line: Line, around: Surroundings, cues: CueTable): Tie | null {
  const { after, next, others, isAlone, isPersonal } = around;
  const { stated, counterfactual, decision } = cues.links;
  for (const later of after.slice(0, REACH)) {
    if (others.has(later.id)) return null;
    if (says(later, counterfactual) && isPersonal && !BUT_FOR.test(later.text)) return null;
    if (says(later, counterfactual)) return { link: 'counterfactual', sentences: [line.id, later.id] };
    if (says(later, decision) || says(later, stated)) return { link: 'stated', sentences: [line.id] };
  }
  const [answer] = next;
  if (!isAlone || isPersonal || answer === undefined || others.has(answer.id)) return null;
  const pointsBack = says(answer, counterfactual) && POINTS_BACK.test(answer.text);
  return pointsBack ? { link: 'counterfactual', sentences: [line.id, answer.id] } : null;
}

/** "Honestly, money.", 就是工资。: a subject alone is the whole answer. */
function isBareAnswer({ text }: Line): boolean {
  const words = text.match(/[a-z']{1,24}/gu)?.length ?? 0;
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return words + han > 0 && words <= BARE.words && han <= BARE.han;
}

function isConceded({ line, clause }: Sighting, cues: CueTable): boolean {
  const contrast = CONTRAST.exec(line.spoken);
  if (contrast === null) return false;
  const before = line.spoken.slice(0, contrast.index);
  return line.text.indexOf(clause) < contrast.index && !matchesAny(before, line.language, cues.links.counterfactual);
}

function says(line: Line, patterns: CueTable['links']['stated']): boolean {
  return matchesAny(line.spoken, line.language, patterns);
}
