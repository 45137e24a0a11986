import { z } from 'zod';
import type { MessageRef } from '../core/ports/conversation.ts';

const fileSchema = z.object({ id: z.string(), name: z.string().optional(), mode: z.string().optional() });

const messageSchema = z.object({
  channel: z.string(),
  channel_type: z.string().optional(),
  ts: z.string(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  subtype: z.string().optional(),
  text: z.string().optional(),
  thread_ts: z.string().optional(),
  deleted_ts: z.string().optional(),
  files: z.array(fileSchema).optional(),
});

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

export type Incoming =
  | { readonly kind: 'written'; readonly message: PersonMessage }
  | { readonly kind: 'deleted'; readonly ref: MessageRef }
  | { readonly kind: 'ignored' };

/** Subtypes under which people write; edits, joins, bots and reminders come under others and are dropped. */
const WRITTEN: ReadonlySet<string> = new Set(['file_share', 'thread_broadcast', 'me_message']);

/** Files that are announced but no longer there. */
const EMPTY_MODES: ReadonlySet<string> = new Set(['tombstone', 'hidden_by_limit']);

/** Reads a `message` or `app_mention` event; what bots (we among them) wrote or edited is ignored. */
export function readMessage(event: unknown, botUserId: string | null): Incoming {
  const parsed = messageSchema.safeParse(event);
  if (!parsed.success) return { kind: 'ignored' };
  const { channel, ts, user, subtype, thread_ts, deleted_ts } = parsed.data;
  if (subtype === 'message_deleted' && deleted_ts !== undefined) {
    return { kind: 'deleted', ref: { channel, ts: deleted_ts } };
  }
  const byPerson = user !== undefined && user !== botUserId && parsed.data.bot_id === undefined;
  if (!byPerson || (subtype !== undefined && !WRITTEN.has(subtype))) return { kind: 'ignored' };
  const text = parsed.data.text ?? '';
  const mention = botUserId === null ? null : new RegExp(`<@${botUserId}(?:\\|[^>]*)?>`, 'g');
  return {
    kind: 'written',
    message: {
      channel,
      user,
      ts,
      thread: thread_ts === undefined || thread_ts === ts ? null : thread_ts,
      text: readable(mention === null ? text : text.replace(mention, ' ')),
      mentioned: mention?.test(text) ?? false,
      direct: parsed.data.channel_type === 'im',
      files: readFiles(parsed.data.files),
    },
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
