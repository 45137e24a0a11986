import { checkBlocks, LIMITS, readBlocks } from '../limits.ts';
import { SlackRefusal } from '../slack-refusal.ts';
import { type Block, isRecord, type Message } from '../slack-types.ts';
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

/** Slack ends a stream about five minutes after its start, traffic or not (python-slack-sdk#1859), ms. */
const STREAM_LIFE = 300_000;

/** chat.*Stream: a message that grows by what is appended, and takes no edit while it does. */
export const streamMethods: MethodTable = {
  'chat.startStream': (world, args) => {
    const channel = memberChannel(world, required(args, 'channel'));
    const thread = required(args, 'thread_ts');
    if (!world.state.message(channel.id, thread)) throw new SlackRefusal('thread_not_found');
    if (channel.kind !== 'im') {
      if (text(args, 'recipient_team_id') === undefined) throw new SlackRefusal('missing_recipient_team_id');
      if (text(args, 'recipient_user_id') === undefined) throw new SlackRefusal('missing_recipient_user_id');
    }
    const { bot } = world.state;
    const { ts } = world.state.post({
      ...{ channel: channel.id, thread_ts: thread, user: bot.user, bot_id: bot.id, app_id: APP.id },
      ...{ text: '', blocks: grown([], args), streaming_state: 'in_progress' },
    });
    return { channel: channel.id, ts };
  },
  'chat.appendStream': (world, args) => {
    const { channel, ts, blocks = [] } = openStream(world, args);
    world.state.edit(channel, ts, { blocks: grown(blocks, args) });
    return { channel, ts };
  },
  'chat.stopStream': (world, args) => {
    const { channel, ts, blocks = [] } = openStream(world, args);
    const last = readBlocks(structured(args, 'blocks')) ?? [];
    checkBlocks(last, LIMITS.blocks);
    world.state.edit(channel, ts, { blocks: [...grown(blocks, args), ...last], streaming_state: 'completed' });
    return { channel, ts };
  },
};

/** True while a message grows by a stream: no edit is taken meanwhile. */
export function isStreaming(world: ApiWorld, message: Message): boolean {
  return message.streaming_state === 'in_progress' && !isOver(world, message);
}

/** A message's ts is the time of its start. */
function isOver(world: ApiWorld, { ts }: Message): boolean {
  return world.clock.now() - Number(ts) * 1_000 > STREAM_LIFE;
}

function openStream(world: ApiWorld, args: Arguments): Message {
  const message = ownMessage(world, args, 'message_not_owned_by_app');
  if (message.stopped_by !== undefined) throw new SlackRefusal('stopped_by_user');
  if (isStreaming(world, message)) return message;
  if (message.streaming_state === 'in_progress') {
    world.state.edit(message.channel, message.ts, { streaming_state: 'errored' });
  }
  throw new SlackRefusal('message_not_in_streaming_state');
}

/** The blocks with what is appended: text to the text, a task in place of the one with its id. */
function grown(blocks: readonly Block[], args: Arguments): readonly Block[] {
  const markdown = text(args, 'markdown_text');
  const chunks = structured(args, 'chunks');
  const all = Array.isArray(chunks) ? chunks : [];
  if (markdown !== undefined && all.length > 0) throw new SlackRefusal('markdown_text_conflict');
  const parts = markdown === undefined ? all : [{ type: 'markdown_text', text: markdown }];
  return parts.reduce<readonly Block[]>((sofar, chunk: unknown) => {
    if (isRecord(chunk) && chunk.type === 'markdown_text') return withText(sofar, String(chunk.text ?? ''));
    if (isRecord(chunk) && chunk.type === 'task_update') return withTask(sofar, chunk);
    throw new SlackRefusal('invalid_chunks');
  }, blocks);
}

function withText(blocks: readonly Block[], delta: string): readonly Block[] {
  if (delta.length > LIMITS.markdownText) throw new SlackRefusal('msg_too_long');
  const old = blocks.find((block) => block.type === 'markdown');
  const whole = { type: 'markdown', text: String(old?.text ?? '') + delta };
  return [...blocks.filter((block) => block !== old), whole];
}

function withTask(
  blocks: readonly Block[],
  { id, title, status }: Readonly<Record<string, unknown>>,
): readonly Block[] {
  if (typeof title !== 'string' || title === '') throw new SlackRefusal('invalid_chunks');
  return [{ type: 'task_card', task_id: id, title, status }, ...blocks.filter((block) => block.task_id !== id)];
}
