import type { Clock } from '../src/core/ports/clock.ts';
import type { Delivery } from './delivery.ts';
import { changedEvent, deletedEvent, eventCallback, fileSharedEvent, messageEvent } from './event-payloads.ts';
import type { Faults } from './faults.ts';
import type { Change, Message } from './slack-types.ts';
import type { WorkspaceState } from './workspace-state.ts';

interface FeedWorld {
  readonly state: WorkspaceState;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly delivery: Delivery;
}

/** Tells the bot what happens in its channels, its own posts and edits included, as Slack does. */
export function startEventFeed(world: FeedWorld): () => void {
  const send = (event: Readonly<Record<string, unknown>>) => {
    void world.delivery.deliver('events_api', eventCallback(world.state, event, world.clock.now()));
  };
  return world.state.subscribe((change) => {
    for (const event of eventsOf(world, change)) send(event);
  });
}

function eventsOf(world: FeedWorld, change: Change): readonly Readonly<Record<string, unknown>>[] {
  if (change.kind !== 'post' && change.kind !== 'edit' && change.kind !== 'delete') return [];
  const channel = world.state.channel(change.message.channel);
  if (!channel?.members.includes(world.state.bot.user)) return [];
  if (change.kind === 'edit') {
    // Slack tells of reactions by other events, which this bot doesn't ask for.
    if (change.message.reactions !== change.previous.reactions) return [];
    return [changedEvent(change.message, change.previous, channel, world.state.ids.ts())];
  }
  if (change.kind === 'delete') {
    return [deletedEvent(change.message, change.previous, channel, world.state.ids.ts())];
  }
  const { message } = change;
  const event = messageEvent({ message, channel, team: world.state.team.id, withStubs: world.faults.fileStubs });
  const files = (message.files ?? []).map((file) => fileSharedEvent(file, message));
  return [...(isMention(message, world.state) ? [{ ...event, type: 'app_mention' }] : []), event, ...files];
}

function isMention(message: Message, state: WorkspaceState): boolean {
  return message.user !== state.bot.user && message.text.includes(`<@${state.bot.user}>`);
}
