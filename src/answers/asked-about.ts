import type { Interview, Turn } from '../core/interview.ts';
import { searchTokens } from '../core/search-tokens.ts';
import { inTurns } from './in-turns.ts';

/** How often interviewers brought a topic up, and how often the whole answer was no. */
export interface AskedAbout {
  readonly asked: number;
  readonly plainNo: number;
}

const PLAIN_NO =
  /^\s*(?:no|nope|nah|not really|never|没有|没|不|不是|否|无)(?![\p{L}])[^.!?。！？]*[.!?。！？]?\s*$|^\s*(?:没有|没|不是|否)[^.!?。！？]{0,12}[.!?。！？]?\s*$/iu;

function holds(text: string, wanted: ReadonlySet<string>): boolean {
  const tokens = new Set(searchTokens(text));
  return wanted.size > 0 && [...wanted].every((token) => tokens.has(token));
}

const textOf = (interview: Interview, turn: Turn | undefined) =>
  turn === undefined ? '' : interview.text.slice(turn.start, turn.end);

/** The answers to an interview's questions, spoken or printed, that hold all words wanted. */
function answersTo(wanted: ReadonlySet<string>, interview: Interview): readonly string[] {
  return interview.turns.flatMap((turn) => {
    const printed = turn.role === 'leaver' && turn.question !== undefined && holds(turn.question, wanted);
    if (printed) return [textOf(interview, turn)];
    const spoken = turn.role === 'interviewer' && holds(textOf(interview, turn), wanted);
    const next = interview.turns[turn.index + 1];
    return spoken ? [next?.role === 'leaver' ? textOf(interview, next) : ''] : [];
  });
}

/** Counts the questions, spoken or printed, that hold all words of a topic, and the answers that were a plain no. */
export async function askedAbout(
  topic: string,
  interviews: readonly Interview[],
  signal: AbortSignal,
): Promise<AskedAbout> {
  const wanted = new Set(searchTokens(topic));
  const answers: string[] = [];
  for await (const interview of inTurns(interviews, signal)) answers.push(...answersTo(wanted, interview));
  return { asked: answers.length, plainNo: answers.filter((answer) => PLAIN_NO.test(answer)).length };
}
