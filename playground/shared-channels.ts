import type { Clock } from '../src/core/ports/clock.ts';
import type { ApiWorld } from './api/method.ts';
import type { Delivery } from './delivery.ts';
import { eventCallback, messageEvent } from './event-payloads.ts';
import type { BuiltWorkspace, Workspace } from './workspace.ts';

export interface SharedChannels {
  /** What a workspace's token works on: a shared channel lies in the first workspace, under the bot's own name. */
  worldOf(team: string, channel: string): ApiWorld;
  connect(channel: string, other: Workspace): void;
}

/**
 * Slack Connect: one channel, one id, two workspaces with a bot each. A message in it comes to the app for each of them
 * here, under event ids of their own, which is the most an app must stand.
 */
export function createSharedChannels(parts: {
  readonly home: BuiltWorkspace;
  readonly find: (team: string) => BuiltWorkspace | undefined;
  readonly delivery: Delivery;
  readonly clock: Clock;
}): SharedChannels {
  const { home, find, delivery, clock } = parts;
  const connected = new Set<string>();
  return {
    worldOf(team, channel) {
      const own = find(team) ?? home;
      if (!connected.has(`${channel} ${team}`)) return own.world;
      const { bot } = own.state;
      return { ...home.world, state: { ...home.state, bot, team: own.state.team } };
    },
    connect(name, other) {
      const channel = home.workspace.idOf(name);
      const guest = find(other.team);
      if (!guest) throw new Error(`no workspace ${other.team} here`);
      connected.add(`${channel} ${other.team}`);
      home.state.join(channel, other.botUser);
      home.state.subscribe((change) => {
        const place = home.state.channel(channel);
        if (change.kind !== 'post' || change.message.channel !== channel || !place) return;
        const told = { message: change.message, channel: place, team: home.state.team.id, withStubs: false };
        void delivery.deliver('events_api', eventCallback(guest.state, messageEvent(told), clock.now()));
      });
    },
  };
}
