import type { Verdict } from '../core/coding.ts';
import { askedFor, CUE_VERDICTS, type CueTable, clausesOf, findCues, foldForCues, matchesAny } from '../core/cues.ts';
import { type InterviewDraft, questionTextOf, roleOf, sentenceText } from '../core/interview.ts';
import { type CodeWords, isTied, namesCode, TURNS } from './excluding-cue.ts';
import { ownersOf } from './owner-of-clauses.ts';

/** Sentences over which another employer stays the subject of one answer. */
const CARRY = 2;
/** Sentences of an answer over which the "no" at its head reaches. */
const NO_REACHES = 2;
/** "Was it the pay, or the hours?" offers what can be denied; "Why?" doesn't. */
const CLOSED =
  /^(?:(?:and|so|but|or|then|well|right|okay|i see|of course)[, ]+){0,2}(?:do|does|did|was|were|is|are|had|has|have|would|could|can|it's|it was)\b|[,.] ?(?:was|were|is|did|do|does|had|has|have|would) (?:it|they|you|that|he|she|the)\b|\b(?:at all|any part of|part of (?:it|this)|i (?:know|remember|heard)|some people|people (?:said|say|felt))\b|吗|么？|是不是|有没有|会不会|是.{1,12}？|应该|听|所以/u;

interface Asked {
  readonly cues: CueTable;
  readonly words: CodeWords | null;
  /** Told of life outside work: "where are you going?" may well be answered with it. */
  readonly isOwnLife: boolean;
}

/** The words of the question that a sentence answers, or null. */
function questionOf(interview: InterviewDraft, id: number): string | null {
  const turn = interview.turns[interview.sentences[id - 1]?.turn ?? -1];
  return turn === undefined ? null : questionTextOf(interview, turn);
}

/**
 * Names what an answer is about when the question asked for something else than a reason of this leaver's (advice, the
 * next job, what was liked), or when the answer begins with a plain no to a question that holds the cause's words. A
 * sentence that ties itself to the leaving must not come here.
 */
export function excludedByQuestion(
  interview: InterviewDraft,
  id: number,
  { cues, words, isOwnLife }: Asked,
): Exclude<Verdict, 'stated-reason'> | null {
  const question = questionOf(interview, id);
  if (question === null) return null;
  const { language } = interview;
  if (isDenied(interview, id, { cues, words, question: foldForCues(question) })) return 'denied';
  const tied = (each: number) => isTied(sentenceText(interview, each), { language, cues, link: 'none' });
  if (isOwnLife || answerUpTo(interview, id).some(tied)) return null;
  const kind = askedFor(lastQuestion(question), language, cues);
  if (kind === null || matchesAny(foldForCues(question), language, cues.talk.asksWhy)) return null;
  if (kind === 'other-employer' && hasReturned(interview, id, cues)) return null;
  return CUE_VERDICTS[kind];
}

/** True where the talk before a sentence, in its own answer, is of another employer. */
export function isToldOfElsewhere(interview: InterviewDraft, id: number, cues: CueTable): boolean {
  const before = answerUpTo(interview, id).slice(-CARRY - 1, -1);
  const clauses = before.flatMap((each) => clausesOf(sentenceText(interview, each)));
  return ownersOf(clauses, { language: interview.language, cues, elsewhere: false }).at(-1) === 'elsewhere';
}

function isDenied(
  interview: InterviewDraft,
  id: number,
  { cues, words, question }: Omit<Asked, 'isOwnLife'> & { readonly question: string },
): boolean {
  const { language } = interview;
  const answer = answerUpTo(interview, id);
  const [first] = answer;
  if (words === null || first === undefined || answer.length > NO_REACHES) return false;
  const said = answer.map((each) => foldForCues(sentenceText(interview, each)));
  return (
    CLOSED.test(question) &&
    namesCode(question, language, words) &&
    saysNo(said[0] ?? '', language, cues) &&
    !said.some((each) => TURNS.test(each) || matchesAny(each, language, words.facts))
  );
}

function saysNo(answer: string, language: InterviewDraft['language'], cues: CueTable): boolean {
  if (matchesAny(answer, language, cues.talk.denies)) return true;
  const [first] = clausesOf(answer);
  return first !== undefined && findCues(first, language, cues).includes('denied');
}

/** The last sentence of what was asked: what stands before it leads up to it. */
function lastQuestion(question: string): string {
  return question.match(/[^.!?。！？]{1,400}[.!?。！？]{0,3}\s*$/u)?.[0].trim() ?? question;
}

function hasReturned(interview: InterviewDraft, id: number, cues: CueTable): boolean {
  return answerUpTo(interview, id).some((each) =>
    matchesAny(foldForCues(sentenceText(interview, each)), interview.language, cues.talk.returns),
  );
}

/** The sentences of an answer from its head to one of them. */
function answerUpTo(interview: InterviewDraft, id: number): readonly number[] {
  const turn = interview.sentences[id - 1]?.turn;
  return interview.sentences
    .filter((each) => each.turn === turn && each.id <= id && roleOf(interview, each.id) !== 'interviewer')
    .map((each) => each.id);
}
