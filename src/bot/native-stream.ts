import type { MessageRef, MessageView, Place } from '../core/ports/conversation.ts';
import { quiet } from './blocks.ts';
import { TASK_TITLE_LIMIT } from './limits.ts';
import type { SlackCall } from './slack-call.ts';
import { splitMarkdown } from './split-message.ts';

/** A piece of a stream: text that is added, or a task whose title replaces the one before. */
export type Chunk =
  | { readonly type: 'markdown_text'; readonly text: string }
  | { readonly type: 'task_update'; readonly id: string; readonly title: string; readonly status: 'in_progress' };

/** Starts a stream that shows a view; null where it can't be one, and the message is posted instead. */
export type StartStream = (place: Place, view: MessageView) => Promise<MessageRef | null>;

/** Slack streams in threads only, and to one person of a team. */
export function createStreamStart(call: SlackCall): StartStream {
  return async ({ channel, thread, recipient }, view) => {
    if (thread === undefined || recipient === undefined) return null;
    try {
      const { team_id } = await call('auth.test', {}, channel);
      const answer = await call('chat.startStream', {
        ...{ channel, thread_ts: thread, recipient_team_id: team_id, recipient_user_id: recipient },
        chunks: [firstChunk(view)],
      });
      return typeof answer.ts === 'string' ? { channel, ts: answer.ts } : null;
    } catch {
      // Whatever it was, a message that is edited needs no stream. One whose answer was lost may stand empty beside it.
      return null;
    }
  };
}

/** Ends a stream, and whatever it throws is no matter: one that goes on refuses the edit that follows. */
export async function endStream(call: SlackCall, { channel, ts }: MessageRef): Promise<void> {
  await call('chat.stopStream', { channel, ts }).catch(() => {});
}

/** What a view adds to a stream that shows `shown`; null when it doesn't go on from there. */
export function nextChunk(view: MessageView, shown: { readonly text: string; readonly task: string }): Chunk | null {
  if (view.passing === true) return shown.text === '' ? taskOf(view) : null;
  const text = quiet(view.markdown);
  return text.startsWith(shown.text) ? { type: 'markdown_text', text: text.slice(shown.text.length) } : null;
}

function firstChunk(view: MessageView): Chunk {
  return nextChunk(view, { text: '', task: '' }) ?? taskOf(view);
}

/** A task's title is plain text of one line. */
function taskOf({ markdown }: MessageView): Chunk {
  const plain = quiet(markdown)
    .replace(/[*\\]/g, '')
    .replace(/\s*\n\s*/g, ' · ');
  const title = splitMarkdown(plain, TASK_TITLE_LIMIT)[0] ?? '';
  return { type: 'task_update', id: 'reading', title, status: 'in_progress' };
}
