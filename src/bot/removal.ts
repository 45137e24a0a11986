import type { Clock } from '../core/ports/clock.ts';
import type { MessageRef, MessageView } from '../core/ports/conversation.ts';
import { payloadOf } from './blocks.ts';
import { RETRY_DELAYS_MS } from './limits.ts';
import type { SlackCall } from './slack-call.ts';
import { channelFault, refusalOf } from './slack-refusal.ts';

/** What became of a message or a file that was to go; `stands` when Slack lets us neither delete nor replace it. */
export type Removed = 'removed' | 'replaced' | 'stands';

/** Slack's words for what is gone already. */
const GONE: ReadonlySet<string> = new Set([
  'message_not_found',
  'file_not_found',
  'file_deleted',
  'channel_not_found',
  'thread_not_found',
]);

export interface Removal {
  remove(ref: MessageRef, note: MessageView): Promise<Removed>;
  removeFile(fileId: string, channel: string): Promise<Removed>;
}

/** Deletes our own messages and files; a message that may not be deleted says from then on what `note` says. */
export function createRemoval(calls: { readonly post: SlackCall; readonly file: SlackCall }, clock: Clock): Removal {
  /** Null when it is done or was done before, else Slack's word of refusal. */
  async function attempt(
    call: SlackCall,
    method: string,
    args: Record<string, unknown>,
    address?: string,
  ): Promise<string | null> {
    let last: unknown;
    for (const delay of RETRY_DELAYS_MS) {
      try {
        await call(method, args, address);
        return null;
      } catch (thrown) {
        last = thrown;
        const refusal = refusalOf(thrown);
        if (refusal.kind === 'refused') return GONE.has(refusal.error) ? null : refusal.error;
        await clock.sleep(refusal.kind === 'rate-limited' ? refusal.retryAfterMs : delay);
      }
    }
    throw channelFault(String(args.channel ?? ''), last);
  }

  return {
    async remove({ channel, ts }, note) {
      if ((await attempt(calls.post, 'chat.delete', { channel, ts })) === null) return 'removed';
      const replaced = await attempt(calls.post, 'chat.update', { ...payloadOf(note, 'blocks'), channel, ts });
      return replaced === null ? 'replaced' : 'stands';
    },
    async removeFile(file, channel) {
      return (await attempt(calls.file, 'files.delete', { file }, channel)) === null ? 'removed' : 'stands';
    },
  };
}
