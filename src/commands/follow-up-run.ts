import { causeName } from '../core/cause-name.ts';
import { AttritionError, toAttritionError } from '../core/errors.ts';
import { faultSentence } from '../core/fault-sentences.ts';
import { plainView } from '../core/plain-view.ts';
import type { ThreadTurn } from '../core/ports/question-store.ts';
import type { StopSwitch } from '../jobs/stop-switch.ts';
import { tellDelay } from '../jobs/tell-delay.ts';
import { isPassing } from '../store/store-faults.ts';
import { type AnswerMessage, createAnswerMessage } from './answer-message.ts';
import { type Asking, answerTo, checkStillThere, type FollowUpParts } from './follow-up-answer.ts';
import { scopeOf } from './follow-up-scope.ts';
import { type AnswerNote, answerView, interruptedView } from './follow-up-view.ts';
import { FOLLOW_UP } from './follow-up-words.ts';
import { fill } from './words.ts';

/** Characters read of a question: more is a text, not a question. */
export const QUESTION_LIMIT = 500;
/** A question that nobody got to for so long is asked anew by whoever still wants to know. */
const TOO_LATE_MS = 60 * 60 * 1000;

export interface FollowUpRun {
  /**
   * Answers a question that was kept, or goes on where a process died: in the same message. One that has its answer, or
   * is gone, is left alone. Throws when `shutdown` fires, so that it is tried again.
   */
  answer(turnId: string, shutdown: AbortSignal): Promise<void>;
}

interface Signals {
  readonly stop: AbortSignal;
  readonly shutdown: AbortSignal;
}

function noteOf({ id, manner }: ThreadTurn, { writer }: FollowUpParts): AnswerNote {
  const { language, fast, isCut } = manner;
  return {
    turnId: id,
    language,
    fromCacheMs: null,
    before: isCut ? fill(FOLLOW_UP.cut[language], { limit: QUESTION_LIMIT }) : null,
    canHurry: writer(fast) !== null && !fast,
  };
}

/** What the answer needs to know; throws `deleted-meanwhile` when the report is gone. */
async function askingOf(turn: ThreadTurn, live: AnswerMessage, signal: AbortSignal, parts: FollowUpParts) {
  const { store, desks } = parts.deps;
  const report = await store.reports.get(turn.reportId);
  if (report === null) throw new AttritionError('deleted-meanwhile');
  const scope = await scopeOf(report, store, desks);
  const all = turn.thread === null ? [] : await store.turns.list(turn.channel, turn.thread);
  const earlier = all.slice(
    0,
    Math.max(
      0,
      all.findIndex(({ id }) => id === turn.id),
    ),
  );
  const asking: Asking = { turn, scope, live, signal, note: noteOf(turn, parts), earlier };
  return asking;
}

async function run(turn: ThreadTurn, signals: Signals, parts: FollowUpParts): Promise<void> {
  const { store, log } = parts.deps;
  const { language } = turn.manner;
  const live = createAnswerMessage(turn, parts.deps);
  const signal = AbortSignal.any([signals.stop, signals.shutdown, live.gone]);
  try {
    const asking = await askingOf(turn, live, signal, parts);
    const { form, answer, fromCacheMs } = await answerTo(asking, parts);
    await checkStillThere(asking, answer, parts);
    const view = answerView(answer, { ...asking.note, fromCacheMs });
    const { ts } = await live.finish(view);
    await store.turns.answer(turn.id, form, view.markdown, turn.thread ?? ts);
    log.info({ turn: turn.id, stage: 'question', quotations: answer.quotations.length }, 'stage done');
  } catch (error) {
    if (signals.shutdown.aborted) throw error;
    if (isPassing(error)) {
      await tellDelay(error, live, language);
      throw error;
    }
    const fault = toAttritionError(error);
    const words = signal.aborted ? FOLLOW_UP.stopped[language] : faultSentence(fault.code, fault.detail, language);
    const code = signal.aborted ? 'aborted' : fault.code;
    log.warn({ turn: turn.id, code, cause: causeName(fault.cause) }, 'question not answered');
    await live.finish(plainView(words));
    await store.turns.end(turn.id);
  } finally {
    live.close();
  }
}

/** Says that a question waited too long, in the message that said it was being looked up. */
async function giveUp(turn: ThreadTurn, { deps }: FollowUpParts): Promise<void> {
  try {
    await createAnswerMessage(turn, deps).finish(interruptedView(turn.id, turn.manner.language));
  } finally {
    // Where nothing can be said any more, nobody waits either.
    await deps.store.turns.end(turn.id);
  }
}

/** Builds what answers questions that were kept. */
export function createFollowUpRun(parts: FollowUpParts, switches: StopSwitch): FollowUpRun {
  const { store, clock } = parts.deps;
  return {
    async answer(turnId, shutdown) {
      const turn = await store.turns.get(turnId);
      if (turn?.state !== 'open') return;
      if (clock.now() - turn.askedAt > TOO_LATE_MS) return giveUp(turn, parts);
      const stop = switches.signalFor(turnId);
      await run(turn, { stop, shutdown }, parts).finally(() => switches.release(turnId));
    },
  };
}
