import { randomUUID } from 'node:crypto';
import type { Interview } from '../core/interview.ts';
import type { Language } from '../core/language.ts';
import type { CodingDesks } from '../core/ports/coding-desk.ts';
import type { ButtonInput } from '../core/ports/commands.ts';
import type { MessageView } from '../core/ports/conversation.ts';
import type { ReviewSession } from '../core/ports/store.ts';
import type { ReportRequest } from '../core/report.ts';
import type { ReviewChoice } from '../core/review.ts';
import { type LoadedQueue, loadQueue } from '../jobs/review-load.ts';
import { claimKey, type ReviewClaim } from '../jobs/review-queue.ts';
import { reattribute } from '../jobs/review-recode.ts';
import { lastReport } from './last-report.ts';
import type { Asker, CommandDeps } from './report.ts';
import { type ClaimOnShow, claimView, doneView, otherCauseView, REVIEW_ACTIONS } from './review-view.ts';
import { REVIEW_WORDS as WORDS } from './review-words.ts';
import { createTurns, type TakeTurns } from './take-turns.ts';
import { fill } from './words.ts';

/** A claim on somebody's screen is kept from others this long, so that two people don't read the same one. */
const KEPT_FOR_MS = 5 * 60 * 1000;

export interface Review {
  /** Opens a review of what a request's interviews leave to a person; says so when that is nothing. */
  start(request: ReportRequest, asker: Asker): Promise<void>;
  /** A pressed button of a review. */
  press(input: ButtonInput): Promise<void>;
}

interface ReviewParts {
  readonly deps: CommandDeps;
  readonly desks: CodingDesks;
  readonly inTurn: TakeTurns;
}

function scopeOf({ channel, request }: Pick<ReviewSession, 'channel' | 'request'>, { deps, desks }: ReviewParts) {
  return { store: deps.store, channel, request, desk: desks(request.codebook) };
}

/** Who looks, which claim they want to see first, and the interviews when they are at hand. */
interface Reader {
  readonly user: string;
  readonly first?: string;
  readonly interviews?: readonly Interview[];
}

function onShow(
  session: ReviewSession,
  claim: ReviewClaim,
  queue: LoadedQueue,
  desks: CodingDesks,
): ClaimOnShow | null {
  const index = queue.interviews.findIndex(({ id }) => id === claim.interviewId);
  const interview = queue.interviews[index];
  if (interview === undefined) return null;
  const decided = queue.decisions.filter(({ sessionId }) => sessionId === session.id).length;
  return {
    sessionId: session.id,
    language: session.request.language,
    codebook: desks(session.request.codebook).codebook,
    claim,
    interview,
    number: index + 1,
    position: decided + 1,
    total: decided + queue.claims.length,
  };
}

async function put(session: ReviewSession, view: MessageView, { deps }: ReviewParts): Promise<void> {
  const place = { channel: session.channel, thread: session.thread };
  const live = await deps.conversation.open(place, `review:${session.id}`, view);
  await live.finish(view);
}

/** Shows the claim of that key, else the most useful one that nobody else has before their eyes. */
async function showNext(session: ReviewSession, reader: Reader, parts: ReviewParts): Promise<void> {
  const { deps, desks } = parts;
  const queue = await loadQueue(scopeOf(session, parts), reader.user, reader.interviews);
  const now = deps.clock.now();
  const elsewhere = new Set(await deps.store.reviews.shownElsewhere(session, now - KEPT_FOR_MS));
  const claim =
    queue.claims.find(({ key }) => key === reader.first) ??
    queue.claims.find(({ key }) => !elsewhere.has(key)) ??
    queue.claims[0];
  await deps.store.reviews.show(session.id, claim === undefined ? null : { claim: claim.key, at: now });
  const show = claim === undefined ? null : onShow(session, claim, queue, desks);
  if (show !== null) return put(session, claimView(show), parts);
  const report = await lastReport(session.channel, deps.store, session.request.codebook);
  const done = doneView({
    sessionId: session.id,
    language: session.request.language,
    own: queue.decisions.filter(({ sessionId }) => sessionId === session.id),
    all: queue.decisions,
    reportId: report?.id ?? null,
  });
  return put(session, done, parts);
}

async function start(request: ReportRequest, asker: Asker, parts: ReviewParts): Promise<void> {
  const { deps } = parts;
  const { language } = request;
  const { channel, user } = asker;
  const queue = await loadQueue(scopeOf({ channel, request }, parts), user);
  if (queue.claims.length === 0) {
    const words = (await lastReport(channel, deps.store)) === null ? WORDS.nothingCoded : WORDS.nothingWaits;
    const place = asker.thread === null ? { channel } : { channel, thread: asker.thread };
    return deps.conversation.whisper(place, user, { markdown: words[language], notice: words[language] });
  }
  const id = randomUUID();
  const root = { markdown: fill(WORDS.root[language], { user }), notice: WORDS.title[language] };
  const thread = asker.thread ?? (await deps.conversation.post({ channel }, `review-root:${id}`, root)).ts;
  const session = { id, channel, thread, openedBy: user, openedAt: deps.clock.now(), request };
  await deps.store.reviews.open(session);
  return showNext({ ...session, shown: null }, { user, interviews: queue.interviews }, parts);
}

