import { codeById } from '../core/codebook.ts';
import type { CodedSegment, Link } from '../core/coding.ts';
import type { ReviewDecision } from '../core/review.ts';
import type { AttributionInput } from '../evidence/attribute.ts';

/**
 * Brings people's decisions into an interview's coded segments, as a coder that outranks the others. They name codes
 * and sentences, not segments, so they hold for whatever a later coder or codebook version proposes about them.
 */
export function applyDecisions(input: AttributionInput, decisions: readonly ReviewDecision[]): AttributionInput {
  return decisions.reduce(applyOne, { ...input, segments: unreviewed(input.segments) });
}

/** The segments as they were before any decision. */
function unreviewed(segments: readonly CodedSegment[]): readonly CodedSegment[] {
  return segments
    .filter(({ coder }) => coder !== 'person')
    .map(({ unreviewed: before, ...segment }) => (before === undefined ? segment : { ...segment, ...before }));
}

function applyOne(input: AttributionInput, decision: ReviewDecision): AttributionInput {
  if (decision.choice === 'skip') return input;
  return decision.code === null ? answerOpenQuestion(input, decision) : judge(input, decision, decision.code);
}

function judge(input: AttributionInput, decision: ReviewDecision, code: string): AttributionInput {
  const { choice, chosen } = decision;
  const settled = input.segments.map((segment) =>
    segment.code === code && overlaps(segment, decision) ? settle(segment, choice === 'accept') : segment,
  );
  const accepted = choice === 'accept' ? code : chosen;
  return withPerson({ ...input, segments: settled }, decision, { code: accepted, link: 'stated' });
}

/**
 * The answer to "which cause?" also answers what kept the interview waiting: who speaks, and whether the leaving was
 * the person's own choice. "None" takes back what the shown sentences were coded as.
 */
function answerOpenQuestion(input: AttributionInput, decision: ReviewDecision): AttributionInput {
  const { separation, interview } = input;
  const named = decision.choice === 'other';
  const settled = named
    ? input.segments
    : input.segments.map((segment) => (overlaps(segment, decision) ? settle(segment, false) : segment));
  const answered: AttributionInput = {
    ...input,
    interview: { ...interview, doubt: null },
    separation: separation.doubt ? { ...separation, doubt: false, ranked: named } : separation,
    outcomes: named
      ? input.outcomes
      : [{ kind: 'none', special: 'no-cause-found', sentences: [...decision.sentences] }],
    segments: settled,
  };
  return withPerson(answered, decision, { code: decision.chosen, link: 'why-answer' });
}

function overlaps(segment: CodedSegment, { sentences }: ReviewDecision): boolean {
  return segment.coder !== 'person' && segment.sentences.some((id) => sentences.includes(id));
}

function settle(segment: CodedSegment, accepted: boolean): CodedSegment {
  const status = accepted ? 'accepted' : 'rejected';
  if (segment.status === status) return segment;
  const before = { status: segment.status, why: segment.why };
  return { ...segment, status, why: accepted ? null : 'reviewer', unreviewed: segment.unreviewed ?? before };
}

/** Adds what a person named as a cause; one that a later codebook no longer has is kept in the decision alone. */
function withPerson(
  input: AttributionInput,
  { sentences }: ReviewDecision,
  { code, link }: { readonly code: string | null; readonly link: Link },
): AttributionInput {
  if (code === null || (code !== 'other-cause' && codeById(input.codebook, code) === undefined)) return input;
  const person = { coder: 'person', model: null, status: 'accepted', why: null, verdicts: [] } as const;
  return { ...input, segments: [...input.segments, { ...person, code, link, sentences }] };
}
