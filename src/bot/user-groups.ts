import { AttritionError } from '../core/errors.ts';
import type { Clock } from '../core/ports/clock.ts';
import { GROUPS_FRESH_MS, GROUPS_RETRY_MS, GROUPS_STALE_MS } from './limits.ts';
import type { SlackCall } from './slack-call.ts';
import { refusalOf } from './slack-refusal.ts';
import type { Workspaces } from './workspaces.ts';

interface Known {
  readonly members: ReadonlySet<string>;
  readonly at: number;
}

export interface UserGroupParts {
  readonly call: SlackCall;
  readonly workspaces: Pick<Workspaces, 'find' | 'areMany'>;
  readonly clock: Clock;
}

/**
 * Looks up who is in a user group of a person's workspace; a group that stands in another of several workspaces has
 * nobody of this one in it. An answer is used for some minutes, and a while longer where Slack gives none. Throws
 * `group-unreadable` when it is refused, as for a group that is gone or without the scope `usergroups:read`.
 */
export function createUserGroups({ call, workspaces, clock }: UserGroupParts) {
  const known = new Map<string, Known>();
  const faults = new Map<string, { readonly fault: AttritionError; readonly at: number }>();

  function keep(key: string, members: ReadonlySet<string>): ReadonlySet<string> {
    known.set(key, { members, at: clock.now() });
    faults.delete(key);
    return members;
  }

  function failed(group: string, key: string, thrown: unknown): ReadonlySet<string> {
    const refusal = refusalOf(thrown);
    const last = known.get(key);
    if (refusal.kind !== 'refused' && last !== undefined && clock.now() - last.at < GROUPS_STALE_MS)
      return last.members;
    known.delete(key);
    const error = refusal.kind === 'refused' ? refusal.error : refusal.kind;
    const fault = new AttritionError('group-unreadable', { group, error }, thrown);
    faults.set(key, { fault, at: clock.now() });
    throw fault;
  }

  return async (group: string, user: string): Promise<ReadonlySet<string>> => {
    const key = `${await workspaces.find(user)} ${group}`;
    const [last, failure] = [known.get(key), faults.get(key)];
    if (last !== undefined && clock.now() - last.at < GROUPS_FRESH_MS) return last.members;
    if (failure !== undefined && clock.now() - failure.at < GROUPS_RETRY_MS) throw failure.fault;
    try {
      const { users } = await call('usergroups.users.list', { usergroup: group }, user);
      const members = new Set(Array.isArray(users) ? users.map(String) : []);
      return keep(key, members);
    } catch (thrown) {
      const refusal = refusalOf(thrown);
      const isElsewhere = workspaces.areMany && refusal.kind === 'refused' && refusal.error === 'no_such_subteam';
      return isElsewhere ? keep(key, new Set()) : failed(group, key, thrown);
    }
  };
}
