import type { Evidence } from '../core/attribution.ts';
import { type Codebook, codeById } from '../core/codebook.ts';
import type { CodedSegment } from '../core/coding.ts';
import { foldForCues } from '../core/cues.ts';
import { type InterviewDraft, questionTextOf, roleOf, type SpeakerRole, sentenceText } from '../core/interview.ts';
import { ALSO_A_REASON, ASKS_WHY, DATED_DECISION, DOCTORS_ORDER, WOULD_HAVE_STAYED } from './cause-words.ts';
import { hasPhrase } from './match-phrase.ts';
import { timelineOf } from './timeline.ts';
import { triggerOf } from './timeline-decision.ts';

/** A code that was accepted for an interview, with what decides its role. */
export interface Candidate {
  readonly code: string;
  readonly kind: 'push' | 'pull' | 'personal' | 'shock';
  readonly evidence: readonly Evidence[];
  /** All sentences it rests on, ascending. */
  readonly sentences: readonly number[];
  /** A person named it in review as what made the leaver go; a claim that was only confirmed has no such weight. */
  readonly byPerson: boolean;
  /** Rests on ticks alone, whoever read them. */
  readonly tickOnly: boolean;
  readonly marks: Marks;
}

/** The tie-breakers of R8, as found in the words. */
interface Marks {
  readonly ranking: boolean;
  readonly counterfactual: boolean;
  readonly trigger: boolean;
  readonly whyAnswer: boolean;
  /** "also a reason": the leaver's own word that it wasn't the main one. */
  readonly also: boolean;
  /** A doctor's order or the like: forces the leaving by itself. */
  readonly forced: boolean;
  /** Turns it is told in; sentences where the interview is one person's text. */
  readonly turns: number;
  /** All of it is an interviewer's paraphrase (R12). */
  readonly secondHand: boolean;
}

/** Groups segments of a status by code, keeping who found what; the order is that of first appearance. */
export function candidatesOf(
  segments: readonly CodedSegment[],
  interview: InterviewDraft,
  codebook: Codebook,
): readonly Candidate[] {
  const byCode = Map.groupBy(segments, ({ code }) => code);
  const ticks = new Set(interview.ticks.map(({ sentence }) => sentence));
  const isTick = ({ coder, sentences }: CodedSegment) => coder === 'tick' || sentences.every((id) => ticks.has(id));
  const owners = new Map(segments.flatMap(({ code, sentences }) => sentences.map((id) => [id, code] as const)));
  const candidates = [...byCode].map(([code, own]): Candidate => {
    const sentences = ascending(own.flatMap((segment) => segment.sentences));
    const isFree = (id: number) => owners.get(id) === undefined || owners.get(id) === code;
    return {
      code,
      kind: codeById(codebook, code)?.kind ?? 'push',
      evidence: evidenceOf(own),
      sentences,
      byPerson: own.some(({ coder, link }) => coder === 'person' && link === 'why-answer'),
      tickOnly: own.every(isTick),
      marks: marksOf(
        own.filter((segment) => !isTick(segment)),
        { interview, codebook, isFree },
      ),
    };
  });
  // R8: the last dated event before the decision set it off, in whichever order they are told.
  const trigger = triggerOf(candidates, interview, timelineOf(interview));
  return candidates.map((candidate) =>
    candidate === trigger ? { ...candidate, marks: { ...candidate.marks, trigger: true } } : candidate,
  );
}

/** What segments rest on, one entry for each coder and model. */
export function evidenceOf(segments: readonly CodedSegment[]): readonly Evidence[] {
  const byAuthor = Map.groupBy(segments, ({ coder, model }) => `${coder} ${model ?? ''}`);
  return [...byAuthor.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const sentences = ascending(own.flatMap((segment) => segment.sentences));
    return [{ sentences, coder: first.coder, model: first.model }];
  });
}

interface Place {
  readonly interview: InterviewDraft;
  readonly codebook: Codebook;
  /** False for sentences that carry another code: their words are not this one's. */
  readonly isFree: (id: number) => boolean;
}

function marksOf(told: readonly CodedSegment[], place: Place): Marks {
  const { interview, codebook, isFree } = place;
  const sentences = ascending(told.flatMap((segment) => segment.sentences));
  const own = sentences.map((id) => sentenceText(interview, id));
  // "What was it? The real reason is simple." stands beside the reason as often as in it.
  const around = sentences
    .flatMap((id) => neighbours(interview, id).filter(isFree))
    .map((id) => sentenceText(interview, id));
  const { ranking, counterfactual, trigger } = codebook.markers;
  const anywhere = [...own, ...around];
  return {
    ranking: anywhere.some((text) => hasPhrase(text, ranking)),
    counterfactual:
      told.some(({ link }) => link === 'counterfactual') ||
      anywhere.some((text) => hasPhrase(text, counterfactual) || WOULD_HAVE_STAYED.test(foldForCues(text))),
    trigger: own.some((text) => hasPhrase(text, trigger) || DATED_DECISION.test(foldForCues(text))),
    whyAnswer: told.some(({ link }) => link === 'why-answer') || sentences.some((id) => answersWhy(interview, id)),
    also: own.some((text) => ALSO_A_REASON.test(foldForCues(text))),
    forced: own.some((text) => DOCTORS_ORDER.test(foldForCues(text))),
    turns: placesOf(interview, sentences),
    secondHand: sentences.length > 0 && sentences.every((id) => isSecondHand(interview, id)),
  };
}

function neighbours(interview: InterviewDraft, id: number): readonly number[] {
  const turn = interview.sentences[id - 1]?.turn;
  return [id - 1, id + 1].filter((other) => interview.sentences[other - 1]?.turn === turn);
}

function answersWhy(interview: InterviewDraft, id: number): boolean {
  const turn = interview.turns[interview.sentences[id - 1]?.turn ?? -1];
  const question = turn === undefined ? null : questionTextOf(interview, turn);
  return question !== null && ASKS_WHY.test(foldForCues(question));
}

function placesOf(interview: InterviewDraft, sentences: readonly number[]): number {
  const isDialogue = interview.turns.some(({ role }) => role === 'interviewer');
  if (!isDialogue) return sentences.length;
  return new Set(sentences.map((id) => interview.sentences[id - 1]?.turn)).size;
}

/** A note's sentence is the interviewer's paraphrase unless it quotes. */
function isSecondHand(interview: InterviewDraft, id: number): boolean {
  const role: SpeakerRole = roleOf(interview, id);
  return role === 'note' && !/["“”「」『』]/u.test(sentenceText(interview, id));
}

function ascending(ids: readonly number[]): readonly number[] {
  return [...new Set(ids)].sort((a, b) => a - b);
}
