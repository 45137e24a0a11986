import { SlackRefusal } from '../slack-refusal.ts';
import { type MethodTable, required } from './method.ts';

/** usergroups.*: who is in a user group; Slack knows nothing of a disabled one unless it is asked for. */
export const userGroupMethods: MethodTable = {
  'usergroups.users.list': (world, args) => {
    const users = world.state.userGroups.get(required(args, 'usergroup'));
    if (!users) throw new SlackRefusal('no_such_subteam');
    return { users };
  },
};
