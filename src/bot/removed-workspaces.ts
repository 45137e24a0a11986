import type { App } from '@slack/bolt';
import { AttritionError } from '../core/errors.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Commands } from '../core/ports/commands.ts';
import type { ListenerGuard } from './listener-guard.ts';
import { workspaceIdOf } from './sightings.ts';
import type { SlackCall } from './slack-call.ts';

export interface RemovalParts {
  readonly commands: Pick<Commands, 'workspaceLeft'>;
  readonly guard: ListenerGuard;
  readonly call: SlackCall;
  readonly clock: Clock;
}

/** A fault has nobody to be told to: the app is gone. */
const NOBODY = { channel: '', user: '', thread: null, text: '', say: async () => {} };

/** Hears of workspaces that have removed the app: Slack tells it by two events, in either order. */
export function watchRemovals(app: App, parts: RemovalParts): void {
  const { commands, guard, clock } = parts;
  const left = (workspace: string, seconds: number) =>
    guard.run('removal', NOBODY, async () => {
      // An event may come late, after a new installation: a token that is dead is proof, else the earlier time decides.
      // The event's time is cut to whole seconds, the installation's isn't.
      const at = (await isDead(workspace, parts.call)) ? clock.now() : seconds * 1000 + 999;
      await commands.workspaceLeft({ workspace, at });
    });
  app.event('app_uninstalled', ({ body, context }) => left(workspaceIdOf(context), body.event_time));
  app.event('tokens_revoked', async ({ event, body, context }) => {
    if ((event.tokens.bot ?? []).length > 0) await left(workspaceIdOf(context), body.event_time);
  });
}

/** Looks for workspaces that removed the app while nobody listened, for longer than Slack repeats its events. */
export function catchUpRemovals(workspaces: readonly string[], { commands, guard, call, clock }: RemovalParts) {
  return guard.run('removal', NOBODY, async () => {
    for (const workspace of workspaces)
      if (await isDead(workspace, call)) await commands.workspaceLeft({ workspace, at: clock.now() });
  });
}

function isDead(workspace: string, call: SlackCall): Promise<boolean> {
  return call('auth.test', {}, workspace).then(
    () => false,
    (thrown) => thrown instanceof AttritionError && thrown.code === 'app-uninstalled',
  );
}
