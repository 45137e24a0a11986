import type { LiveMessage, MessageView } from '../core/ports/conversation.ts';
import { deliver, type LiveParts, type OpenedMessage } from './final-delivery.ts';
import { headOf } from './fit-view.ts';
import { DELETION_GRACE_MS, FIRST_EDIT_DELAY_MS } from './limits.ts';
import { createMessageEditor, type MessageEditor } from './message-editor.ts';
import { createStreamEditor } from './stream-editor.ts';

/** A live message, and the two ends of its life that the conversation tells it or hears of. */
export interface TrackedMessage {
  readonly live: LiveMessage;
  /** To be called when Slack tells that somebody deleted the message. */
  deleted(): void;
  readonly ended: Promise<void>;
}

/** Builds a message that grows by edits: full snapshots, latest wins, one edit under way, the final one exact. */
export function createLiveMessage(parts: LiveParts, opened: OpenedMessage): TrackedMessage {
  const gone = new AbortController();
  const halted = new AbortController();
  const editor = editorOf(parts, opened, () => halted.abort());
  const finishing = new AbortController();
  const stopped = AbortSignal.any([gone.signal, halted.signal, finishing.signal]);
  const end = Promise.withResolvers<void>();
  let latest: MessageView | null = null;
  let open = true;
  let looping = false;
  let loop: Promise<void> = Promise.resolve();
  let nextEditAt: number | null = null;
  let endBudget: (() => void) | null = null;

  async function run(): Promise<void> {
    while (latest !== null && open && !stopped.aborted) {
      if (editor.shows(headOf(latest, editor.format))) {
        latest = null;
        continue;
      }
      nextEditAt ??= parts.clock.now() + FIRST_EDIT_DELAY_MS;
      if (!(await turnComes(parts, nextEditAt, stopped)) || latest === null) break;
      const view: MessageView = latest;
      latest = null;
      const result = await editor.edit(headOf(view, editor.format));
      nextEditAt = parts.clock.now() + parts.budget.intervalMs();
      if (result === 'missing') await noticeLoss();
      if (result === 'closed' || result === 'missing') open = false;
      else if (result !== 'done') latest ??= view;
    }
    looping = false;
  }

  /** The deletion may have been told to another process: the message store knows of it a moment later. */
  async function noticeLoss(): Promise<void> {
    await parts.clock.sleep(DELETION_GRACE_MS, stopped).catch(() => {});
    if (!stopped.aborted && !(await parts.posted.stands(opened.key))) gone.abort();
  }

  function close(): void {
    endBudget?.();
    end.resolve();
  }

  return {
    ended: end.promise,
    deleted() {
      gone.abort();
      close();
    },
    live: {
      ref: opened.ref,
      gone: AbortSignal.any([gone.signal, halted.signal]),
      show(view) {
        if (stopped.aborted || !open) return;
        endBudget ??= parts.budget.begin();
        latest = view;
        if (looping) return;
        looping = true;
        loop = run();
      },
      async finish(view) {
        finishing.abort();
        try {
          await loop;
          if (!gone.signal.aborted) await deliver(parts, { ...opened, editor, gone: gone.signal }, view);
        } finally {
          close();
        }
      },
    },
  };
}

/** A message that streams is edited through its stream; what a stream shows isn't known to be a whole snapshot. */
function editorOf(
  parts: LiveParts,
  { ref, key, posted, streams }: OpenedMessage,
  onStopped: () => void,
): MessageEditor {
  if (streams !== true || posted === null) return createMessageEditor(parts, ref, key, posted);
  return createStreamEditor({ ...parts, onStopped }, createMessageEditor(parts, ref, key, null), posted);
}

/** Waits until an edit is due and the budget allows it; false when the message was finished or deleted meanwhile. */
async function turnComes({ clock, budget }: LiveParts, dueAt: number, stopped: AbortSignal): Promise<boolean> {
  try {
    const wait = dueAt - clock.now();
    if (wait > 0) await clock.sleep(wait, stopped);
    await budget.take('routine', stopped);
    return true;
  } catch (thrown) {
    if (stopped.aborted) return false;
    throw thrown;
  }
}
