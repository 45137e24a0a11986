import { escapeMarkdown } from '../core/markdown.ts';
import { placeOf } from '../core/place.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Conversation, LiveMessage, MessageRef, MessageView } from '../core/ports/conversation.ts';
import type { ThreadTurn } from '../core/ports/question-store.ts';
import { waitingView } from './follow-up-view.ts';
import { FOLLOW_UP } from './follow-up-words.ts';
import { fill } from './words.ts';

/** An answer that is there within this is posted as it is; for a longer one people are told that it is being looked up. */
const GRACE_MS = 600;
/** They are told by whoever took the question when so long nobody has shown anything: all are busy, or away. */
const UNANSWERED_MS = 1_000;

type Question = Pick<ThreadTurn, 'id' | 'channel' | 'thread' | 'askedBy' | 'question' | 'manner'>;

/** What posting an answer needs. */
export interface AnswerMessageDeps {
  readonly conversation: Pick<Conversation, 'open' | 'post'>;
  readonly clock: Clock;
}

/** The one message of an answer: posted when there is something to show, or when it has kept people waiting. */
export interface AnswerMessage extends Pick<LiveMessage, 'show' | 'gone'> {
  /** Resolves with the message's place when exactly this view stands there. */
  finish(view: MessageView): Promise<MessageRef>;
  /** Shows nothing any more by itself. */
  close(): void;
}

const keyOf = ({ id }: Question) => `answer:${id}`;

/** A question asked in a channel by a command, which nobody else sees, stands above its own answer. */
function underQuestion({ thread, askedBy: user, question, manner }: Question, view: MessageView): MessageView {
  if (thread !== null) return view;
  const asked = fill(FOLLOW_UP.askedBy[manner.language], { user, question: escapeMarkdown(question) });
  return { ...view, markdown: `${asked}\n\n${view.markdown}` };
}

/** Says that a question is being looked up, where a second later neither its answer nor anything of it stands. */
export async function announce(question: Question, deps: AnswerMessageDeps): Promise<void> {
  const { conversation, clock } = deps;
  await clock.sleep(UNANSWERED_MS);
  const view = underQuestion(question, waitingView(question.id, question.manner.language));
  await conversation.post(placeOf(question.channel, question.thread), keyOf(question), view);
}

/** The message for whoever answers the question, also where it was posted by another process or in an earlier life. */
export function createAnswerMessage(question: Question, deps: AnswerMessageDeps): AnswerMessage {
  const { conversation, clock } = deps;
  const gone = new AbortController();
  const closed = new AbortController();
  let opening: Promise<LiveMessage> | null = null;

  async function openFirst(view: MessageView): Promise<LiveMessage> {
    const live = await conversation.open(placeOf(question.channel, question.thread), keyOf(question), view);
    live.gone.addEventListener('abort', () => gone.abort(), { once: true });
    if (live.gone.aborted) gone.abort();
    return live;
  }

  function open(view: MessageView): Promise<LiveMessage> {
    closed.abort();
    opening ??= openFirst(view);
    return opening;
  }

  function show(view: MessageView): void {
    const whole = underQuestion(question, view);
    // Whoever finishes hears of what hindered it.
    open(whole)
      .then((live) => live.show(whole))
      .catch(() => {});
  }

  clock.sleep(GRACE_MS, closed.signal).then(
    () => show(waitingView(question.id, question.manner.language)),
    () => {},
  );
  return {
    gone: gone.signal,
    show,
    async finish(view) {
      const whole = underQuestion(question, view);
      const live = await open(whole);
      await live.finish(whole);
      return live.ref;
    },
    close: () => closed.abort(),
  };
}
