import { createHash } from 'node:crypto';
import type { CodedSegment } from '../core/coding.ts';
import { foldForCues } from '../core/cues.ts';
import type { AttributedInterview } from '../core/findings.ts';
import { type Interview, questionTextOf, type Turn } from '../core/interview.ts';
import type { ReviewDecision, ReviewSubject } from '../core/review.ts';
import { ASKS_WHY } from '../evidence/cause-words.ts';

/** Of the claims accepted without a person, this share is shown to one, to estimate how many wrong ones escape. */
const SAMPLED_SHARE = 0.05;
/** The open question shows the beginning of an answer; more isn't read at a glance. */
const ANSWER_SENTENCES = 6;
/** Characters of a note's passage in which its heading stands ("1. Reason for leaving: …"). */
const HEADING = 24;

/** A claim that waits for a person. */
export interface ReviewClaim extends ReviewSubject {
  /** Names the claim in buttons and between sessions. */
  readonly key: string;
  /** `sample`: accepted already, shown to estimate escapes. */
  readonly kind: 'needs-person' | 'which-cause' | 'sample';
  /** Everything that coders and checks said about this code on these sentences, rejected proposals too. */
  readonly segments: readonly CodedSegment[];
}

export interface QueueInput {
  readonly interviews: readonly AttributedInterview[];
  /** Coded segments by interview id. */
  readonly segments: ReadonlyMap<string, readonly CodedSegment[]>;
  readonly decisions: readonly ReviewDecision[];
  /** Who is going to be asked; null counts what is open for anybody. */
  readonly user: string | null;
}

/** Names a claim by what it says, the same in every process and session. */
export function claimKey({ interviewId, code, sentences }: ReviewSubject): string {
  return digest([interviewId, code ?? '', sentences.join(',')])
    .toString('hex')
    .slice(0, 16);
}

function digest(parts: readonly string[]): Buffer {
  return createHash('sha256').update(parts.join('\n')).digest();
}

/** True for the fixed share of accepted claims that people look at; by hash, so that it is the same at every run. */
export function isSampled(interviewId: string, code: string): boolean {
  return digest([interviewId, code]).readUInt32BE(0) / 2 ** 32 < SAMPLED_SHARE;
}

/**
 * Lists the claims that wait for a person, the most useful first: uncertainty (1 - margin; 1 when nobody measured it,
 * and for the sample, which is there to doubt the margins) times effect. The effect is 1 plus the places the cause
 * could move if all its waiting claims were accepted, or if the sampled one were struck out.
 *
 * Only interviews that count in the ranking are asked about. A decided claim doesn't come back; a skipped one doesn't
 * come back to the person who skipped it.
 */
export function reviewQueue(input: QueueInput): readonly ReviewClaim[] {
  const decisions = Map.groupBy(input.decisions, ({ interviewId }) => interviewId);
  const claims = input.interviews.flatMap((each) =>
    claimsOf(each, input.segments.get(each.interview.id) ?? []).filter(
      (claim) => !isSettled(claim, decisions.get(claim.interviewId) ?? [], input.user),
    ),
  );
  const places = createPlaces(input.interviews, claims);
  const urgency = (claim: ReviewClaim) => uncertaintyOf(claim) * (1 + places(claim));
  // The sort is stable: among equals the earlier interview comes first.
  return claims
    .map((claim) => ({ claim, urgency: urgency(claim) }))
    .sort((a, b) => b.urgency - a.urgency)
    .map(({ claim }) => claim);
}

function claimsOf({ interview, attribution }: AttributedInterview, segments: readonly CodedSegment[]): ReviewClaim[] {
  const { separation, outcome } = attribution;
  if (outcome === 'failed' || (!separation.ranked && !separation.doubt && interview.doubt === null)) return [];
  const accepted = Map.groupBy(
    segments.filter(({ status }) => status === 'accepted'),
    ({ code }) => code,
  );
  // A code that is a cause already gains nothing from a doubtful second sighting.
  const waiting = Map.groupBy(
    segments.filter(({ status, code }) => status === 'needs-person' && !accepted.has(code)),
    ({ code }) => code,
  );
  const claim = (kind: ReviewClaim['kind'], [code, own]: readonly [string, readonly CodedSegment[]]): ReviewClaim => {
    const sentences = [...new Set(own.flatMap((segment) => segment.sentences))].sort((a, b) => a - b);
    const subject = { interviewId: interview.id, code, sentences };
    const isAbout = (segment: CodedSegment) =>
      segment.code === code && segment.sentences.some((id) => sentences.includes(id));
    return { ...subject, key: claimKey(subject), kind, segments: segments.filter(isAbout) };
  };
  const claims = [...waiting].map((group) => claim('needs-person', group));
  const open = outcome === 'review' && claims.length === 0 ? openQuestion(interview) : null;
  // A tick is the leaver's own statement, and what a person accepted is no escape.
  const isMachines = (own: readonly CodedSegment[]) =>
    own.every(({ coder }) => coder !== 'person') && own.some(({ coder }) => coder !== 'tick');
  const sample = [...accepted].filter(([code, own]) => isSampled(interview.id, code) && isMachines(own));
  return [...claims, ...(open === null ? [] : [open]), ...sample.map((group) => claim('sample', group))];
}

