import { type AttritionError, toAttritionError } from '../core/errors.ts';
import type { Conversation } from '../core/ports/conversation.ts';
import type { Log } from '../core/ports/log.ts';

/** Whether somebody is in a list; `unknown` while one of its groups can't be looked up. */
export type Named = 'yes' | 'no' | 'unknown';

export interface NamedPeople {
  /** Ids of people, and of user groups for those who are in them. */
  isNamed(ids: readonly string[], user: string): Promise<Named>;
  /** Why some of these groups can't be looked up in this person's workspace; empty when all can. */
  unreadable(ids: readonly string[], user: string): Promise<readonly AttritionError[]>;
}

/** Ids of people begin with U or W, those of user groups with S. */
const isGroup = (id: string): boolean => id.startsWith('S');

/** Looks people up in lists of ids of people and of user groups. */
export function createNamedPeople({ groupMembers }: Pick<Conversation, 'groupMembers'>, log: Log): NamedPeople {
  async function membersOf(group: string, user: string): Promise<ReadonlySet<string> | AttritionError> {
    try {
      return await groupMembers(group, user);
    } catch (thrown) {
      const fault = toAttritionError(thrown);
      log.error({ ...fault.detail, code: fault.code }, 'user group not readable: who is in it stays shut out');
      return fault;
    }
  }
  return {
    async isNamed(ids, user) {
      if (ids.includes(user)) return 'yes';
      const groups = await Promise.all(ids.filter(isGroup).map((group) => membersOf(group, user)));
      if (groups.some((one) => !(one instanceof Error) && one.has(user))) return 'yes';
      return groups.some((one) => one instanceof Error) ? 'unknown' : 'no';
    },
    async unreadable(ids, user) {
      const groups = await Promise.all(ids.filter(isGroup).map((group) => membersOf(group, user)));
      return groups.filter((one) => one instanceof Error);
    },
  };
}
