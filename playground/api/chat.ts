import { checkMessage, LIMITS, readBlocks } from '../limits.ts';
import { SlackRefusal } from '../slack-refusal.ts';
import type { Block, MessageChanges } from '../slack-types.ts';
import { APP } from '../workspace-ids.ts';
import {
  type ApiWorld,
  type Arguments,
  type MethodTable,
  memberChannel,
  ownMessage,
  required,
  structured,
  text,
} from './method.ts';
import { isStreaming } from './streams.ts';

/** chat.*: the bot's own messages. */
export const chatMethods: MethodTable = {
  'chat.postMessage': (world, args) => {
    const { body, truncated } = readBody(args, 'post');
    const channel = channelOrDirect(world, required(args, 'channel'));
    const metadata = structured(args, 'metadata');
    const message = world.state.post({
      channel,
      user: world.state.bot.user,
      bot_id: world.state.bot.id,
      app_id: APP.id,
      ...body,
      ...threadOf(world, channel, args),
      ...(metadata === undefined ? {} : { metadata }),
    });
    world.state.tell({ kind: 'status', channel, thread_ts: message.thread_ts ?? message.ts, status: '' });
    const warning = truncated ? { response_metadata: { messages: ['[WARN] message_truncated'] } } : {};
    return { channel, ts: message.ts, message, ...warning };
  },
  'chat.update': (world, args) => {
    const { body } = readBody(args, 'update');
    const old = ownMessage(world, args, 'cant_update_message');
    if (isStreaming(world, old)) throw new SlackRefusal('streaming_state_conflict');
    const metadata = structured(args, 'metadata');
    const changes: MessageChanges = {
      ...body,
      edited: { user: world.state.bot.user, ts: world.state.ids.ts() },
      ...(metadata === undefined ? {} : { metadata }),
    };
    const message = world.state.edit(old.channel, old.ts, changes);
    return { channel: old.channel, ts: old.ts, text: body.text, message };
  },
  'chat.delete': (world, args) => {
    const message = ownMessage(world, args, 'cant_delete_message');
    world.state.remove(message.channel, message.ts);
    return { channel: message.channel, ts: message.ts };
  },
  'chat.postEphemeral': (world, args) => {
    const { body } = readBody(args, 'post');
    const channel = memberChannel(world, required(args, 'channel'));
    const user = required(args, 'user');
    if (!channel.members.includes(user)) throw new SlackRefusal('user_not_in_channel');
    const message = world.state.post({
      channel: channel.id,
      user: world.state.bot.user,
      bot_id: world.state.bot.id,
      ...body,
      ...threadOf(world, channel.id, args),
      ephemeral_to: user,
    });
    return { message_ts: message.ts };
  },
  'chat.getPermalink': (world, args) => {
    const channel = memberChannel(world, required(args, 'channel'));
    const ts = required(args, 'message_ts');
    if (!world.state.message(channel.id, ts)) throw new SlackRefusal('message_not_found');
    return { channel: channel.id, permalink: `${world.origin()}/#${channel.id}/${ts}` };
  },
};

interface Body {
  readonly text: string;
  readonly blocks?: readonly Block[];
}

/** Reads and checks text and blocks. An edit without blocks removes the old ones, as in Slack. */
function readBody(args: Arguments, kind: 'post' | 'update'): { readonly body: Body; readonly truncated: boolean } {
  const markdownText = text(args, 'markdown_text');
  const plain = text(args, 'text');
  const blocks = readBlocks(structured(args, 'blocks'));
  if (plain === undefined && markdownText === undefined && !blocks?.length) throw new SlackRefusal('no_text');
  checkMessage(kind, { text: plain, markdownText, blocks });
  const written = plain ?? '';
  const body =
    markdownText === undefined
      ? { text: written.slice(0, LIMITS.postText), blocks: blocks ?? [] }
      : { text: markdownText, blocks: [{ type: 'markdown', text: markdownText }] };
  return { body, truncated: written.length > LIMITS.postText };
}

function threadOf(world: ApiWorld, channel: string, args: Arguments): { thread_ts?: string } {
  const ts = text(args, 'thread_ts');
  if (ts === undefined) return {};
  const root = world.state.message(channel, ts);
  if (!root) throw new SlackRefusal('thread_not_found');
  return { thread_ts: root.thread_ts ?? root.ts };
}

/** Posting to a user id goes to the direct messages with that user. */
function channelOrDirect(world: ApiWorld, id: string): string {
  return world.state.direct(id)?.id ?? memberChannel(world, id).id;
}
