import type { Attribution, Cause, SeparationFinding } from '../core/attribution.ts';
import { type Codebook, codebookKey } from '../core/codebook.ts';
import type { CodedSegment, CodingOutcome } from '../core/coding.ts';
import { foldForCues } from '../core/cues.ts';
import { type Interview, roleOf, sentenceText } from '../core/interview.ts';
import { type Candidate, candidatesOf, evidenceOf } from './candidates.ts';
import { isGenericTalk } from './generic-talk.ts';
import { primariesOf } from './primary-cause.ts';

/** A talkative person's fourth contributing cause says less than it dilutes. */
const CONTRIBUTING_MAX = 3;

export interface AttributionInput {
  readonly interview: Interview;
  readonly segments: readonly CodedSegment[];
  /** One for each coder that read the interview. */
  readonly outcomes: readonly CodingOutcome[];
  readonly separation: SeparationFinding;
  readonly codebook: Codebook;
}

/** Turns an interview's coded segments into its causes by rules R0-R13; no model, no clock, no chance. */
export function attribute(input: AttributionInput): Attribution {
  const { interview, separation, codebook } = input;
  const base = {
    interviewId: interview.id,
    codebook: codebookKey(codebook),
    separation,
    special: null,
    conflict: null,
    why: null,
  };
  // R0: what the document's own field says needs no speaker.
  if (!separation.ranked && !separation.doubt && (interview.doubt === null || separation.sentence === null))
    return { ...base, outcome: 'coded', causes: [] };
  if (interview.doubt !== null) return { ...base, outcome: 'review', causes: [], why: interview.doubt };
  const found = causesOf(input);
  const why = openQuestion(input);
  if (why !== null) return { ...base, outcome: 'review', causes: [], why };
  if (separation.doubt) return { ...base, ...found, outcome: 'review', special: null, why: 'separation-doubt' };
  if (found.causes.some(({ role }) => role !== 'mentioned')) return { ...base, ...found, outcome: 'coded' };
  return { ...base, causes: found.causes, ...withoutCause(input) };
}

/** R11: ticks don't decide for words that a coder read and could not settle. */
function openQuestion({ interview, segments, outcomes, codebook }: AttributionInput): string | null {
  if (!segments.some(({ coder, status }) => coder === 'tick' && status === 'accepted')) return null;
  if (segments.some(({ coder, status }) => coder !== 'tick' && status === 'accepted')) return null;
  const unsure = outcomes.find((outcome) => outcome.kind === 'unsure');
  const waits = segments.find(({ status }) => status === 'needs-person');
  const why = waits?.why ?? (unsure?.kind === 'unsure' ? unsure.why : null);
  return why !== null && hasWordsBesideTicks(interview, codebook) ? why : null;
}

function hasWordsBesideTicks(interview: Interview, codebook: Codebook): boolean {
  const ticks = new Set(interview.ticks.map(({ sentence }) => sentence));
  const empty = new Set(codebook.emptyTicks.map((option) => foldForCues(option)));
  return interview.sentences.some(({ id }) => {
    if (ticks.has(id) || !['leaver', 'note'].includes(roleOf(interview, id))) return false;
    const words = sentenceText(interview, id);
    return !empty.has(foldForCues(words).replace(/[.。]$/u, '')) && !isGenericTalk(words, codebook);
  });
}

type Causes = Pick<Attribution, 'causes' | 'special' | 'conflict'>;

function causesOf({ segments, interview, codebook }: AttributionInput): Causes {
  const accepted = withoutVague(segments.filter(({ status }) => status === 'accepted'));
  const candidates = candidatesOf(accepted, interview, codebook);
  const told = candidates.filter(({ tickOnly }) => !tickOnly);
  const ticked = candidates.filter(({ tickOnly }) => tickOnly);
  const mentioned = mentionedCauses(segments, new Set(candidates.map(({ code }) => code)));
  if (told.length === 0) return withMentioned(tickedCauses(ticked, interview), mentioned);
  const primaries = primariesOf(told, interview);
  const others = told.filter((candidate) => !primaries.includes(candidate)).sort(byWeight);
  const conflict = isConflict(primaries, accepted) ? ('form-vs-narrative' as const) : null;
  // R11: beside words a tick counts a little when they agree with the form, and not as a cause when they don't.
  const [withWords, beyond] = [others.slice(0, CONTRIBUTING_MAX), others.slice(CONTRIBUTING_MAX)];
  const room = conflict === null ? CONTRIBUTING_MAX - withWords.length : 0;
  const causes = [
    ...primaries.map(primaryCause),
    ...[...withWords, ...ticked.slice(0, room)].map(contributingCause),
    ...[...beyond, ...ticked.slice(room)].map(({ code, evidence }) => mentionedCause(code, evidence)),
  ];
  return withMentioned({ causes, special: primaries.length === 0 ? 'undetermined' : null, conflict }, mentioned);
}

