/** A Block Kit block as it came over the wire. */
export interface Block {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface SlackFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly mimetype: string;
  readonly filetype: string;
  readonly size: number;
  readonly created: number;
  readonly user: string;
  readonly mode: string;
  readonly alt_txt?: string;
  readonly url_private?: string;
  readonly url_private_download?: string;
  readonly permalink?: string;
}

/** What a message event shows of a file whose details must be asked for with files.info. */
export interface FileStub {
  readonly id: string;
  readonly mode: 'file_access';
  readonly file_access: 'check_file_info';
}

/** A message as Slack stores it; fields keep their names on the wire. */
export interface Message {
  readonly type: 'message';
  readonly subtype?: string;
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts?: string;
  readonly user: string;
  readonly bot_id?: string;
  readonly app_id?: string;
  readonly text: string;
  readonly blocks?: readonly Block[];
  readonly files?: readonly SlackFile[];
  readonly edited?: { readonly user: string; readonly ts: string };
  readonly metadata?: unknown;
  readonly reactions?: readonly { readonly name: string; readonly users: readonly string[] }[];
  /** A message that grows, or grew, by a stream. */
  readonly streaming_state?: 'in_progress' | 'completed' | 'errored';
  /** Who pressed Slack's own stop button under a stream. */
  readonly stopped_by?: string;
  /** Set on a message that only this user sees; such messages are in no history. */
  readonly ephemeral_to?: string;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'channel' | 'group' | 'im';
  readonly members: readonly string[];
}

export interface User {
  readonly id: string;
  readonly name: string;
  readonly real_name: string;
  readonly is_bot: boolean;
  readonly tz: string;
  readonly locale: string;
}

/** A modal or an App Home tab. */
export interface View {
  readonly id: string;
  readonly type: string;
  readonly hash: string;
  readonly user: string;
  readonly root_view_id: string;
  readonly previous_view_id: string | null;
  readonly callback_id: string;
  readonly private_metadata: string;
  readonly blocks: readonly Block[];
  readonly title?: unknown;
  readonly submit?: unknown;
  readonly close?: unknown;
  readonly notify_on_close?: boolean;
  /** Faults of the last submission, by block id. */
  readonly errors?: Readonly<Record<string, string>>;
}

/** A message without what the workspace adds itself. */
export type MessageDraft = Omit<Message, 'type' | 'ts'>;

/** What may be changed in a posted message. */
export type MessageChanges = Partial<Omit<Message, 'type' | 'ts' | 'channel'>>;

/** Everything that happens in the workspace, in order: the tests' record and the page's live feed. */
export type Change =
  | { readonly kind: 'post' | 'ephemeral'; readonly message: Message }
  | { readonly kind: 'edit' | 'delete'; readonly message: Message; readonly previous: Message }
  | { readonly kind: 'home' | 'view' | 'view-closed'; readonly view: View }
  | { readonly kind: 'status'; readonly channel: string; readonly thread_ts: string; readonly status: string }
  | { readonly kind: 'connection'; readonly connected: boolean };

/** Tells whether something read from outside is an object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
