import type { Clock } from '../core/ports/clock.ts';
import type { MessageView } from '../core/ports/conversation.ts';
import type { EditBudget } from './edit-budget.ts';
import { STREAM_LIFE_MS } from './limits.ts';
import type { MessageEditor } from './message-editor.ts';
import { type Chunk, endStream, nextChunk } from './native-stream.ts';
import type { SlackCall } from './slack-call.ts';
import { refusalOf } from './slack-refusal.ts';

export interface StreamParts {
  readonly call: SlackCall;
  readonly budget: EditBudget;
  readonly clock: Clock;
  /** Somebody pressed Slack's own stop button. */
  readonly onStopped: () => void;
}

/**
 * Edits a message that streams: what goes on from the shown text is appended, anything else ends the stream and is an
 * edit from then on, as is the final text. The whole text is in every view, so that a stream that dies loses nothing.
 */
export function createStreamEditor(parts: StreamParts, editor: MessageEditor, first: MessageView): MessageEditor {
  const { call, clock } = parts;
  const { ref } = editor;
  const startedAt = clock.now();
  let open = true;
  let shown = { text: '', task: '' };
  const keep = (chunk: Chunk) => {
    if (chunk.type === 'task_update') shown = { ...shown, task: chunk.title };
    else shown = { ...shown, text: shown.text + chunk.text };
  };
  const beginning = nextChunk(first, shown);
  if (beginning !== null) keep(beginning);

  const isNothing = (chunk: Chunk) => (chunk.type === 'task_update' ? chunk.title === shown.task : chunk.text === '');

  async function close(): Promise<void> {
    open = false;
    await endStream(call, ref);
  }

  async function append(chunk: Chunk, view: MessageView): ReturnType<MessageEditor['edit']> {
    try {
      await call('chat.appendStream', { channel: ref.channel, ts: ref.ts, chunks: [chunk] });
      keep(chunk);
      return 'done';
    } catch (thrown) {
      const refusal = refusalOf(thrown);
      if (refusal.kind === 'rate-limited') {
        parts.budget.rateLimited(refusal.retryAfterMs);
        return 'later';
      }
      if (refusal.kind === 'refused' && refusal.error === 'stopped_by_user') {
        open = false;
        parts.onStopped();
        return 'done';
      }
      // Over after five minutes, refused, or without an answer: nobody knows what stands there, so that an edit says it.
      await close();
      return editor.edit(view);
    }
  }

  return {
    ref,
    get format() {
      return editor.format;
    },
    get standing() {
      return editor.standing ?? shown.text;
    },
    shows(view) {
      const chunk = open ? nextChunk(view, shown) : null;
      return chunk === null ? editor.shows(view) : isNothing(chunk);
    },
    async edit(view) {
      if (!open) return editor.edit(view);
      const chunk = nextChunk(view, shown);
      if (chunk !== null && isNothing(chunk)) return 'done';
      if (chunk !== null && clock.now() - startedAt < STREAM_LIFE_MS) return append(chunk, view);
      await close();
      return editor.edit(view);
    },
    async editForGood(view) {
      if (open) await close();
      return editor.editForGood(view);
    },
  };
}
