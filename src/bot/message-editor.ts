import { AttritionError } from '../core/errors.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { MessageRef, MessageView } from '../core/ports/conversation.ts';
import { type Format, type Payload, payloadOf } from './blocks.ts';
import type { EditBudget } from './edit-budget.ts';
import { RETRY_DELAYS_MS } from './limits.ts';
import { endStream } from './native-stream.ts';
import { keyMetadata } from './posted-messages.ts';
import type { SlackCall } from './slack-call.ts';
import { areBlocksRefused, refusalOf } from './slack-refusal.ts';

/**
 * What an edit came to. `later`: refused for pace; `no-answer`: it may or may not stand; `plain-only`: blocks are not
 * taken; `closed`: this message can't be edited any more; `missing`: it is gone.
 */
type EditResult = 'done' | 'later' | 'no-answer' | 'plain-only' | 'closed' | 'missing';

export interface EditorParts {
  readonly call: SlackCall;
  readonly budget: EditBudget;
  readonly clock: Clock;
}

/** Edits one message by full snapshots; the caller sees to it that only one edit is under way. */
export interface MessageEditor {
  readonly ref: MessageRef;
  readonly format: Format;
  /** The Markdown that surely stands in the message, or null when that isn't known. */
  readonly standing: string | null;
  /** Sends one snapshot; a snapshot that already stands is not sent again. The budget must have been asked. */
  edit(view: MessageView): Promise<EditResult>;
  /** True when this snapshot already stands. */
  shows(view: MessageView): boolean;
  /** Sends a snapshot until Slack has answered for good; throws AttritionError edit-refused when it never does. */
  editForGood(view: MessageView): Promise<Exclude<EditResult, 'later' | 'no-answer'>>;
}

/** Builds an editor; `standing` is the view just posted, or null when the message was found. */
export function createMessageEditor(
  parts: EditorParts,
  ref: MessageRef,
  key: string,
  posted: MessageView | null,
): MessageEditor {
  let format: Format = 'blocks';
  let sent: Payload | null = posted === null ? null : payloadOf(posted, format);
  let standing: string | null = posted?.markdown ?? null;

  async function edit(view: MessageView): Promise<EditResult> {
    const payload = payloadOf(view, format);
    if (isSame(payload, sent)) return 'done';
    try {
      await parts.call('chat.update', { ...payload, channel: ref.channel, ts: ref.ts, metadata: keyMetadata(key) });
      sent = payload;
      standing = view.markdown;
      return 'done';
    } catch (thrown) {
      const refusal = refusalOf(thrown);
      if (refusal.kind === 'rate-limited') {
        parts.budget.rateLimited(refusal.retryAfterMs);
        return 'later';
      }
      if (refusal.kind === 'refused' && refusal.error === 'streaming_state_conflict') {
        // A stream of an earlier life is still open: it is ended, and the edit sent once more.
        await endStream(parts.call, ref);
        return 'no-answer';
      }
      if (refusal.kind === 'unknown') {
        sent = null;
        return 'no-answer';
      }
      if (areBlocksRefused(refusal.error) && format === 'blocks') {
        format = 'plain';
        return 'plain-only';
      }
      return refusal.error === 'message_not_found' ? 'missing' : 'closed';
    }
  }

  return {
    ref,
    get format() {
      return format;
    },
    get standing() {
      return standing;
    },
    edit,
    shows: (view) => isSame(payloadOf(view, format), sent),
    async editForGood(view) {
      if (isSame(payloadOf(view, format), sent)) return 'done';
      for (const delay of RETRY_DELAYS_MS) {
        await parts.budget.take('final');
        let result = await edit(view);
        // A refusal for pace is Slack's own appointment and costs no attempt.
        while (result === 'later') {
          await parts.budget.take('final');
          result = await edit(view);
        }
        if (result !== 'no-answer') return result;
        await parts.clock.sleep(delay);
      }
      throw new AttritionError('edit-refused', { channel: ref.channel, ts: ref.ts });
    },
  };
}

function isSame(a: Payload, b: Payload | null): boolean {
  return b !== null && JSON.stringify(a) === JSON.stringify(b);
}