interface Decision {
  readonly session: ReviewSession;
  readonly claim: ReviewClaim;
  readonly user: string;
  readonly choice: ReviewChoice;
  readonly chosen: string | null;
}

/** Keeps a decision and counts it at once; false when somebody else was first. */
function decide({ session, claim, user, choice, chosen }: Decision, parts: ReviewParts): Promise<boolean> {
  const { deps, desks, inTurn } = parts;
  const { interviewId, code, sentences } = claim;
  const desk = desks(session.request.codebook);
  return inTurn(`interview:${interviewId}`, async () => {
    const isFirst = await deps.store.reviews.decide({
      ...{ interviewId, code, sentences, choice, chosen, user },
      id: randomUUID(),
      codebookId: desk.codebook.id,
      sampled: claim.kind === 'sample',
      decidedAt: deps.clock.now(),
      sessionId: session.id,
    });
    const interview = isFirst && choice !== 'skip' ? await deps.store.interviews.get(interviewId) : null;
    if (interview !== null) await reattribute(interview, desk, deps.store);
    return isFirst;
  });
}

/** Takes the person's last decision back and shows its claim again. */
async function undo(session: ReviewSession, user: string, parts: ReviewParts): Promise<boolean> {
  const { deps, desks, inTurn } = parts;
  const undone = await deps.store.reviews.undo(session.id, user);
  if (undone === null) return false;
  await inTurn(`interview:${undone.interviewId}`, async () => {
    const interview = await deps.store.interviews.get(undone.interviewId);
    if (interview !== null) await reattribute(interview, desks(session.request.codebook), deps.store);
  });
  await showNext(session, { user, first: claimKey(undone) }, parts);
  return true;
}

/** What a button decides, or null for one that only turns the page. */
function choiceOf(action: string): Pick<Decision, 'choice' | 'chosen'> | null {
  if (action === REVIEW_ACTIONS.accept) return { choice: 'accept', chosen: null };
  if (action === REVIEW_ACTIONS.reject) return { choice: 'reject', chosen: null };
  if (action === REVIEW_ACTIONS.skip) return { choice: 'skip', chosen: null };
  const isCause = action.startsWith(REVIEW_ACTIONS.cause);
  return isCause ? { choice: 'other', chosen: action.slice(REVIEW_ACTIONS.cause.length) } : null;
}

async function press(input: ButtonInput, session: ReviewSession, key: string, parts: ReviewParts): Promise<void> {
  const { deps, desks } = parts;
  const { user, action } = input;
  const { language } = session.request;
  const tell = (words: Readonly<Record<Language, string>>) =>
    deps.conversation.whisper({ channel: session.channel, thread: session.thread }, user, {
      markdown: words[language],
      notice: words[language],
    });
  if (action === REVIEW_ACTIONS.undo) {
    if (!(await undo(session, user, parts))) await tell(WORDS.nothingToUndo);
    return;
  }
  const queue = await loadQueue(scopeOf(session, parts), user);
  const { interviews } = queue;
  const claim = queue.claims.find((one) => one.key === key);
  const choice = choiceOf(action);
  const show = claim === undefined ? null : onShow(session, claim, queue, desks);
  if (action === REVIEW_ACTIONS.other && show !== null) return put(session, otherCauseView(show), parts);
  if (choice === null) return showNext(session, { user, first: key, interviews }, parts);
  const isFirst = claim !== undefined && (await decide({ session, claim, user, ...choice }, parts));
  // Pressing twice is no news to the one who pressed.
  const isOwn = queue.decisions.some((decision) => decision.user === user && claimKey(decision) === key);
  if (!isFirst && !isOwn) await tell(WORDS.alreadyDecided);
  return showNext(session, { user, interviews }, parts);
}

/** Builds the review: one claim at a time in one live message; every decision counts at once. */
export function createReview(deps: CommandDeps, desks: CodingDesks): Review {
  const inTurn = createTurns();
  const parts: ReviewParts = { deps, desks, inTurn };
  return {
    start: (request, asker) => start(request, asker, parts),
    async press(input) {
      const [sessionId = '', key = ''] = input.value.split(' ');
      const session = await deps.store.reviews.session(sessionId);
      if (session !== null && session.channel === input.message.channel)
        return inTurn(`session:${sessionId}`, () => press(input, session, key, parts));
      const words = `${WORDS.sessionGone.en}\n${WORDS.sessionGone.zh}`;
      const { channel } = input.message;
      const place = input.thread === null ? { channel } : { channel, thread: input.thread };
      return deps.conversation.whisper(place, input.user, { markdown: words, notice: words });
    },
  };
}
