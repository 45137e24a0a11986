import type { MessageRef, MessageView, Place } from '../core/ports/conversation.ts';
import { fitView } from './fit-view.ts';
import { DELETION_GRACE_MS } from './limits.ts';
import { type LongPostParts, postRest, postView } from './long-post.ts';
import { createMessageEditor, type EditorParts, type MessageEditor } from './message-editor.ts';

export interface LiveParts extends LongPostParts, EditorParts {}

export interface OpenedMessage {
  readonly ref: MessageRef;
  readonly place: Place;
  readonly key: string;
  /** What was just posted, or null when the message was found from an earlier life. */
  readonly posted: MessageView | null;
  /** True when it was begun as a stream. */
  readonly streams?: boolean;
}

interface Delivery extends OpenedMessage {
  readonly editor: MessageEditor;
  readonly gone: AbortSignal;
}

/** Brings exactly this view into the channel: by an edit or, where Slack allows none, by a further message. */
export async function deliver(parts: LiveParts, message: Delivery, view: MessageView): Promise<void> {
  const { editor, key, place } = message;
  let fitted = fitView(view, editor.format);
  let result = await editor.editForGood(fitted.first);
  if (result === 'plain-only') {
    fitted = fitView(view, editor.format);
    result = await editor.editForGood(fitted.first);
  }
  if (result === 'done') {
    const outdated = await postRest(parts, { fitted, key, format: editor.format, place, ref: editor.ref });
    if (outdated === null || fitted.continuation === null) return;
    await createMessageEditor(parts, outdated, `${key}/2`, null).editForGood(fitted.continuation);
    return;
  }
  if (result === 'missing') {
    // The event of the deletion may be on its way: nobody wants a message back that a person removed.
    await parts.clock.sleep(DELETION_GRACE_MS);
    if (!message.gone.aborted && (await parts.posted.stands(key))) await postView(parts, place, `${key}/again`, view);
    return;
  }
  const thread = { channel: editor.ref.channel, thread: place.thread ?? editor.ref.ts };
  const tail = { ...view, markdown: unseen(editor.standing, view.markdown) };
  if (tail.markdown !== '' || tail.buttons !== undefined) await postView(parts, thread, `${key}/tail`, tail);
}

/** What a reader of the standing text hasn't seen yet; the whole text when it doesn't begin with the standing one. */
function unseen(standing: string | null, markdown: string): string {
  return standing !== null && markdown.startsWith(standing) ? markdown.slice(standing.length).trimStart() : markdown;
}
