import { z } from 'zod';
import type { MessageRef } from '../core/ports/conversation.ts';

const fileSchema = z.object({ id: z.string(), name: z.string().optional(), mode: z.string().optional() });

const writtenSchema = z.object({
  ts: z.string(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  subtype: z.string().optional(),
  text: z.string().optional(),
  thread_ts: z.string().optional(),
  files: z.array(fileSchema).optional(),
});

const eventSchema = writtenSchema.extend({
  channel: z.string(),
  channel_type: z.string().optional(),
  deleted_ts: z.string().optional(),
  message: writtenSchema.optional(),
  previous_message: writtenSchema.optional(),
});

type Written = z.infer<typeof writtenSchema>;
type SlackEvent = z.infer<typeof eventSchema>;

/** The channel a message stands in, and the bot's own id there. */
interface Around {
  readonly channel: string;
  readonly direct: boolean;
  readonly botUserId: string | null;
}

/** A message a person wrote, as the listeners use it. */
export interface PersonMessage {
  readonly channel: string;
  readonly user: string;
  readonly ts: string;
  readonly thread: string | null;
  /** Without the mention of the bot. */
  readonly text: string;
  readonly mentioned: boolean;
  /** Written to the bot itself. */
  readonly direct: boolean;
  readonly files: readonly { readonly id: string; readonly name: string }[];
}

/** `message` is how a person's message reads now; of a deleted one, how it read. */
export type Incoming =
  | { readonly kind: 'written'; readonly message: PersonMessage }
  | {
      readonly kind: 'changed';
      readonly message: PersonMessage;
      readonly newWords: boolean;
      readonly lost: PersonMessage['files'];
    }
  | { readonly kind: 'deleted'; readonly ref: MessageRef; readonly message: PersonMessage | null }
  | { readonly kind: 'ignored' };

/** Subtypes under which people write; edits, joins, bots and reminders come under others and are dropped. */
const WRITTEN: ReadonlySet<string> = new Set(['file_share', 'thread_broadcast', 'me_message']);

/** Files that are announced but no longer there. */
const EMPTY_MODES: ReadonlySet<string> = new Set(['tombstone', 'hidden_by_limit']);

/** Whether a question was answered is remembered for a day: the edit of an older one is left alone (seconds). */
const EDIT_HEARD_S = 20 * 60 * 60;

/** Reads a `message` or `app_mention` event; what bots (we among them) wrote or edited is ignored. */
export function readMessage(event: unknown, botUserId: string | null): Incoming {
  const parsed = eventSchema.safeParse(event);
  if (!parsed.success) return { kind: 'ignored' };
  const { channel, subtype, deleted_ts, previous_message } = parsed.data;
  const around = { channel, direct: parsed.data.channel_type === 'im', botUserId };
  if (subtype === 'message_deleted' && deleted_ts !== undefined) {
    return { kind: 'deleted', ref: { channel, ts: deleted_ts }, message: personMessage(previous_message, around) };
  }
  if (subtype === 'message_changed') return readChange(parsed.data, around);
  const message = personMessage(parsed.data, around);
  return message === null ? { kind: 'ignored' } : { kind: 'written', message };
}

/** Slack also tells of a change when it adds a preview or counts a reply: then neither words nor files differ. */
function readChange({ ts, message: now, previous_message: before, channel }: SlackEvent, around: Around): Incoming {
  if (now?.subtype === 'tombstone') {
    // The root of a thread is not deleted but emptied.
    return { kind: 'deleted', ref: { channel, ts: now.ts }, message: personMessage(before, around) };
  }
  const [message, previous] = [personMessage(now, around), personMessage(before, around)];
  if (message === null || previous === null) return { kind: 'ignored' };
  const lost = previous.files.filter(({ id }) => !message.files.some((file) => file.id === id));
  const newWords = message.text !== previous.text || message.mentioned !== previous.mentioned;
  const isOld = Number(ts) - Number(message.ts) > EDIT_HEARD_S;
  if (lost.length === 0 && (!newWords || isOld)) return { kind: 'ignored' };
  return { kind: 'changed', message: { ...message, files: [] }, newWords: newWords && !isOld, lost };
}

/** A message as a person wrote it; null when no person did. */
function personMessage(written: Written | undefined, { channel, direct, botUserId }: Around): PersonMessage | null {
  if (written === undefined) return null;
  const { ts, user, bot_id, subtype, thread_ts } = written;
  const byPerson = user !== undefined && user !== botUserId && bot_id === undefined;
  if (!byPerson || (subtype !== undefined && !WRITTEN.has(subtype))) return null;
  const text = written.text ?? '';
  const mention = botUserId === null ? null : new RegExp(`<@${botUserId}(?:\\|[^>]*)?>`, 'g');
  return {
    channel,
    user,
    ts,
    thread: thread_ts === undefined || thread_ts === ts ? null : thread_ts,
    text: readable(mention === null ? text : text.replace(mention, ' ')),
    mentioned: mention?.test(text) ?? false,
    direct,
    files: readFiles(written.files),
  };
}

/** Lists the files of a message; stubs of shared channels have no name yet. */
export function readFiles(files: unknown): PersonMessage['files'] {
  const parsed = z.array(fileSchema).safeParse(files);
  if (!parsed.success) return [];
  return parsed.data
    .filter(({ mode }) => mode === undefined || !EMPTY_MODES.has(mode))
    .map(({ id, name }) => ({ id, name: name ?? id }));
}

/** Slack sends three characters as entities. */
function readable(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').replace(/\s+/g, ' ').trim();
}
