import { asideIn } from '../answers/aside.ts';
import { causeName } from '../core/cause-name.ts';
import { placeOf } from '../core/place.ts';
import { plainView } from '../core/plain-view.ts';
import type { ButtonInput } from '../core/ports/commands.ts';
import type { AskingManner } from '../core/ports/question-store.ts';
import { type CacheDeps, type ChannelCache, createChannelCache } from '../jobs/channel-cache.ts';
import type { StopSwitch } from '../jobs/stop-switch.ts';
import { announce } from './answer-message.ts';
import { askedId } from './asked-id.ts';
import { showExchange } from './exchange.ts';
import type { FollowUpParts } from './follow-up-answer.ts';
import { createFollowUpRun, type FollowUpRun, QUESTION_LIMIT } from './follow-up-run.ts';
import { reportOf } from './follow-up-scope.ts';
import { ANSWER_ACTIONS, type FinishedAnswer } from './follow-up-view.ts';
import { FOLLOW_UP } from './follow-up-words.ts';
import { keptAnswerSchema } from './kept-answer.ts';
import type { Asker } from './report.ts';
import { WORDS } from './words.ts';

/** Bytes of answers kept in memory. */
const CACHE_BYTES = 8 * 1024 * 1024;

/** How a question is asked; whether it was cut is found out here. */
type Wish = Omit<AskingManner, 'isCut'>;

export interface FollowUp extends FollowUpRun {
  /**
   * Takes a question about a channel's interviews, to be answered in its thread; where `asker.thread` is null, in one
   * message of the channel together with the question. It is kept and queued: whichever process is there answers it,
   * also after a crash.
   */
  ask(question: string, asker: Asker, wish: Wish): Promise<void>;
  /** A pressed button of an answer. */
  press(input: ButtonInput): Promise<void>;
}

/** The cache of answers; only those a model was not hindered in are kept. */
export function createFollowUpCache(deps: CacheDeps): ChannelCache<FinishedAnswer> {
  return createChannelCache(deps, {
    maxBytes: CACHE_BYTES,
    schema: keptAnswerSchema,
    mayKeep: ({ fallback, writer }) => fallback === null || writer !== null,
  });
}

/** Keeps the question and queues it, once a message; people hear that it is being looked up when no answer comes at once. */
async function take(asked: string, asker: Asker, wish: Wish, { deps }: FollowUpParts): Promise<void> {
  const { store, conversation, clock, queue, log } = deps;
  const { channel, user, thread } = asker;
  const { language } = wish;
  // "Thanks!" is said to the others in the thread as well: nobody waits for an answer.
  if (asideIn(asked) === 'thanks') return;
  const report = await reportOf(asker, store);
  if (report === null) {
    return conversation.whisper(placeOf(channel, thread), user, plainView(WORDS.noReportYet[language]));
  }
  const id = askedId(asker);
  const question = asked.slice(0, QUESTION_LIMIT).toWellFormed();
  const manner = { ...wish, isCut: asked.length > QUESTION_LIMIT };
  const turn = { id, channel, thread, reportId: report.id, askedBy: user, askedAt: clock.now(), question, manner };
  if (!(await store.turns.ask(turn, { id, queue: 'question', payload: { turnId: id } }))) return;
  await queue.handOver(id);
  // Not waited for: the question is kept, and Slack is to hear of it.
  announce(turn, deps).catch((error) => log.warn({ turn: id, cause: causeName(error) }, 'question not announced'));
}

/** Builds the follow-up questions: a closed query that code answers, or the leavers' own sentences. */
export function createFollowUp(parts: FollowUpParts, switches: StopSwitch): FollowUp {
  const { store, conversation } = parts.deps;
  const ask: FollowUp['ask'] = (question, asker, wish) => take(question, asker, wish, parts);

  async function openQuotation(input: ButtonInput, language: AskingManner['language']): Promise<string> {
    const [, interviewId = '', sentences = ''] = input.value.split(' ');
    const interview = await store.interviews.get(interviewId);
    if (interview === null || interview.channel !== input.message.channel) return FOLLOW_UP.gone[language];
    return showExchange(interview, sentences.split(',').map(Number), language);
  }

  return {
    ask,
    ...createFollowUpRun(parts, switches),
    async press(input) {
      const { user, message, action, value, thread } = input;
      const turn = await store.turns.get(value.split(' ')[0] ?? '');
      const tell = (words: string) => conversation.whisper(placeOf(message.channel, thread), user, plainView(words));
      if (turn === null || turn.channel !== message.channel) {
        return tell(`${WORDS.oldButton.en}\n${WORDS.oldButton.zh}`);
      }
      const { language } = turn.manner;
      if (action.startsWith(ANSWER_ACTIONS.quotation)) return tell(await openQuotation(input, language));
      if (action === ANSWER_ACTIONS.stop) {
        if (!(await switches.stop(turn.id))) await tell(FOLLOW_UP.notRunning[language]);
        return;
      }
      const fast = action === ANSWER_ACTIONS.fast;
      return ask(turn.question, { channel: turn.channel, user, thread: turn.thread }, { language, anew: !fast, fast });
    },
  };
}
