import { clausesOf } from '../core/cues.ts';
import { type InterviewDraft, sentenceText } from '../core/interview.ts';
import { isBefore, momentsOf, type Timeline } from './timeline.ts';
import { FINE, NOT_FINE, TO_THIS_DAY } from './timeline-words.ts';

/** What the dates say of a trouble and the good times told beside it. */
type Course = 'settled' | 'worsened' | null;

/**
 * Tells from the dates of its clauses whether a dated trouble was followed by better times ("the overtime was in 2023,
 * since the new planner came it has been fine"), or the other way round, in whichever order the two are told.
 */
export function courseOf(interview: InterviewDraft, id: number, timeline: Timeline): Course {
  const next = interview.sentences[id];
  const sameTurn = next !== undefined && next.turn === interview.sentences[id - 1]?.turn;
  const own = clausesOf(sentenceText(interview, id));
  const nextClauses = sameTurn ? clausesOf(sentenceText(interview, next.id)) : [];
  // The next sentence is about the same only when all it says is that it was over.
  const clauses = nextClauses.length > 0 && isFine(nextClauses.join(', ')) ? [...own, nextClauses.join(', ')] : own;
  const good = clauses.filter(isFine);
  const bad = clauses.filter((clause) => !isFine(clause));
  const trouble = bad.flatMap(momentsOf);
  if (good.length === 0 || trouble.length === 0) return null;
  const better = good.flatMap(momentsOf);
  if (isBefore(trouble, better, timeline)) return 'settled';
  if (isBefore(better, trouble, timeline)) return 'worsened';
  const lasts = clauses.some(
    (clause, at) => TO_THIS_DAY.test(clause) && (isFine(clause) || isFine(clauses[at + 1] ?? '')),
  );
  return better.length === 0 &&
    lasts &&
    bad.every((clause) => momentsOf(clause).length === 0 || !TO_THIS_DAY.test(clause))
    ? 'settled'
    : null;
}

function isFine(clause: string): boolean {
  const words = FINE.exec(clause);
  return words !== null && !NOT_FINE.test(clause.slice(0, words.index));
}
