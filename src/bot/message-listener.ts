import type { Commands } from '../core/ports/commands.ts';
import type { MessageRef } from '../core/ports/conversation.ts';
import type { SlackConversation } from './conversation.ts';
import { type PersonMessage, readMessage } from './incoming-message.ts';
import type { ListenerGuard } from './listener-guard.ts';
import { WORDS } from './words.ts';

export interface MessageListenerParts {
  readonly commands: Commands;
  readonly conversation: Pick<SlackConversation, 'deleted' | 'ownsThread'>;
  readonly guard: ListenerGuard;
}

/** Words in the channel itself that are neither for us nor come with a file. */
const isSmallTalk = ({ mentioned, direct, thread, files }: PersonMessage): boolean =>
  !mentioned && !direct && thread === null && files.length === 0;

const wordsOf = ({ channel, user, text, ts, thread }: PersonMessage) => ({ channel, user, text, ts, thread });

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
    // Asked first: the files' answer makes the thread ours.
    const forWords = await isForUs(message);
    let allowed: Promise<boolean> | null = null;
    const isAllowed = () => {
      allowed ??= guard.isAllowed(message);
      return allowed;
    };
    if (files.length > 0) {
      await guard.once(`files:${id}`, async () => {
        if (await isAllowed()) await commands.filesShared({ channel, user, ts, thread, files });
      });
    }
    if (!forWords) return;
    await guard.once(`words:${id}`, async () => {
      // A mention that only hands files over asks for nothing more.
      if ((await isAllowed()) && !(text === '' && files.length > 0)) await commands.mention(wordsOf(message));
    });
  }

  /** A question that was answered isn't answered twice; one that becomes a question by its edit is. */
  async function takeChange(message: PersonMessage, newWords: boolean, lost: PersonMessage['files']): Promise<void> {
    const { channel, user, ts, thread } = message;
    if (!(await guard.isAllowed(message))) return;
    if (lost.length > 0) await commands.filesRemoved({ channel, user, ts, thread, files: lost });
    if (!newWords || !(await isForUs(message))) return;
    if (!(await guard.once(`words:${channel}:${ts}`, () => commands.mention(wordsOf(message)))))
      await guard.tell(message, (language) => WORDS.edited[language]);
  }

  async function takeDeletion(ref: MessageRef, message: PersonMessage | null): Promise<void> {
    conversation.deleted(ref);
    await commands.messageDeleted(ref);
    if (message === null || message.files.length === 0 || !(await guard.isAllowed(message))) return;
    await commands.filesRemoved({ ...message, ts: ref.ts });
  }

  return async (event: unknown, eventId: string, botUserId: string | null): Promise<void> => {
    const incoming = readMessage(event, botUserId);
    if (incoming.kind === 'ignored') return;
    const once = (act: () => Promise<void>) => guard.once(`event:${eventId}`, act);
    if (incoming.kind === 'deleted') {
      const { ref, message } = incoming;
      const asker = message ?? { channel: ref.channel, user: '', thread: null, text: '' };
      return guard.run('deletion', asker, () => once(() => takeDeletion(ref, message)));
    }
    const { message } = incoming;
    const lost = incoming.kind === 'changed' ? incoming.lost : [];
    // Small talk of the channel is dropped first, since nobody waits for an answer to it.
    if (isSmallTalk(message) && lost.length === 0) return;
    if (incoming.kind === 'written') return guard.run('message', message, () => take(message));
    return guard.run('edit', message, () => once(() => takeChange(message, incoming.newWords, lost)));
  };
}