/** "Which cause?", asked about the leaver's answer to the question why, else about the longest thing they said. */
function openQuestion(interview: Interview): ReviewClaim | null {
  const ticks = new Set(interview.ticks.map(({ sentence }) => sentence));
  // Ticks are coded by themselves: what waits is what was said.
  const holdsWords = ({ index }: Turn) => interview.sentences.some(({ id, turn }) => turn === index && !ticks.has(id));
  const own = interview.turns.filter(
    (turn) =>
      holdsWords(turn) &&
      (turn.role === 'leaver' || turn.role === 'note' || (turn.role === 'unknown' && interview.doubt !== null)),
  );
  const longest = own.reduce<Turn | null>(
    (best, turn) => (best === null || size(turn) > size(best) ? turn : best),
    null,
  );
  const turn = own.find((each) => answersWhy(interview, each)) ?? longest;
  const sentences = interview.sentences
    .filter((sentence) => sentence.turn === turn?.index)
    .slice(0, ANSWER_SENTENCES)
    .map(({ id }) => id);
  if (sentences.length === 0) return null;
  const subject = { interviewId: interview.id, code: null, sentences };
  return { ...subject, key: claimKey(subject), kind: 'which-cause', segments: [] };
}

function size(turn: Turn): number {
  return turn.end - turn.start;
}

function answersWhy(interview: Interview, turn: Turn): boolean {
  const isHeaded = turn.role === 'note' && turn.question === undefined;
  const question = isHeaded ? interview.text.slice(turn.start, turn.start + HEADING) : questionTextOf(interview, turn);
  return question !== null && ASKS_WHY.test(foldForCues(question));
}

/** An accepted code is settled for the whole interview, a rejected one for the sentences that were shown. */
function isSettled(claim: ReviewClaim, decisions: readonly ReviewDecision[], user: string | null): boolean {
  return decisions.some((decision) => {
    const { choice, code, chosen } = decision;
    if (choice !== 'skip' && claim.code !== null && (choice === 'accept' ? code : chosen) === claim.code) return true;
    if (code !== claim.code || (choice === 'skip' && decision.user !== user)) return false;
    return code === null || decision.sentences.some((id) => claim.sentences.includes(id));
  });
}

/** 0..1. */
function uncertaintyOf({ kind, segments }: ReviewClaim): number {
  const waiting = segments.filter(({ status }) => status === 'needs-person');
  if (kind === 'sample' || waiting.length === 0) return 1;
  return Math.max(...waiting.map(({ margin }) => (margin === undefined ? 1 : 1 - margin)));
}

/** How many other causes a claim's cause could pass or fall behind; none where the cause isn't known yet. */
function createPlaces(interviews: readonly AttributedInterview[], claims: readonly ReviewClaim[]) {
  const count = new Map<string, number>();
  for (const { attribution } of interviews) {
    if (!attribution.separation.ranked) continue;
    for (const { code, role } of attribution.causes) {
      if (role !== 'mentioned') count.set(code, (count.get(code) ?? 0) + 1);
    }
  }
  const waiting = Map.groupBy(
    claims.filter(({ kind }) => kind === 'needs-person'),
    ({ code }) => code,
  );
  return ({ code, kind }: ReviewClaim): number => {
    if (code === null) return 0;
    const now = count.get(code) ?? 0;
    const [low, high] = kind === 'sample' ? [now - 1, now] : [now, now + (waiting.get(code)?.length ?? 0)];
    return [...count].filter(([other, n]) => other !== code && n >= low && n <= high).length;
  };
}
