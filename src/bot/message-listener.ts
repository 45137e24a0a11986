import type { Commands } from '../core/ports/commands.ts';
import type { SlackConversation } from './conversation.ts';
import { type PersonMessage, readMessage } from './incoming-message.ts';
import type { ListenerGuard } from './listener-guard.ts';

export interface MessageListenerParts {
  readonly commands: Commands;
  readonly conversation: Pick<SlackConversation, 'deleted' | 'ownsThread'>;
  readonly guard: ListenerGuard;
}

/**
 * Handles `message` and `app_mention` alike, since a mention arrives as both, in either order, and only one of them may
 * carry the files: words and files of a message are each taken from whichever comes first.
 */
export function createMessageListener({ commands, conversation, guard }: MessageListenerParts) {
  async function isForUs({ text, mentioned, direct, thread, channel }: PersonMessage): Promise<boolean> {
    if (mentioned) return true;
    if (text === '') return false;
    return direct || (thread !== null && (await conversation.ownsThread(channel, thread)));
  }

  async function take(message: PersonMessage): Promise<void> {
    const { channel, user, ts, thread, text, files } = message;
    const id = `${channel}:${ts}`;
    const forFiles = files.length > 0 && (await guard.isFirst(`files:${id}`));
    const forWords = (await isForUs(message)) && (await guard.isFirst(`words:${id}`));
    if (!(forFiles || forWords)) return;
    if (!(await guard.isAllowed(message))) return;
    if (forFiles) await commands.filesShared({ channel, user, ts, thread, files });
    // A mention that only hands files over asks for nothing more.
    if (forWords && !(text === '' && files.length > 0)) await commands.mention({ channel, user, text, ts, thread });
  }

  return async (event: unknown, eventId: string, botUserId: string | null): Promise<void> => {
    const incoming = readMessage(event, botUserId);
    if (incoming.kind === 'ignored' || !(await guard.isFirst(`event:${eventId}`))) return;
    if (incoming.kind === 'deleted') return conversation.deleted(incoming.ref);
    await guard.run('message', incoming.message, () => take(incoming.message));
  };
}
