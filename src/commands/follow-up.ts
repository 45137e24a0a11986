import { randomUUID } from 'node:crypto';
import { createSentenceIndexes } from '../answers/sentence-index.ts';
import { causeName } from '../core/cause-name.ts';
import { AttritionError, toAttritionError } from '../core/errors.ts';
import { faultSentence } from '../core/fault-sentences.ts';
import type { Language } from '../core/language.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import { placeOf } from '../core/place.ts';
import { plainView } from '../core/plain-view.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { ButtonInput } from '../core/ports/commands.ts';
import type { LanguageModel } from '../core/ports/language-model.ts';
import type { ThreadTurn } from '../core/ports/store.ts';
import { type ChannelCache, createChannelCache } from '../jobs/channel-cache.ts';
import { showExchange } from './exchange.ts';
import { type Asking, type AskingManner, answerTo, type FollowUpParts, type Indexes } from './follow-up-answer.ts';
import { scopeOf } from './follow-up-scope.ts';
import { ANSWER_ACTIONS, type AnswerNote, answerView, type FinishedAnswer } from './follow-up-view.ts';
import { FOLLOW_UP } from './follow-up-words.ts';
import type { Asker } from './report.ts';
import { fill, WORDS } from './words.ts';

/** Characters read of a question: more is a text, not a question. */
const QUESTION_LIMIT = 500;
/** Bytes of answers kept in memory. */
const CACHE_BYTES = 8 * 1024 * 1024;

export interface FollowUp {
  /** Answers a question about a channel's interviews in its thread; a new thread when `asker.thread` is null. */
  ask(question: string, asker: Asker, manner: AskingManner): Promise<void>;
  /** A pressed button of an answer. */
  press(input: ButtonInput): Promise<void>;
}

/** The cache of answers; only those a model was not hindered in are kept. */
export function createFollowUpCache(clock: Clock): ChannelCache<FinishedAnswer> {
  return createChannelCache<FinishedAnswer>(clock, {
    maxBytes: CACHE_BYTES,
    mayKeep: ({ fallback, writer }) => fallback === null || writer !== null,
  });
}

const noteOf = (turn: ThreadTurn, manner: AskingManner, model: LanguageModel | null, cut: boolean): AnswerNote => ({
  turnId: turn.id,
  language: manner.language,
  fromCacheMs: null,
  before: cut ? fill(FOLLOW_UP.cut[manner.language], { limit: QUESTION_LIMIT }) : null,
  canHurry: model !== null && !manner.fast,
});

async function run(asking: Asking, parts: FollowUpParts, indexes: Indexes): Promise<void> {
  const { turn, scope, live, signal, manner } = asking;
  const { store } = parts.deps;
  try {
    const { form, answer, fromCacheMs } = await answerTo(asking, parts, indexes);
    const quoted = answer.quotations.map(({ interviewId }) => interviewId);
    if (!(await store.forget.areThere(scope.report.id, quoted))) throw new AttritionError('deleted-meanwhile');
    const view = answerView(answer, { ...asking.note, fromCacheMs });
    await live.finish(view);
    await store.turns.answer(turn.id, form, view.markdown);
  } catch (error) {
    const fault = toAttritionError(error);
    const words = signal.aborted
      ? FOLLOW_UP.stopped[manner.language]
      : faultSentence(fault.code, fault.detail, manner.language);
    parts.deps.log.warn(
      { turn: turn.id, code: signal.aborted ? 'aborted' : fault.code, cause: causeName(fault.cause) },
      'question not answered',
    );
    await live.finish({ markdown: words, notice: words });
  }
}

/** Opens the turn: in the thread that was asked in, else in a new one that begins with the question. */
async function begin(
  asked: string,
  asker: Asker,
  manner: AskingManner,
  parts: FollowUpParts,
): Promise<Pick<Asking, 'turn' | 'scope' | 'live' | 'note' | 'earlier'> | null> {
  const { deps } = parts;
  const { store, conversation, clock } = deps;
  const { channel, user } = asker;
  const { language } = manner;
  const scope = await scopeOf(asker, store, deps.desks);
  if (scope === null) {
    const words = WORDS.noReportYet[language];
    await conversation.whisper(placeOf(channel, asker.thread), user, { markdown: words, notice: words });
    return null;
  }
  const question = asked.slice(0, QUESTION_LIMIT).toWellFormed();
  const id = randomUUID();
  const root = fill(FOLLOW_UP.askedBy[language], { user, question: escapeMarkdown(question) });
  const thread =
    asker.thread ??
    (await conversation.post({ channel }, `question:${id}`, { markdown: root, notice: FOLLOW_UP.reading[language] }))
      .ts;
  const turn = { id, channel, thread, reportId: scope.report.id, askedBy: user, askedAt: clock.now(), question };
  const earlier = await store.turns.list(channel, thread);
  await store.turns.ask(turn);
  const live = await conversation.open({ channel, thread }, `answer:${id}`, {
    markdown: FOLLOW_UP.reading[language],
    notice: FOLLOW_UP.reading[language],
  });
  const whole = { ...turn, query: null, answer: null };
  const note = noteOf(whole, manner, parts.writer(manner.fast), asked.length > QUESTION_LIMIT);
  return { turn: whole, scope, live, note, earlier };
}

/** Builds the follow-up questions: a closed query that code answers, or the leavers' own sentences. */
export function createFollowUp(parts: FollowUpParts): FollowUp {
  const indexes = createSentenceIndexes();
  const running = new Map<string, AbortController>();
  const { store, conversation } = parts.deps;

  async function ask(question: string, asker: Asker, manner: AskingManner): Promise<void> {
    const begun = await begin(question, asker, manner, parts);
    if (begun === null) return;
    const stop = new AbortController();
    running.set(begun.turn.id, stop);
    const signal = AbortSignal.any([stop.signal, begun.live.gone]);
    await run({ ...begun, manner, signal }, parts, indexes).finally(() => running.delete(begun.turn.id));
  }

  async function openQuotation(input: ButtonInput, language: Language): Promise<string> {
    const [, interviewId = '', sentences = ''] = input.value.split(' ');
    const interview = await store.interviews.get(interviewId);
    if (interview === null || interview.channel !== input.message.channel) return FOLLOW_UP.gone[language];
    return showExchange(interview, sentences.split(',').map(Number), language);
  }

  return {
    ask,
    async press(input) {
      const { user, message, action, value, thread } = input;
      const turn = await store.turns.get(value.split(' ')[0] ?? '');
      const isHere = turn !== null && turn.channel === message.channel;
      const language: Language = isHere && /\p{Script=Han}/u.test(turn.question) ? 'zh' : 'en';
      const place = placeOf(message.channel, thread);
      const tell = (words: string) => conversation.whisper(place, user, plainView(words));
      if (!isHere) return tell(`${WORDS.oldButton.en}\n${WORDS.oldButton.zh}`);
      if (action.startsWith(ANSWER_ACTIONS.quotation)) return tell(await openQuotation(input, language));
      if (action === ANSWER_ACTIONS.stop) {
        const controller = running.get(turn.id);
        if (controller === undefined) return tell(FOLLOW_UP.notRunning[language]);
        return controller.abort();
      }
      const fast = action === ANSWER_ACTIONS.fast;
      const asker = { channel: turn.channel, user, thread: turn.thread };
      return ask(turn.question, asker, { language, anew: !fast, fast });
    },
  };
}
