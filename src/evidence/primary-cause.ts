import { foldForCues } from '../core/cues.ts';
import { type InterviewDraft, sentenceText } from '../core/interview.ts';
import type { Candidate } from './candidates.ts';
import { CAME_FROM, LED_TO } from './cause-words.ts';
import { isBefore, momentsOf, timelineOf } from './timeline.ts';

/** How many sentences apart two dated causes may be told and still be one story; undated ones stand side by side. */
const DATED_REACH = 2;

/** Who is primary: one, two for a true tie, none when even the tie-breakers leave three or more. */
export function primariesOf(candidates: readonly Candidate[], interview: InterviewDraft): readonly Candidate[] {
  let left = withoutFollowers(candidates, interview);
  for (const score of TIE_BREAKERS) {
    const best = Math.max(...left.map(score));
    left = left.filter((candidate) => score(candidate) === best);
  }
  return left.length <= 2 ? left : [];
}

/** R8, in its order. A person's decision stands above; a concrete code above `other-cause` (R5). */
const TIE_BREAKERS: readonly ((candidate: Candidate) => number)[] = [
  ({ byPerson }) => Number(byPerson),
  ({ marks }) => Number(marks.ranking) - Number(marks.also && !marks.ranking),
  ({ marks }) => Number(marks.counterfactual),
  ({ marks }) => Number(marks.trigger),
  ({ marks }) => Number(marks.whyAnswer),
  ({ marks }) => marks.turns,
  ({ code }) => Number(code !== 'other-cause'),
  // R7 once more: what is done to people leads to what becomes of them, unless that forces the leaving by itself.
  ({ kind, marks }) => Number(kind !== 'personal' || marks.forced),
];

/** Leaves out what follows another cause: pulls behind pushes (R6), results behind roots (R7). */
function withoutFollowers(candidates: readonly Candidate[], interview: InterviewDraft): readonly Candidate[] {
  const pushed = candidates.some(({ kind }) => kind === 'push' || kind === 'shock');
  const own = pushed ? candidates.filter(({ kind }) => kind !== 'pull') : candidates;
  const roots = own.filter((result) => !own.some((root) => root !== result && isRootOf(root, result, interview)));
  return roots.length > 0 ? roots : own;
}

/**
 * True when the leaver tells that `root` led to `result` (R7): both in one sentence or in neighbouring ones, tied by a
 * word of consequence. A doctor's order forces the leaving whatever becomes of its root, and so turns the rule round.
 */
function isRootOf(root: Candidate, result: Candidate, interview: InterviewDraft): boolean {
  if (root.marks.forced !== result.marks.forced)
    return root.marks.forced && isChained(root, result, interview) !== null;
  return isChained(root, result, interview) === 'forward';
}

/** The direction of the stated chain between two causes, or null without one. */
function isChained(first: Candidate, second: Candidate, interview: InterviewDraft): 'forward' | 'backward' | null {
  for (const a of first.sentences) {
    for (const b of second.sentences) {
      const direction = directionOf([first, a], [second, b], interview);
      if (direction !== null) return direction;
    }
  }
  return null;
}

type Told = readonly [candidate: Candidate, sentence: number];

function directionOf([first, a]: Told, [second, b]: Told, interview: InterviewDraft): 'forward' | 'backward' | null {
  const sameTurn = interview.sentences[a - 1]?.turn === interview.sentences[b - 1]?.turn;
  if (!sameTurn || Math.abs(a - b) > DATED_REACH) return null;
  if (a === b) return inOneSentence(first, second, foldForCues(sentenceText(interview, a)));
  const byDate = directionByDate(a, b, interview);
  if (byDate !== null || Math.abs(a - b) > 1) return byDate;
  const later = foldForCues(sentenceText(interview, Math.max(a, b)));
  const laterIsResult = LED_TO.test(later);
  if (!laterIsResult && !CAME_FROM.test(later)) return null;
  return laterIsResult === a < b ? 'forward' : 'backward';
}

/**
 * Where both are dated, the earlier led to the later, in whichever order they are told, if a word of consequence ties
 * them: in either sentence, or in the one behind them ("the one came with the other").
 */
function directionByDate(a: number, b: number, interview: InterviewDraft): 'forward' | 'backward' | null {
  const [first, second] = [a, b].map((id) => momentsOf(sentenceText(interview, id)));
  if (first === undefined || second === undefined) return null;
  const behind = Math.max(a, b) + 1;
  const isSameTurn = interview.sentences[behind - 1]?.turn === interview.sentences[a - 1]?.turn;
  const tying = [a, b, ...(isSameTurn ? [behind] : [])].map((id) => foldForCues(sentenceText(interview, id)));
  if (!tying.some((text) => LED_TO.test(text) || CAME_FROM.test(text))) return null;
  const timeline = timelineOf(interview);
  if (isBefore(first, second, timeline)) return 'forward';
  return isBefore(second, first, timeline) ? 'backward' : null;
}

/** Evidence is known by the sentence only: inside one, what is done to people leads to what becomes of them. */
function inOneSentence(first: Candidate, second: Candidate, text: string): 'forward' | 'backward' | null {
  if (!LED_TO.test(text) && !CAME_FROM.test(text)) return null;
  const [firstIsLife, secondIsLife] = [first.kind === 'personal', second.kind === 'personal'];
  if (firstIsLife === secondIsLife) return null;
  return secondIsLife ? 'forward' : 'backward';
}
