import { SlackRefusal } from '../slack-refusal.ts';
import type { User } from '../slack-types.ts';
import { type MethodTable, required } from './method.ts';

/** auth.*, users.*, team.*, and the opening of Socket Mode. */
export const peopleMethods: MethodTable = {
  'auth.test': ({ state, origin }) => ({
    url: `${origin()}/`,
    team: state.team.name,
    team_id: state.team.id,
    user: 'attrition',
    user_id: state.bot.user,
    bot_id: state.bot.id,
    is_enterprise_install: false,
  }),
  'apps.connections.open': (world) => ({ url: world.openSocket() }),
  'users.info': (world, args) => {
    const user = world.state.users.find((one) => one.id === required(args, 'user'));
    if (!user) throw new SlackRefusal('user_not_found');
    return { user: describe(user, world.state.team.id) };
  },
  'users.list': ({ state }) => ({
    members: state.users.map((user) => describe(user, state.team.id)),
    response_metadata: { next_cursor: '' },
  }),
  'team.info': ({ state }) => ({ team: state.team }),
};

function describe(user: User, team: string) {
  return {
    ...user,
    team_id: team,
    deleted: false,
    is_admin: user.name === 'lin',
    profile: { real_name: user.real_name, display_name: user.name },
  };
}
