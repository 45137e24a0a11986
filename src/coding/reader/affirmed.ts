import type { Proposal } from '../../core/coding.ts';
import { type CueTable, findCues, foldForCues, matchesAny } from '../../core/cues.ts';
import { type InterviewDraft, sentenceText } from '../../core/interview.ts';
import type { Line } from './lines.ts';
import type { ReaderPatterns } from './pattern-schema.ts';
import { namesCode } from './sightings.ts';

/** "Yes, but", "a bit, I suppose", 是有点，不过: no plain yes. */
const TAKEN_BACK =
  /\b(?:but|although|though|not|a bit|a little|i suppose|i guess|maybe|perhaps|partly|sort of|kind of)\b|但|不过|可是|也不|不全|不完全|有点|一点|算是|可能|也许/u;
const ABOUT_LEAVING = /\b(?:leav|left|going|quit|resign|stay|stayed|reason|decid)|走|离职|离开|辞职|留|原因/u;

/**
 * Causes named only in the interviewer's question and plainly affirmed by the leaver's next sentence (R1): the evidence
 * is the affirming sentence. A question that names several causes affirms none.
 */
export function affirmedCauses(
  interview: InterviewDraft,
  lines: readonly Line[],
  patterns: ReaderPatterns,
  cues: CueTable,
): readonly Proposal[] {
  return lines.flatMap((line, index) => {
    const isFirst = lines[index - 1]?.turn !== line.turn;
    const asked = isFirst ? lastSentenceBefore(interview, line.turn) : null;
    if (asked === null || !ABOUT_LEAVING.test(asked) || TAKEN_BACK.test(line.text)) return [];
    if (!isPlainYes(line, cues) || findCues(asked, line.language, cues).includes('other-person')) return [];
    const codes = Object.entries(patterns.codes).filter(([, own]) => namesCode(asked, line.language, own));
    const [only] = codes;
    if (only === undefined || codes.length > 1) return [];
    const link = matchesAny(asked, line.language, cues.links.counterfactual) ? 'counterfactual' : 'stated';
    return [{ code: only[0], sentences: [line.id], coder: 'reader' as const, model: null, link } as const];
  });
}

/** A yes about somebody else, or one that goes on to praise or deny, affirms nothing. */
function isPlainYes({ text, language }: Line, cues: CueTable): boolean {
  return matchesAny(text, language, cues.talk.affirms) && findCues(text, language, cues).length === 0;
}

function lastSentenceBefore(interview: InterviewDraft, turn: number): string | null {
  if (interview.turns[turn - 1]?.role !== 'interviewer') return null;
  const asked = interview.sentences.filter((sentence) => sentence.turn === turn - 1).at(-1);
  return asked === undefined ? null : foldForCues(sentenceText(interview, asked.id));
}
