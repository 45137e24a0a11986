import type { Link, Verdict } from '../core/coding.ts';
import { type CueTable, foldForCues, matchesAny } from '../core/cues.ts';
import { type InterviewDraft, sentenceText } from '../core/interview.ts';
import { hull, momentsOf, type Timeline, timelineOf } from './timeline.ts';
import { isAfterDeciding } from './timeline-decision.ts';
import { courseOf } from './timeline-settled.ts';
import { OF_HIRING } from './timeline-words.ts';

/** People are interviewed, promised and hired in the months before their first day: that is of this employer. */
const HIRING_DAYS = 120;

interface Dating {
  readonly cues: CueTable;
  readonly link: Link;
  /** Illness and family have dates of their own, before any employer. */
  readonly isOwnLife: boolean;
}

/**
 * Names what the dates of a sentence make of it: before the first day it was another employer's (R2), followed by
 * better times it is over (R3), after the decision it is a complaint and no cause (R8). `worsened` says that the good
 * times came first. Null where the dates don't tell, or the leaver ties the words to the leaving outright.
 */
export function excludedByDate(
  interview: InterviewDraft,
  id: number,
  { cues, link, isOwnLife }: Dating,
): Extract<Verdict, 'other-employer' | 'resolved' | 'mentioned'> | 'worsened' | null {
  const { language } = interview;
  const text = foldForCues(sentenceText(interview, id));
  const { stated, counterfactual } = cues.links;
  if (link === 'counterfactual' || [stated, counterfactual].some((each) => matchesAny(text, language, each)))
    return null;
  const timeline = timelineOf(interview);
  if (!isOwnLife && isBeforeHiring(interview, id, timeline)) return 'other-employer';
  if (isAfterDeciding(interview, id, timeline)) return 'mentioned';
  const course = courseOf(interview, id, timeline);
  return course === 'settled' ? 'resolved' : course;
}

function isBeforeHiring(interview: InterviewDraft, id: number, { hired, situations }: Timeline): boolean {
  const text = sentenceText(interview, id);
  const moments = momentsOf(text);
  if (hired === null || moments.length === 0 || OF_HIRING.test(text)) return false;
  return situations.every((situation) => hull(moments, situation).to < hired.from - HIRING_DAYS);
}
