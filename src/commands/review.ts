import { randomUUID } from 'node:crypto';
import type { Interview } from '../core/interview.ts';
import type { Language } from '../core/language.ts';
import { placeOf } from '../core/place.ts';
import type { CodingDesks } from '../core/ports/coding-desk.ts';
import type { ButtonInput, WindowButtonInput } from '../core/ports/commands.ts';
import type { WindowRef } from '../core/ports/conversation.ts';
import type { Log } from '../core/ports/log.ts';
import type { ReviewSession } from '../core/ports/store.ts';
import type { ReportRequest } from '../core/report.ts';
import type { ReviewChoice } from '../core/review.ts';
import { type LoadedQueue, loadQueue } from '../jobs/review-load.ts';
import { claimKey, type ReviewClaim } from '../jobs/review-queue.ts';
import { reattribute } from '../jobs/review-recode.ts';
import { lastReport } from './last-report.ts';
import type { Asker, CommandDeps } from './report.ts';
import { type ReviewScreen, threadScreen, windowScreen } from './review-screen.ts';
import { type ClaimOnShow, claimView, doneView, otherCauseView, REVIEW_ACTIONS } from './review-view.ts';
import { REVIEW_WORDS as WORDS } from './review-words.ts';
import { createTurns, type TakeTurns } from './take-turns.ts';
import { fill } from './words.ts';

/** A claim on somebody's screen is kept from others this long, so that two people don't read the same one. */
const KEPT_FOR_MS = 5 * 60 * 1000;

export interface Review {
  /** Opens a review of what a request's interviews leave to a person, in a thread; says so when that is nothing. */
  start(request: ReportRequest, asker: Asker): Promise<void>;
  /** The same in the asker's own window; in a thread when the window can't be opened any more. */
  startInWindow(request: ReportRequest, asker: Asker, trigger: string): Promise<void>;
  /** A pressed button of a review. */
  press(input: ButtonInput): Promise<void>;
  pressInWindow(input: WindowButtonInput): Promise<void>;
}

interface ReviewParts {
  readonly deps: CommandDeps & { readonly log: Log };
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

/** A session, and where it is shown. */
interface Sitting {
  readonly session: ReviewSession;
  readonly screen: ReviewScreen;
}

/** Shows the claim of that key, else the most useful one that nobody else has before their eyes. */
async function showNext({ session, screen }: Sitting, reader: Reader, parts: ReviewParts): Promise<void> {
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
  if (show !== null) return screen.show(claimView(show));
  const report = await lastReport(session.channel, deps.store, session.request.codebook);
  const done = doneView({
    sessionId: session.id,
    language: session.request.language,
    own: queue.decisions.filter(({ sessionId }) => sessionId === session.id),
    all: queue.decisions,
    reportId: report?.id ?? null,
  });
  return screen.show(done);
}

async function start(request: ReportRequest, asker: Asker, parts: ReviewParts): Promise<void> {
  const { deps } = parts;
  const { channel, user } = asker;
  const queue = await loadQueue(scopeOf({ channel, request }, parts), user);
  if (queue.claims.length === 0) {
    const words = await nothingWords(request, channel, parts);
    return deps.conversation.whisper(placeOf(channel, asker.thread), user, { markdown: words, notice: words });
  }
  const id = randomUUID();
  const root = { markdown: fill(WORDS.root[request.language], { user }), notice: WORDS.title[request.language] };
  const thread = asker.thread ?? (await deps.conversation.post({ channel }, `review-root:${id}`, root)).ts;
  const session = await openSession({ id, channel, thread, openedBy: user, request }, parts);
  const screen = threadScreen(session, deps.conversation);
  return showNext({ session, screen }, { user, interviews: queue.interviews }, parts);
}

/** The window is opened before anything is loaded: Slack allows three seconds. */
async function startInWindow(
  request: ReportRequest,
  asker: Asker & { readonly window: WindowRef },
  parts: ReviewParts,
): Promise<void> {
  const { channel, user, window, thread } = asker;
  const screen = windowScreen(window, parts.deps.conversation);
  const queue = await loadQueue(scopeOf({ channel, request }, parts), user);
  if (queue.claims.length === 0) {
    const words = await nothingWords(request, channel, parts);
    return screen.show({ markdown: words, notice: WORDS.title[request.language] });
  }
  const opening = { id: randomUUID(), channel, thread: thread ?? '', openedBy: user, request };
  const session = await openSession(opening, parts);
  return showNext({ session, screen }, { user, interviews: queue.interviews }, parts);
}

async function nothingWords({ language }: ReportRequest, channel: string, { deps }: ReviewParts): Promise<string> {
  const isCoded = (await lastReport(channel, deps.store)) !== null;
  return (isCoded ? WORDS.nothingWaits : WORDS.nothingCoded)[language];
}

async function openSession(
  opening: Omit<ReviewSession, 'shown' | 'openedAt'>,
  { deps }: ReviewParts,
): Promise<ReviewSession> {
  const session = { ...opening, openedAt: deps.clock.now() };
  await deps.store.reviews.open(session);
  return { ...session, shown: null };
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
    deps.log.info({ session: session.id, stage: 'review', interview: interviewId, choice, isFirst }, 'stage done');
    return isFirst;
  });
}

