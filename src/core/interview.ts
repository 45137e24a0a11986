import type { InterviewLanguage } from './language.ts';

/**
 * Who speaks a turn. `note` is an interviewer's third-person record (rule R12: half trust);
 * `unknown` is never evidence until a person has said who it is.
 */
export type SpeakerRole = 'leaver' | 'interviewer' | 'other' | 'note' | 'unknown';

export type InterviewFormat = 'transcript' | 'notes' | 'form' | 'free-text' | 'survey-row';

/** A half-open range [start, end) of UTF-16 code units in `Interview.text`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One uninterrupted stretch of one speaker; the span covers the words without the speaker label. */
export interface Turn extends Span {
  /** 0-based position in the interview. */
  readonly index: number;
  readonly role: SpeakerRole;
  /** For a form or survey: the printed question this turn answers, if any. */
  readonly question?: string;
}

/** A sentence, numbered 1..n through the whole interview; the span lies inside its turn. */
export interface Sentence extends Span {
  readonly id: number;
  /** Index of the turn it belongs to. */
  readonly turn: number;
}

/** A reason ticked on a form or in a survey; `sentence` is the sentence that holds the option's label. */
export interface Tick {
  /** The option as printed, e.g. "Career move to private sector". */
  readonly option: string;
  readonly sentence: number;
  /** True when the form asks for the one main reason and this is it. */
  readonly main: boolean;
}

/** What the head of a document says; every value is as stored (masked), absent when not given. */
export interface InterviewHeader {
  readonly department?: string;
  readonly role?: string;
  readonly level?: string;
  readonly location?: string;
  readonly tenureMonths?: number;
  /** ISO date or year-month, e.g. 2024-06-30 or 2024-06. */
  readonly hireDate?: string;
  readonly lastDay?: string;
  readonly interviewDate?: string;
  /** The separation type in the document's own words, e.g. "主动离职" or "Resignation-Other reasons". */
  readonly separation?: string;
  /** The reason-for-leaving field, if the document has one; weak evidence (R11). */
  readonly statedReason?: string;
  /** The row's or document's own record id (survey tables), never a staff number. */
  readonly recordId?: string;
  /** Label of the model that read the document from a picture; a person has confirmed the transcript. */
  readonly readFromPictureBy?: string;
}

/** A masked stretch of the stored text and where the original stood, so that offsets can be mapped back. */
export interface Mask extends Span {
  readonly kind: 'name' | 'email' | 'phone' | 'id';
  readonly originalStart: number;
  readonly originalEnd: number;
}

/** One interview as read from a file: already masked, not yet stored. */
export interface InterviewDraft {
  /** 1-based position in its file. */
  readonly position: number;
  readonly language: InterviewLanguage;
  readonly format: InterviewFormat;
  /** The text as stored and quoted: masked, line ends normalised to \n. */
  readonly text: string;
  readonly turns: readonly Turn[];
  readonly sentences: readonly Sentence[];
  readonly ticks: readonly Tick[];
  readonly header: InterviewHeader;
  readonly masks: readonly Mask[];
  /** Set when a person must say who is who before anything is coded. */
  readonly doubt: 'speakers-unknown' | 'speakers-swapped' | null;
}

/** A stored interview. */
export interface Interview extends InterviewDraft {
  readonly id: string;
  readonly fileId: string;
  readonly fileName: string;
  readonly channel: string;
  /** SHA-256 of the text after whitespace folding, hex. */
  readonly contentHash: string;
}

/** Cuts a sentence's exact text out of the stored text. */
export function sentenceText(interview: InterviewDraft, id: number): string {
  const sentence = interview.sentences[id - 1];
  if (sentence === undefined) throw new RangeError(`no sentence ${id}`);
  return interview.text.slice(sentence.start, sentence.end);
}

/** The role of the speaker of a sentence. */
export function roleOf(interview: InterviewDraft, id: number): SpeakerRole {
  const sentence = interview.sentences[id - 1];
  const turn = sentence === undefined ? undefined : interview.turns[sentence.turn];
  if (turn === undefined) throw new RangeError(`no sentence ${id}`);
  return turn.role;
}

/** The words that a turn answers: the file's own question for it, else the interviewer's before it; null without one. */
export function questionTextOf(interview: InterviewDraft, turn: Turn): string | null {
  if (turn.question !== undefined) return turn.question;
  const asked = questionBefore(interview, turn.index);
  return asked === null ? null : interview.text.slice(asked.start, asked.end);
}

/** The nearest earlier turn of the interviewer, or null at the beginning. */
export function questionBefore(interview: InterviewDraft, turnIndex: number): Turn | null {
  for (let i = turnIndex - 1; i >= 0; i -= 1) {
    const turn = interview.turns[i];
    if (turn?.role === 'interviewer') return turn;
  }
  return null;
}
