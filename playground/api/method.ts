import type { Clock } from '../../src/core/ports/clock.ts';
import type { Faults } from '../faults.ts';
import { SlackRefusal } from '../slack-refusal.ts';
import type { Channel, Message } from '../slack-types.ts';
import type { TriggerBook } from '../trigger-book.ts';
import type { ViewDesk } from '../view-desk.ts';
import type { WorkspaceState } from '../workspace-state.ts';

/** What the methods of the Web API work on. */
export interface ApiWorld {
  readonly state: WorkspaceState;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly triggers: TriggerBook;
  readonly viewDesk: ViewDesk;
  /** The workspace's own address, e.g. http://127.0.0.1:3999. */
  readonly origin: () => string;
  /** A single-use address for a Socket Mode connection. */
  readonly openSocket: () => string;
}

/** Arguments of a call: strings of a form, or values of a JSON body. */
export type Arguments = Readonly<Record<string, unknown>>;

/** A method: gives the fields beside `ok: true`, or throws SlackRefusal. */
type Method = (world: ApiWorld, args: Arguments) => Readonly<Record<string, unknown>>;

export type MethodTable = Readonly<Record<string, Method>>;

/** A text argument; undefined when it is missing or empty. */
export function text(args: Arguments, name: string): string | undefined {
  const value = args[name];
  if (value === undefined || value === null || value === '') return undefined;
  return String(value);
}

/** A text argument that must be there. */
export function required(args: Arguments, name: string): string {
  const value = text(args, name);
  if (value === undefined) throw new SlackRefusal('invalid_arguments', [`missing required field: ${name}`]);
  return value;
}

/** A list or object argument: forms carry it as JSON. */
export function structured(args: Arguments, name: string): unknown {
  const value = args[name];
  if (typeof value !== 'string' || value === '') return value === '' ? undefined : value;
  try {
    return JSON.parse(value);
  } catch {
    throw new SlackRefusal(name === 'blocks' ? 'invalid_blocks_format' : 'invalid_json', [`${name} is no JSON`]);
  }
}

/** The channel of a call, which the bot must be a member of. */
export function memberChannel(world: ApiWorld, id: string): Channel {
  const channel = world.state.channel(id);
  if (!channel) throw new SlackRefusal('channel_not_found');
  if (!channel.members.includes(world.state.bot.user)) throw new SlackRefusal('not_in_channel');
  return channel;
}

/** A message the bot itself wrote; anything else can't be changed by it. */
export function ownMessage(world: ApiWorld, args: Arguments, refusal: string): Message {
  const channel = memberChannel(world, required(args, 'channel'));
  const message = world.state.message(channel.id, required(args, 'ts'));
  if (!message || message.subtype === 'tombstone' || message.ephemeral_to) throw new SlackRefusal('message_not_found');
  if (message.user !== world.state.bot.user) throw new SlackRefusal(refusal);
  return message;
}
