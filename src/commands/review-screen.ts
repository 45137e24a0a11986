import type { Conversation, MessageView, WindowRef } from '../core/ports/conversation.ts';
import type { ReviewSession } from '../core/ports/store.ts';

/** Where a review is shown: in a message that everybody in the thread sees, or in the reviewer's own window. */
export interface ReviewScreen {
  show(view: MessageView): Promise<void>;
  /** Tells one person something beside the claim. */
  tell(user: string, words: string): Promise<void>;
}

/** The review as a live message in its thread. */
export function threadScreen(session: Omit<ReviewSession, 'shown'>, conversation: Conversation): ReviewScreen {
  const place = { channel: session.channel, thread: session.thread };
  return {
    async show(view) {
      const live = await conversation.open(place, `review:${session.id}`, view);
      await live.finish(view);
    },
    tell: (user, words) => conversation.whisper(place, user, { markdown: words, notice: words }),
  };
}

/** The review in a window: what is told stands above the next claim. A window that was closed shows nothing more. */
export function windowScreen(window: WindowRef, conversation: Conversation): ReviewScreen {
  let told = '';
  return {
    async show(view) {
      const markdown = told === '' ? view.markdown : `${told}\n\n${view.markdown}`;
      told = '';
      await conversation.showInWindow(window, { ...view, markdown });
    },
    async tell(_user, words) {
      told = `_${words}_`;
    },
  };
}
