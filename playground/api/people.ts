import { SlackRefusal } from '../slack-refusal.ts';
import type { User } from '../slack-types.ts';
import { APP, TEAM } from '../workspace-ids.ts';
import { type MethodTable, required } from './method.ts';

/** auth.*, users.*, team.*, and the opening of Socket Mode. */
export const peopleMethods: MethodTable = {
  'auth.test': (world) => ({
    url: `${world.origin()}/`,
    team: TEAM.name,
    team_id: TEAM.id,
    user: 'attrition',
    user_id: APP.bot_user,
    bot_id: APP.bot_id,
    is_enterprise_install: false,
  }),
  'apps.connections.open': (world) => ({ url: world.openSocket() }),
  'users.info': (world, args) => {
    const user = world.state.users.find((one) => one.id === required(args, 'user'));
    if (!user) throw new SlackRefusal('user_not_found');
    return { user: describe(user) };
  },
  'users.list': (world) => ({ members: world.state.users.map(describe), response_metadata: { next_cursor: '' } }),
  'team.info': () => ({ team: TEAM }),
};

function describe(user: User) {
  return {
    ...user,
    team_id: TEAM.id,
    deleted: false,
    is_admin: user.name === 'lin',
    profile: { real_name: user.real_name, display_name: user.name },
  };
}
