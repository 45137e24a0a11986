import { clausesOf } from '../core/cues.ts';
import { type InterviewDraft, roleOf, sentenceText } from '../core/interview.ts';
import { ANOTHER_PERSON, NOT_THIS_LEAVING } from './separation-words.ts';
import { hull, isBefore, momentsOf, type Timeline } from './timeline.ts';
import type { Moment } from './timeline-moments.ts';
import { AFTER_DECIDING, DECIDED } from './timeline-words.ts';

/** An event longer before the decision than this may have counted, but triggered nothing. */
const TRIGGER_REACH_DAYS = 92;
/** Ties a sentence to the one before it as the next thing that happened. */
const AFTERWARDS =
  /^(?:after that|after this|afterwards|after which|later|and then|then)\b|^(?:之后|后来|随后|再后来|然后)/iu;
const BETWEEN_EVENTS = /\band\b|\bso\b|然后|于是|就/iu;

/**
 * True when a sentence tells of something that happened once the leaver had decided or given notice (R8): by its own
 * words, as the next thing told, or by the dates of both. It can't have caused the leaving.
 */
export function isAfterDeciding(interview: InterviewDraft, id: number, timeline: Timeline): boolean {
  const text = sentenceText(interview, id);
  const words = AFTER_DECIDING.exec(text);
  if (words !== null) return isOwn(text.slice(0, words.index), interview, id);
  if (isDecision(text, interview, id)) return false;
  const [before] = interview.sentences.filter((each) => each.id === id - 1 && each.turn === turnOf(interview, id));
  if (
    before !== undefined &&
    AFTERWARDS.test(text) &&
    isDecision(sentenceText(interview, before.id), interview, before.id)
  )
    return true;
  const moments = momentsOf(text);
  return moments.length > 0 && isBefore(decisionOf(interview), moments, timeline);
}

/**
 * Which of several causes, each with its sentences, holds the last dated event before the decision, near enough to have
 * set it off; null where the dates don't tell.
 */
export function triggerOf<T extends { readonly sentences: readonly number[] }>(
  causes: readonly T[],
  interview: InterviewDraft,
  timeline: Timeline,
): T | null {
  const told = causes
    .map((cause) => ({ cause, moments: cause.sentences.flatMap((id) => datedEvents(interview, id)) }))
    .filter(({ moments }) => moments.length > 0);
  // Most causes have no date; the decision is looked for in every sentence.
  if (told.length === 0) return null;
  const decision = decisionOf(interview);
  const dated = told.filter(({ moments }) => isBefore(moments, decision, timeline));
  const last = dated.filter(({ moments }) =>
    dated.every((other) => other.moments === moments || isBefore(other.moments, moments, timeline)),
  );
  const [only] = last;
  const isNear = timeline.situations.every(
    (now) => only !== undefined && hull(decision, now).from - hull(only.moments, now).to <= TRIGGER_REACH_DAYS,
  );
  return only !== undefined && isNear ? only.cause : null;
}

/** The dates of a sentence's events, without that of a decision told in the same breath. */
function datedEvents(interview: InterviewDraft, id: number): readonly Moment[] {
  return eventsOf(sentenceText(interview, id))
    .filter((part) => !DECIDED.test(part))
    .flatMap(momentsOf);
}

/** When the leaver decided or gave notice, as far as they date it; several dates if it took several steps. */
function decisionOf(interview: InterviewDraft): readonly Moment[] {
  return interview.sentences.flatMap(({ id }) => {
    const text = sentenceText(interview, id);
    if (!isDecision(text, interview, id)) return [];
    return eventsOf(text)
      .filter((part) => DECIDED.test(part))
      .flatMap(momentsOf);
  });
}

function eventsOf(text: string): readonly string[] {
  return clausesOf(text).flatMap((clause) => clause.split(BETWEEN_EVENTS));
}

function isDecision(text: string, interview: InterviewDraft, id: number): boolean {
  const words = DECIDED.exec(text);
  return words !== null && isOwn(text.slice(0, words.index), interview, id);
}

/** The leaver's own, and no wish, fear or denial. */
function isOwn(before: string, interview: InterviewDraft, id: number): boolean {
  const role = roleOf(interview, id);
  if (role !== 'leaver' && role !== 'note') return false;
  const guards = role === 'note' ? NOT_THIS_LEAVING : [...NOT_THIS_LEAVING, ...ANOTHER_PERSON];
  return !guards.some((guard) => guard.test(before));
}

function turnOf(interview: InterviewDraft, id: number): number | undefined {
  return interview.sentences[id - 1]?.turn;
}