/** Takes the person's last decision back and shows its claim again. */
async function undo(sitting: Sitting, user: string, parts: ReviewParts): Promise<boolean> {
  const { deps, desks, inTurn } = parts;
  const { session } = sitting;
  const undone = await deps.store.reviews.undo(session.id, user);
  if (undone === null) return false;
  await inTurn(`interview:${undone.interviewId}`, async () => {
    const interview = await deps.store.interviews.get(undone.interviewId);
    if (interview !== null) await reattribute(interview, desks(session.request.codebook), deps.store);
  });
  await showNext(sitting, { user, first: claimKey(undone) }, parts);
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

async function press(
  { user, action, value }: Pick<ButtonInput, 'user' | 'action' | 'value'>,
  sitting: Sitting,
  parts: ReviewParts,
): Promise<void> {
  const { session, screen } = sitting;
  const key = keyOf(value);
  const tell = (words: Readonly<Record<Language, string>>) => screen.tell(user, words[session.request.language]);
  if (action === REVIEW_ACTIONS.undo) {
    if (await undo(sitting, user, parts)) return;
    await tell(WORDS.nothingToUndo);
    return showNext(sitting, { user }, parts);
  }
  const queue = await loadQueue(scopeOf(session, parts), user);
  const { interviews } = queue;
  const claim = queue.claims.find((one) => one.key === key);
  const choice = choiceOf(action);
  const show = claim === undefined ? null : onShow(session, claim, queue, parts.desks);
  if (action === REVIEW_ACTIONS.other && show !== null) return screen.show(otherCauseView(show));
  if (choice === null) return showNext(sitting, { user, first: key, interviews }, parts);
  const isFirst = claim !== undefined && (await decide({ session, claim, user, ...choice }, parts));
  // Pressing twice is no news to the one who pressed.
  const isOwn = queue.decisions.some((decision) => decision.user === user && claimKey(decision) === key);
  if (!isFirst && !isOwn) await tell(WORDS.alreadyDecided);
  return showNext(sitting, { user, interviews }, parts);
}

/** A button's value is "SESSION CLAIM". */
const sessionIdOf = (value: string) => value.split(' ')[0] ?? '';
const keyOf = (value: string) => value.split(' ')[1] ?? '';

/** Builds the review: one claim at a time on one screen; every decision counts at once. */
export function createReview(deps: ReviewParts['deps'], desks: CodingDesks): Review {
  const inTurn = createTurns();
  const parts: ReviewParts = { deps, desks, inTurn };
  const { conversation } = deps;
  const gone = { markdown: `${WORDS.sessionGone.en}\n${WORDS.sessionGone.zh}`, notice: WORDS.title.en };
  return {
    start: (request, asker) => start(request, asker, parts),
    async startInWindow(request, asker, trigger) {
      const { language } = request;
      const wait = { markdown: WORDS.loading[language], notice: WORDS.title[language] };
      const window = await conversation.openWindow(trigger, wait);
      return window === null ? start(request, asker, parts) : startInWindow(request, { ...asker, window }, parts);
    },
    async press(input) {
      const session = await deps.store.reviews.session(sessionIdOf(input.value));
      if (session !== null && session.channel === input.message.channel) {
        const sitting = { session, screen: threadScreen(session, conversation) };
        return inTurn(`session:${session.id}`, () => press(input, sitting, parts));
      }
      return conversation.whisper(placeOf(input.message.channel, input.thread), input.user, gone);
    },
    async pressInWindow({ window, ...input }) {
      if (window === null) return;
      const session = await deps.store.reviews.session(sessionIdOf(input.value));
      // Whoever has left the channel no longer sees its interviews, though the window may still be open.
      const isTheirs = session?.openedBy === input.user && (await conversation.isMember(session.channel, input.user));
      if (session === null || !isTheirs) return void (await conversation.showInWindow(window, gone));
      const sitting = { session, screen: windowScreen(window, conversation) };
      return inTurn(`session:${session.id}`, () => press(input, sitting, parts));
    },
  };
}
