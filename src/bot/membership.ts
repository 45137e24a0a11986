import type { Clock } from '../core/ports/clock.ts';
import { MEMBERS_FRESH_MS, MEMBERS_PER_PAGE } from './limits.ts';
import type { SlackCall } from './slack-call.ts';
import { channelFault, refusalOf } from './slack-refusal.ts';

interface Known {
  readonly members: ReadonlySet<string>;
  readonly at: number;
}

/** Looks up who is in a channel; an answer is used for a minute. A channel the bot isn't in has no members for it. */
export function createMembership(call: SlackCall, clock: Clock): (channel: string, user: string) => Promise<boolean> {
  const known = new Map<string, Known>();

  async function membersOf(channel: string): Promise<ReadonlySet<string>> {
    const members = new Set<string>();
    let cursor = '';
    do {
      const page = await call('conversations.members', { channel, limit: MEMBERS_PER_PAGE, cursor });
      for (const member of Array.isArray(page.members) ? page.members : []) members.add(String(member));
      cursor = (page.response_metadata as { readonly next_cursor?: string } | undefined)?.next_cursor ?? '';
    } while (cursor !== '');
    return members;
  }

  return async (channel, user) => {
    const last = known.get(channel);
    if (last !== undefined && clock.now() - last.at < MEMBERS_FRESH_MS) return last.members.has(user);
    try {
      const members = await membersOf(channel);
      known.set(channel, { members, at: clock.now() });
      return members.has(user);
    } catch (thrown) {
      if (refusalOf(thrown).kind === 'refused') return false;
      throw channelFault(channel, thrown);
    }
  };
}