function withMentioned(found: Causes, mentioned: readonly Cause[]): Causes {
  return { ...found, causes: [...found.causes, ...mentioned] };
}

/** R5: where a concrete code holds the same words, "another cause" says nothing of its own. */
function withoutVague(segments: readonly CodedSegment[]): readonly CodedSegment[] {
  const concrete = new Set(segments.filter(({ code }) => code !== 'other-cause').flatMap(({ sentences }) => sentences));
  return segments.filter(({ code, sentences }) => code !== 'other-cause' || !sentences.some((id) => concrete.has(id)));
}

/** Ticks alone: the main one, or the only one, is primary; several without a main one have no order. */
function tickedCauses(ticked: readonly Candidate[], interview: Interview): Causes {
  const main = new Set(interview.ticks.filter((tick) => tick.main).map(({ sentence }) => sentence));
  const isMain = ({ sentences }: Candidate) => ticked.length === 1 || sentences.some((id) => main.has(id));
  const primaries = ticked.filter(isMain);
  const others = ticked.filter((candidate) => !isMain(candidate));
  return {
    causes: [...primaries.map(primaryCause), ...others.map(contributingCause)],
    special: primaries.length === 0 && others.length > 0 ? 'undetermined' : null,
    conflict: null,
  };
}

function isConflict(primaries: readonly Candidate[], accepted: readonly CodedSegment[]): boolean {
  const ticked = new Set(accepted.filter(({ coder }) => coder === 'tick').map(({ code }) => code));
  return ticked.size > 0 && primaries.length > 0 && !primaries.some(({ code }) => ticked.has(code));
}

function primaryCause({ code, evidence, marks }: Candidate): Cause {
  const decisive = (marks.ranking || marks.counterfactual || marks.trigger) && !marks.secondHand;
  return { code, role: 'primary', strength: decisive ? 5 : 4, trigger: marks.trigger ? 'event' : null, evidence };
}

function contributingCause({ code, evidence, marks }: Candidate): Cause {
  const linkedTwice = (marks.counterfactual || marks.also) && !marks.secondHand;
  const trigger = marks.trigger ? 'event' : null;
  return { code, role: 'contributing', strength: linkedTwice ? 3 : 2, trigger, evidence };
}

function mentionedCause(code: string, evidence: Cause['evidence']): Cause {
  return { code, role: 'mentioned', strength: 1, trigger: null, evidence };
}

function mentionedCauses(segments: readonly CodedSegment[], causes: ReadonlySet<string>): readonly Cause[] {
  const mentioned = segments.filter(({ status, code }) => status === 'mentioned' && !causes.has(code));
  return [...Map.groupBy(mentioned, ({ code }) => code)].map(([code, own]) => mentionedCause(code, evidenceOf(own)));
}

/** Strongest first; equal ones stay in the order they were told. */
function byWeight(a: Candidate, b: Candidate): number {
  return contributingCause(b).strength - contributingCause(a).strength || b.marks.turns - a.marks.turns;
}

/** Nothing was accepted: no cause only when a coder said so, a fault only when all failed, else a person looks. */
function withoutCause({ segments, outcomes }: AttributionInput): Pick<Attribution, 'outcome' | 'special' | 'why'> {
  const review = (why: string) => ({ outcome: 'review' as const, special: null, why });
  const failed = outcomes.filter((outcome) => outcome.kind === 'failed');
  if (outcomes.length > 0 && failed.length === outcomes.length)
    return { outcome: 'failed', special: null, why: failed[0]?.fault ?? 'unexpected' };
  const waiting = segments.find(({ status }) => status === 'needs-person');
  if (waiting !== undefined) return review(waiting.why ?? 'no-model');
  const none = outcomes.filter((outcome) => outcome.kind === 'none');
  const generic =
    none.some(({ special }) => special === 'generic-reason') || segments.some(({ why }) => why === 'generic-words');
  if (none.length > 0 || (generic && segments.every(({ why }) => why === 'generic-words')))
    return { outcome: 'no-cause', special: generic ? 'generic-reason' : 'no-cause-found', why: null };
  const unsure = outcomes.find((outcome) => outcome.kind === 'unsure');
  if (unsure !== undefined) return review(unsure.why);
  if (failed.length > 0) return review(failed[0]?.fault ?? 'unexpected');
  return review(segments.some(({ status }) => status === 'mentioned') ? 'only-mentioned' : 'nothing-accepted');
}
