import type { Change, Channel, Message, MessageChanges, MessageDraft, SlackFile, User, View } from './slack-types.ts';
import { SLACKBOT, type WorkspaceIds } from './workspace-ids.ts';

/** A file with its bytes; `shared` turns true when a message shows it. */
export interface StoredFile {
  readonly file: SlackFile;
  readonly bytes: Uint8Array;
}

export interface Team {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
}

/** The app's bot in one workspace. */
export interface BotIdentity {
  readonly id: string;
  readonly user: string;
}

/** What a workspace begins with. */
export interface WorkspacePlan {
  readonly team: Team;
  readonly bot: BotIdentity;
  /** People and bots, the app's and Slack's own included. */
  readonly users: readonly User[];
  readonly channels: readonly ChannelSeed[];
}

/** The workspace: who is in it, what was said, and a feed of what happens. Knows nothing of protocols. */
export interface WorkspaceState {
  readonly team: Team;
  readonly bot: BotIdentity;
  readonly users: readonly User[];
  readonly ids: WorkspaceIds;
  channels(): readonly Channel[];
  /** Finds a channel by id, name or #name. */
  channel(idOrName: string): Channel | undefined;
  /** The direct messages of the bot and a person, by the person's id. */
  direct(user: string): Channel | undefined;
  join(channel: string, user: string): void;
  leave(channel: string, user: string): void;
  post(draft: MessageDraft): Message;
  edit(channel: string, ts: string, changes: MessageChanges): Message | undefined;
  /** Removes a message; the root of a thread leaves a tombstone, as in Slack. */
  remove(channel: string, ts: string): Message | undefined;
  /** Finds any message, ephemeral ones included. */
  message(channel: string, ts: string): Message | undefined;
  /** Messages of a channel in order, thread replies included, ephemeral ones not. */
  messages(channel: string): readonly Message[];
  ephemerals(user: string): readonly Message[];
  files: Map<string, StoredFile>;
  homes: Map<string, View>;
  /** Ids of people by user group. */
  userGroups: Map<string, readonly string[]>;
  /** Open modals by view id. */
  views: Map<string, View>;
  tell(change: Change): void;
  subscribe(listener: (change: Change) => void): () => void;
}

export interface ChannelSeed {
  readonly id: string;
  readonly name: string;
  readonly private?: boolean;
  /** Names of users; the bot's name is `attrition`. */
  readonly members: readonly string[];
}

const HOME_BOT: BotIdentity = { id: 'B0ATTRITION', user: 'U0ATTRITION' };

/** The app's bot user and Slack's, as every workspace has them. */
const botUsers = (bot: BotIdentity): readonly User[] => [
  { id: bot.user, name: 'attrition', real_name: 'Attrition', is_bot: true, tz: 'Etc/UTC', locale: 'en-US' },
  { id: SLACKBOT, name: 'slackbot', real_name: 'Slackbot', is_bot: true, tz: 'Etc/UTC', locale: 'en-US' },
];

export const defaultUsers: readonly User[] = [
  { id: 'U0LIN00001', name: 'lin', real_name: 'Lin', is_bot: false, tz: 'Asia/Shanghai', locale: 'zh-CN' },
  { id: 'U0MARIA001', name: 'maria', real_name: 'Maria', is_bot: false, tz: 'Europe/Berlin', locale: 'en-GB' },
  ...botUsers(HOME_BOT),
];

const defaultChannels: readonly ChannelSeed[] = [
  { id: 'C0PEOPLEEXIT', name: 'people-exit', members: ['lin', 'maria', 'attrition'] },
  { id: 'C0GENERAL001', name: 'general', members: ['lin', 'maria', 'attrition'] },
];

/** The workspace that everybody finds here. */
export const homePlan: WorkspacePlan = {
  team: { id: 'T0PLAYGROUND', name: 'Playground', domain: 'playground' },
  bot: HOME_BOT,
  users: defaultUsers,
  channels: defaultChannels,
};

const NORTH_BOT: BotIdentity = { id: 'B0ATTRNORTH', user: 'U0ATTRNORTH' };

