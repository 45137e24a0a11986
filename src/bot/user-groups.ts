import { AttritionError } from '../core/errors.ts';
import type { Clock } from '../core/ports/clock.ts';
import { GROUPS_FRESH_MS, GROUPS_RETRY_MS, GROUPS_STALE_MS } from './limits.ts';
import type { SlackCall } from './slack-call.ts';
import { refusalOf } from './slack-refusal.ts';

interface Known {
  readonly members: ReadonlySet<string>;
  readonly at: number;
}

/**
 * Looks up who is in a user group; an answer is used for some minutes, and a while longer where Slack gives none. Throws
 * `group-unreadable` when it is refused, as for a group that is gone or without the scope `usergroups:read`.
 */
export function createUserGroups(call: SlackCall, clock: Clock): (group: string) => Promise<ReadonlySet<string>> {
  const known = new Map<string, Known>();
  const faults = new Map<string, { readonly fault: AttritionError; readonly at: number }>();

  function failed(group: string, thrown: unknown): ReadonlySet<string> {
    const refusal = refusalOf(thrown);
    const last = known.get(group);
    if (refusal.kind !== 'refused' && last !== undefined && clock.now() - last.at < GROUPS_STALE_MS)
      return last.members;
    known.delete(group);
    const error = refusal.kind === 'refused' ? refusal.error : refusal.kind;
    const fault = new AttritionError('group-unreadable', { group, error }, thrown);
    faults.set(group, { fault, at: clock.now() });
    throw fault;
  }

  return async (group) => {
    const [last, failure] = [known.get(group), faults.get(group)];
    if (last !== undefined && clock.now() - last.at < GROUPS_FRESH_MS) return last.members;
    if (failure !== undefined && clock.now() - failure.at < GROUPS_RETRY_MS) throw failure.fault;
    try {
      const { users } = await call('usergroups.users.list', { usergroup: group });
      const members = new Set(Array.isArray(users) ? users.map(String) : []);
      known.set(group, { members, at: clock.now() });
      faults.delete(group);
      return members;
    } catch (thrown) {
      return failed(group, thrown);
    }
  };
}
