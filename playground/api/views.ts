import { SlackRefusal } from '../slack-refusal.ts';
import type { View } from '../slack-types.ts';
import { APP } from '../workspace-ids.ts';
import type { WorkspaceState } from '../workspace-state.ts';
import { type MethodTable, required, structured, text } from './method.ts';

/** views.*: modals and App Home. */
export const viewMethods: MethodTable = {
  'views.open': (world, args) => {
    const user = world.triggers.use(required(args, 'trigger_id'));
    return { view: describeView(world.state, world.viewDesk.open(user, structured(args, 'view'))) };
  },
  'views.push': (world, args) => {
    const user = world.triggers.use(required(args, 'trigger_id'));
    return { view: describeView(world.state, world.viewDesk.push(user, structured(args, 'view'))) };
  },
  'views.update': (world, args) => {
    const view = world.viewDesk.update(required(args, 'view_id'), structured(args, 'view'), text(args, 'hash'));
    return { view: describeView(world.state, view) };
  },
  'views.publish': (world, args) => {
    const user = world.state.users.find((one) => one.id === required(args, 'user_id'));
    if (!user || user.is_bot) throw new SlackRefusal('user_not_found');
    return { view: describeView(world.state, world.viewDesk.publish(user.id, structured(args, 'view'))) };
  },
};

/** A view as payloads carry it. `values` are what the user filled in, by block and action. */
export function describeView(
  { team, bot }: Pick<WorkspaceState, 'team' | 'bot'>,
  view: View,
  values: Readonly<Record<string, unknown>> = {},
) {
  const { user: _owner, errors: _faults, ...rest } = view;
  return { ...rest, team_id: team.id, app_id: APP.id, bot_id: bot.id, state: { values } };
}