/** Another company's workspace: a channel there may have the same name, never the same id. */
export const northPlan: WorkspacePlan = {
  team: { id: 'T0NORTHWIND', name: 'Northwind', domain: 'northwind' },
  bot: NORTH_BOT,
  users: [
    { id: 'U0WEI00001', name: 'wei', real_name: 'Wei', is_bot: false, tz: 'Asia/Shanghai', locale: 'zh-CN' },
    { id: 'U0NORA0001', name: 'nora', real_name: 'Nora', is_bot: false, tz: 'Europe/Oslo', locale: 'en-GB' },
    ...botUsers(NORTH_BOT),
  ],
  channels: [{ id: 'C0NORTHEXIT', name: 'people-exit', members: ['wei', 'nora', 'attrition'] }],
};

/** Creates a workspace with its users and channels and no messages. */
export function createWorkspaceState(ids: WorkspaceIds, plan: WorkspacePlan): WorkspaceState {
  const { team, bot, users, channels } = plan;
  const listeners = new Set<(change: Change) => void>();
  const tell = (change: Change) => {
    for (const listener of listeners) listener(change);
  };
  return {
    team,
    bot,
    users,
    ids,
    ...createChannels(plan, channels),
    ...createMessages(ids, tell),
    files: new Map(),
    homes: new Map(),
    userGroups: new Map(),
    views: new Map(),
    tell,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function createChannels(
  { users, bot }: WorkspacePlan,
  seeds: readonly ChannelSeed[],
): Pick<WorkspaceState, 'channels' | 'channel' | 'direct' | 'join' | 'leave'> {
  const channels = new Map<string, Channel>();
  for (const seed of seeds) {
    const members = seed.members.map((name) => users.find((user) => user.name === name)?.id ?? name);
    channels.set(seed.id, { id: seed.id, name: seed.name, kind: seed.private ? 'group' : 'channel', members });
  }
  for (const user of users.filter((one) => !one.is_bot)) {
    const id = `D${user.id.slice(1)}`;
    channels.set(id, { id, name: user.id, kind: 'im', members: [user.id, bot.user] });
  }
  const change = (id: string, members: (old: readonly string[]) => readonly string[]) => {
    const channel = channels.get(id);
    if (channel) channels.set(id, { ...channel, members: members(channel.members) });
  };
  return {
    channels: () => [...channels.values()],
    channel(idOrName) {
      const name = idOrName.replace(/^#/, '');
      return channels.get(idOrName) ?? [...channels.values()].find((channel) => channel.name === name);
    },
    direct: (user) => [...channels.values()].find((channel) => channel.kind === 'im' && channel.name === user),
    join: (id, user) => change(id, (old) => [...new Set([...old, user])]),
    leave: (id, user) => change(id, (old) => old.filter((member) => member !== user)),
  };
}

function createMessages(
  ids: WorkspaceIds,
  tell: (change: Change) => void,
): Pick<WorkspaceState, 'post' | 'edit' | 'remove' | 'message' | 'messages' | 'ephemerals'> {
  const all = new Map<string, Message>();
  const key = (channel: string, ts: string) => `${channel}:${ts}`;
  const edit = (channel: string, ts: string, changes: MessageChanges) => {
    const previous = all.get(key(channel, ts));
    if (!previous || previous.subtype === 'tombstone') return undefined;
    const message: Message = { ...previous, ...changes };
    all.set(key(channel, ts), message);
    tell({ kind: 'edit', message, previous });
    return message;
  };
  return {
    post(draft) {
      const message: Message = { type: 'message', ...draft, ts: ids.ts() };
      all.set(key(message.channel, message.ts), message);
      tell({ kind: message.ephemeral_to ? 'ephemeral' : 'post', message });
      return message;
    },
    edit,
    remove(channel, ts) {
      const previous = all.get(key(channel, ts));
      if (!previous || previous.subtype === 'tombstone') return undefined;
      const isRoot = [...all.values()].some((one) => one.channel === channel && one.thread_ts === ts && one.ts !== ts);
      if (isRoot) {
        const { channel: where, type } = previous;
        const message: Message = { type, channel: where, ts, user: SLACKBOT, text: '', subtype: 'tombstone' };
        all.set(key(channel, ts), { ...message, thread_ts: ts });
        tell({ kind: 'delete', message, previous });
      } else {
        all.delete(key(channel, ts));
        tell({ kind: 'delete', message: previous, previous });
      }
      return previous;
    },
    message: (channel, ts) => all.get(key(channel, ts)),
    messages: (channel) => [...all.values()].filter((one) => one.channel === channel && !one.ephemeral_to),
    ephemerals: (user) => [...all.values()].filter((one) => one.ephemeral_to === user),
  };
}
