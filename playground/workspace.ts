import type { Clock } from '../src/core/ports/clock.ts';
import type { ApiWorld } from './api/method.ts';
import type { AppInstalls } from './app-installs.ts';
import { type Delivery, failed, NOT_INSTALLED } from './delivery.ts';
import { startEventFeed } from './event-feed.ts';
import { eventCallback, findUser } from './event-payloads.ts';
import type { Faults } from './faults.ts';
import { keepRecord, type RecordEntry } from './message-record.ts';
import { createReaders, type Readers } from './playground-readers.ts';
import { createRateTiers, type RateTiers } from './rate-tiers.ts';
import { createTriggerBook } from './trigger-book.ts';
import { createUserActions, type UserActions } from './user-actions.ts';
import { createViewDesk } from './view-desk.ts';
import type { WorkspaceIds } from './workspace-ids.ts';
import { createWorkspaceState, type WorkspacePlan, type WorkspaceState } from './workspace-state.ts';

/** One workspace: people's hands and eyes in it, and what its admins do with the app. */
export interface Workspace extends Readers {
  readonly team: string;
  readonly botUser: string;
  /** The first user of the workspace. */
  readonly user: UserActions;
  /** Another user by name or id, e.g. `as('maria')`. */
  as(name: string): UserActions;
  /** The id of a channel or user by its name. */
  idOf(name: string): string;
  join(channel: string, user: string): void;
  leave(channel: string, user: string): void;
  readonly record: readonly RecordEntry[];
  /** An admin removes the app: its tokens are dead at once, and the app is told by two events. */
  uninstall(): void;
  /** The bot's token is revoked, or a person's own; the app is told by the same event. */
  revokeTokens(whose?: 'bot' | 'person'): void;
  /** Twelve hours pass for the tokens. */
  expireTokens(): void;
}

/** A workspace with what the server needs of it. */
export interface BuiltWorkspace {
  readonly workspace: Workspace;
  readonly state: WorkspaceState;
  readonly world: ApiWorld;
  readonly tiers: RateTiers;
}

export interface WorkspaceParts {
  readonly clock: Clock;
  readonly ids: WorkspaceIds;
  readonly faults: Faults;
  /** To the app, from whichever workspace. */
  readonly delivery: Delivery;
  readonly installs: AppInstalls;
  readonly origin: () => string;
  readonly openSocket: () => string;
}

/** Builds a workspace; nothing goes to the app from one that doesn't have it. */
export function createWorkspace(plan: WorkspacePlan, parts: WorkspaceParts): BuiltWorkspace {
  const { clock, ids, faults, installs, origin, openSocket } = parts;
  const state = createWorkspaceState(ids, plan);
  const { team, bot } = state;
  const delivery: Delivery = {
    log: parts.delivery.log,
    again: parts.delivery.again,
    deliver: async (kind, payload) =>
      installs.isInstalled(team.id) ? await parts.delivery.deliver(kind, payload) : failed(NOT_INSTALLED),
  };
  const triggers = createTriggerBook(clock, ids, team.id);
  const viewDesk = createViewDesk(state);
  startEventFeed({ state, clock, faults, delivery });
  const hands = { state, clock, delivery, triggers, viewDesk, origin };
  const as = (name: string) => createUserActions(hands, findUser(state, name));
  const idOf = (name: string) => state.channel(name)?.id ?? findUser(state, name).id;
  // Of a removed app Slack still tells the app itself.
  const tell = (event: Readonly<Record<string, unknown>>) =>
    void parts.delivery.deliver('events_api', eventCallback(state, event, clock.now()));
  const tellRevoked = (tokens: { readonly oauth?: readonly string[]; readonly bot?: readonly string[] }) =>
    tell({ type: 'tokens_revoked', tokens });
  const person = state.users.find((one) => !one.is_bot)?.id ?? '';
  const workspace: Workspace = {
    ...createReaders(state),
    ...{ team: team.id, botUser: bot.user, as, idOf, record: keepRecord(state, clock) },
    user: as(person),
    join: (channel, user) => state.join(idOf(channel), idOf(user)),
    leave: (channel, user) => state.leave(idOf(channel), idOf(user)),
    uninstall() {
      installs.kill(team.id, 'account_inactive');
      tellRevoked({ oauth: [], bot: [bot.user] });
      tell({ type: 'app_uninstalled' });
    },
    revokeTokens(whose = 'bot') {
      if (whose === 'person') return tellRevoked({ oauth: [person], bot: [] });
      installs.kill(team.id, 'token_revoked');
      tellRevoked({ oauth: [], bot: [bot.user] });
    },
    expireTokens: () => installs.kill(team.id, 'token_expired'),
  };
  const world: ApiWorld = { state, clock, faults, triggers, viewDesk, origin, openSocket };
  return { workspace, state, world, tiers: createRateTiers(clock) };
}
