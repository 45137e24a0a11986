import { describeView } from './api/views.ts';
import type { Block, Channel, Message, SlackFile, User, View } from './slack-types.ts';
import { isRecord } from './slack-types.ts';
import { stubOf } from './stored-files.ts';
import { APP } from './workspace-ids.ts';
import type { WorkspaceState } from './workspace-state.ts';

type Payload = Readonly<Record<string, unknown>>;

/** Wraps an event as the Events API delivers it. */
export function eventCallback({ team, bot, ids }: WorkspaceState, event: Payload, now: number): Payload {
  return {
    token: '',
    team_id: team.id,
    api_app_id: APP.id,
    type: 'event_callback',
    event_id: ids.next('Ev'),
    event_time: Math.floor(now / 1000),
    event,
    authorizations: [
      { enterprise_id: null, team_id: team.id, user_id: bot.user, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
  };
}

/** A message as its event carries it; files may be stubs only. */
export function messageEvent(told: {
  readonly message: Message;
  readonly channel: Channel;
  /** The workspace in which it was written. */
  readonly team: string;
  readonly withStubs: boolean;
}): Payload {
  const { message, channel, team, withStubs } = told;
  const { files, ephemeral_to: _private, ...rest } = message;
  const shown = files && { files: withStubs ? files.map(stubOf) : files, upload: false };
  return { ...rest, ...shown, ...eventPlace(channel), event_ts: message.ts, team };
}

/** An edit; it has its own ts. */
export function changedEvent(message: Message, previous: Message, channel: Channel, ts: string): Payload {
  const change = { type: 'message', subtype: 'message_changed', message, previous_message: previous, hidden: true };
  return { ...change, ts, event_ts: ts, ...eventPlace(channel) };
}

/** A deletion; the root of a thread changes into a tombstone instead. */
export function deletedEvent(message: Message, previous: Message, channel: Channel, ts: string): Payload {
  if (message.subtype === 'tombstone') return changedEvent(message, previous, channel, ts);
  const base = { type: 'message', subtype: 'message_deleted', previous_message: previous, deleted_ts: previous.ts };
  return { ...base, hidden: true, ts, event_ts: ts, ...eventPlace(channel) };
}

/** The twin of a shared file's message: an id only. */
export function fileSharedEvent(file: SlackFile, message: Message): Payload {
  const ids = { file_id: file.id, user_id: message.user, file: { id: file.id }, channel_id: message.channel };
  return { type: 'file_shared', ...ids, event_ts: message.ts };
}

function eventPlace(channel: Channel): Payload {
  return { channel: channel.id, channel_type: channel.kind };
}

/** What all interactive payloads share. */
export function interactionBase({ team }: Pick<WorkspaceState, 'team'>, user: User): Payload {
  return {
    token: '',
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    is_enterprise_install: false,
    api_app_id: APP.id,
    user: { id: user.id, username: user.name, name: user.name, team_id: team.id },
  };
}

/** Where a pressed button stood, and the message around it. */
export function messageContainer(message: Message, channel: Channel): Payload {
  const thread = message.thread_ts === undefined ? {} : { thread_ts: message.thread_ts };
  const isEphemeral = message.ephemeral_to !== undefined;
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      ...thread,
    },
    channel: { id: channel.id, name: channel.name },
    message,
    state: { values: {} },
  };
}

/** Where a pressed button stood in a modal or App Home. */
export function viewContainer(state: WorkspaceState, view: View): Payload {
  return { container: { type: 'view', view_id: view.id }, view: describeView(state, view) };
}

/** Finds an interactive element by its action id, with its block. */
export function findElement(
  blocks: readonly Block[],
  actionId: string,
): { readonly block: Block; readonly element: Readonly<Record<string, unknown>> } | undefined {
  for (const block of blocks) {
    const inside = [...(Array.isArray(block.elements) ? block.elements : []), block.accessory, block.element];
    const element = inside.find((one) => isRecord(one) && one.action_id === actionId);
    if (isRecord(element)) return { block, element };
  }
  return undefined;
}

/** Finds a user by id or name. */
export function findUser(state: WorkspaceState, idOrName: string): User {
  const user = state.users.find((one) => one.id === idOrName || one.name === idOrName);
  if (!user) throw new Error(`no user ${idOrName} in this workspace`);
  return user;
}
