import { type CueTable, clausesOf, foldForCues, matchesAny } from '../../core/cues.ts';
import { withoutInstructions } from '../../core/instruction-text.ts';
import { type InterviewDraft, questionBefore, sentenceText, type Turn } from '../../core/interview.ts';
import type { InterviewLanguage } from '../../core/language.ts';

/** A sentence that may be evidence, prepared for the reader. */
export interface Line {
  readonly id: number;
  readonly turn: number;
  /** Third-person record of the interviewer. */
  readonly isNote: boolean;
  /** Folded words. */
  readonly text: string;
  /** The same in the first person, where a note tells of "her" or "him"; links are looked for here. */
  readonly spoken: string;
  readonly clauses: readonly string[];
  readonly language: InterviewLanguage;
  /** The folded question it answers, or null. */
  readonly question: string | null;
  /** The question, or the heading of the passage, is why this person leaves. */
  readonly answersWhy: boolean;
}

/** The words of a note as the leaver would say them, near enough for looking up turns of speech. */
const FIRST_PERSON: readonly (readonly [RegExp, string])[] = [
  [/\b(?:she|he)'s\b/gu, "i'm"],
  [/\b(?:she|he) is\b/gu, 'i am'],
  [/\b(?:she|he)'d\b/gu, "i'd"],
  [/\b(?:she|he)\b/gu, 'i'],
  [/\b(?:her|him)self\b/gu, 'myself'],
  [/\bhis\b/gu, 'my'],
  [/\bhim\b/gu, 'me'],
  [/[她他](?!们|人)|该员工|本人|离职人|员工/gu, '我'],
];

/** Prepares the sentences of the leaver and of notes about the leaver; the interviewer's are none. */
export function linesOf(interview: InterviewDraft, cues: CueTable): readonly Line[] {
  const { language } = interview;
  const sentences = Map.groupBy(interview.sentences, ({ turn }) => turn);
  return interview.turns.flatMap((turn) => {
    if (turn.role !== 'leaver' && turn.role !== 'note') return [];
    const isNote = turn.role === 'note';
    const asked = answered(interview, turn, cues);
    return (sentences.get(turn.index) ?? []).map(({ id }): Line => {
      const text = foldForCues(withoutInstructions(sentenceText(interview, id)));
      const spoken = isNote ? inFirstPerson(text) : text;
      return { id, turn: turn.index, isNote, text, spoken, clauses: clausesOf(text), language, ...asked };
    });
  });
}

/** What a turn answers. */
function answered(interview: InterviewDraft, turn: Turn, cues: CueTable): Pick<Line, 'question' | 'answersWhy'> {
  const { language } = interview;
  const { headsWhy, asksWhy, asksElsewhere } = cues.talk;
  const question = questionOf(interview, turn, cues);
  const isHeaded = matchesAny(foldForCues(interview.text.slice(turn.start, turn.end)), language, headsWhy);
  const isAskedWhy =
    question !== null && matchesAny(question, language, asksWhy) && !matchesAny(question, language, asksElsewhere);
  return { question, answersWhy: isHeaded || isAskedWhy };
}

/** The question a turn answers; "go on" asks the one before it again. */
function questionOf(interview: InterviewDraft, turn: Turn, cues: CueTable): string | null {
  if (turn.question !== undefined) return foldForCues(turn.question);
  let asked = questionBefore(interview, turn.index);
  while (asked !== null) {
    const words = foldForCues(interview.text.slice(asked.start, asked.end)).trim();
    if (!matchesAny(words, interview.language, cues.talk.followsUp)) return words;
    asked = questionBefore(interview, asked.index);
  }
  return null;
}

/** Puts a note's words about the leaver into the leaver's mouth. */
export function inFirstPerson(text: string): string {
  return FIRST_PERSON.reduce((words, [person, own]) => words.replace(person, own), text);
}
