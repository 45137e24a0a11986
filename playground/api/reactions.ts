import { SlackRefusal } from '../slack-refusal.ts';
import type { Message } from '../slack-types.ts';
import { type ApiWorld, type Arguments, type MethodTable, memberChannel, required } from './method.ts';

/** reactions.*, and the "is thinking" line of a thread. */
export const reactionMethods: MethodTable = {
  'reactions.add': (world, args) => {
    const { message, name } = read(world, args);
    const old = message.reactions ?? [];
    const same = old.find((one) => one.name === name);
    if (same?.users.includes(world.state.bot.user)) throw new SlackRefusal('already_reacted');
    const mine = { name, users: [...(same?.users ?? []), world.state.bot.user] };
    world.state.edit(message.channel, message.ts, { reactions: [...old.filter((one) => one !== same), mine] });
    return {};
  },
  'reactions.remove': (world, args) => {
    const { message, name } = read(world, args);
    const old = message.reactions ?? [];
    if (!old.some((one) => one.name === name && one.users.includes(world.state.bot.user))) {
      throw new SlackRefusal('no_reaction');
    }
    const left = old.map((one) =>
      one.name === name ? { name, users: one.users.filter((user) => user !== world.state.bot.user) } : one,
    );
    world.state.edit(message.channel, message.ts, { reactions: left.filter((one) => one.users.length > 0) });
    return {};
  },
  'assistant.threads.setStatus': (world, args) => {
    const channel = memberChannel(world, required(args, 'channel_id'));
    const thread = required(args, 'thread_ts');
    if (!world.state.message(channel.id, thread)) throw new SlackRefusal('thread_not_found');
    const status = typeof args.status === 'string' ? args.status : '';
    world.state.tell({ kind: 'status', channel: channel.id, thread_ts: thread, status });
    return {};
  },
};

function read(world: ApiWorld, args: Arguments): { readonly message: Message; readonly name: string } {
  const channel = memberChannel(world, required(args, 'channel'));
  const message = world.state.message(channel.id, required(args, 'timestamp'));
  if (!message) throw new SlackRefusal('message_not_found');
  return { message, name: required(args, 'name') };
}
