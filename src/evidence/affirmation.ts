import { type CueTable, foldForCues, matchesAny } from '../core/cues.ts';
import { type InterviewDraft, roleOf, sentenceText } from '../core/interview.ts';

/** "Yes, but", "a bit, I suppose", 是有点，不过: not a plain yes. */
const TAKEN_BACK =
  /\b(?:but|although|though|not really|a bit|a little|i suppose|i guess|maybe|perhaps|partly|sort of|kind of)\b|但|不过|可是|也不|不全是|不完全|有点|一点|算是|可能|也许/iu;

/**
 * The sentence by which the leaver plainly affirms what an interviewer's sentence says (R1), or null: it is the first
 * of the turn that follows, and then that sentence is the evidence.
 */
export function affirmationOf(interview: InterviewDraft, question: number, cues: CueTable): number | null {
  const turn = interview.sentences[question - 1]?.turn;
  const answer = interview.sentences.find((sentence) => turn !== undefined && sentence.turn === turn + 1);
  if (answer === undefined || roleOf(interview, answer.id) !== 'leaver') return null;
  const words = foldForCues(sentenceText(interview, answer.id));
  return matchesAny(words, interview.language, cues.talk.affirms) && !TAKEN_BACK.test(words) ? answer.id : null;
}
