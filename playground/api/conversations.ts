import { SlackRefusal } from '../slack-refusal.ts';
import type { Channel, Message } from '../slack-types.ts';
import { type ApiWorld, type Arguments, type MethodTable, memberChannel, required, text } from './method.ts';

const DEFAULT_PAGE = 100;
const MOST_A_PAGE = 999;

/** conversations.*: channels, who is in them, what was said. */
export const conversationMethods: MethodTable = {
  'conversations.info': (world, args) => {
    const channel = world.state.channel(required(args, 'channel'));
    if (!channel) throw new SlackRefusal('channel_not_found');
    return { channel: describe(channel, world) };
  },
  'conversations.list': (world) => {
    const channels = world.state.channels().filter((channel) => channel.kind !== 'im');
    return { channels: channels.map((channel) => describe(channel, world)), response_metadata: { next_cursor: '' } };
  },
  'conversations.members': (world, args) => {
    const channel = world.state.channel(required(args, 'channel'));
    if (!channel) throw new SlackRefusal('channel_not_found');
    const { page, next } = paged(channel.members, args);
    return { members: page, response_metadata: next };
  },
  'conversations.open': (world, args) => {
    const direct = world.state.direct(required(args, 'users'));
    if (!direct) throw new SlackRefusal('user_not_found');
    return { channel: { id: direct.id } };
  },
  'conversations.history': (world, args) => {
    const channel = memberChannel(world, required(args, 'channel'));
    const roots = world.state.messages(channel.id).filter((one) => (one.thread_ts ?? one.ts) === one.ts);
    const { page, next } = paged(between(roots, args).toReversed(), args);
    const all = world.state.messages(channel.id);
    return {
      messages: page.map((one) => shown(withReplies(one, all), args)),
      has_more: next.next_cursor !== '',
      response_metadata: next,
    };
  },
  'conversations.replies': (world, args) => {
    const channel = memberChannel(world, required(args, 'channel'));
    const ts = required(args, 'ts');
    if (!world.state.message(channel.id, ts)) throw new SlackRefusal('thread_not_found');
    const all = world.state.messages(channel.id);
    const thread = all.filter((one) => one.ts === ts || one.thread_ts === ts);
    const [root, ...replies] = thread;
    const { page, next } = paged(root ? [root, ...between(replies, args)] : [], args);
    return {
      messages: page.map((one) => shown(one.ts === ts ? withReplies(one, all) : one, args)),
      has_more: next.next_cursor !== '',
      response_metadata: next,
    };
  },
};

function describe(channel: Channel, world: ApiWorld) {
  const isDirect = channel.kind === 'im';
  return {
    id: channel.id,
    ...(isDirect ? { user: channel.name } : { name: channel.name, name_normalized: channel.name }),
    is_channel: channel.kind === 'channel',
    is_group: channel.kind === 'group',
    is_im: isDirect,
    is_private: channel.kind !== 'channel',
    is_member: channel.members.includes(world.state.bot.user),
    is_archived: false,
    num_members: channel.members.length,
  };
}

function between(messages: readonly Message[], args: Arguments): readonly Message[] {
  const oldest = Number(text(args, 'oldest') ?? 0);
  const latest = Number(text(args, 'latest') ?? Number.POSITIVE_INFINITY);
  const inclusive = ['true', '1'].includes(String(args.inclusive));
  return messages.filter((one) => {
    const ts = Number(one.ts);
    return (ts > oldest && ts < latest) || (inclusive && (ts === oldest || ts === latest));
  });
}

/** Slack gives metadata only to those who ask for it. */
function shown(message: Message, args: Arguments): Message {
  if (['true', '1'].includes(String(args.include_all_metadata))) return message;
  const { metadata: _hidden, ...rest } = message;
  return rest;
}

function withReplies(message: Message, all: readonly Message[]): Message {
  const replies = all.filter((one) => one.thread_ts === message.ts && one.ts !== message.ts);
  const last = replies.at(-1);
  if (!last) return message;
  const counts = { reply_count: replies.length, latest_reply: last.ts };
  return { ...message, thread_ts: message.ts, ...counts };
}

function paged<T>(all: readonly T[], args: Arguments): { page: readonly T[]; next: { next_cursor: string } } {
  const limit = Math.min(Number(text(args, 'limit') ?? DEFAULT_PAGE), MOST_A_PAGE);
  const start = Number(text(args, 'cursor')?.replace(/^from:/, '') ?? 0);
  const end = start + limit;
  return { page: all.slice(start, end), next: { next_cursor: end < all.length ? `from:${end}` : '' } };
}
