import type { WorkspaceLeft } from '../core/ports/commands.ts';
import type { UseCaseParts } from './use-case-parts.ts';

/** Reports of a channel that may still be running are among its newest. */
const REPORTS_LOOKED_AT = 20;
/** Stands in the audit where a person's id would: Slack doesn't say who removed the app. */
const BY_SLACK = 'slack';

/**
 * The app is gone from a workspace: deletes its token at once, stops what is being written there and pauses its digests.
 * Slack tells it by two events, in either order and more than once; only the first does anything.
 */
export async function workspaceLeft({ workspace, at }: WorkspaceLeft, deps: UseCaseParts['deps']): Promise<void> {
  const { store, log, clock } = deps;
  if (!(await store.installations.leave(workspace, at))) return;
  log.warn({ workspace, code: 'app-uninstalled' }, 'the app was removed from a workspace');
  let [reports, digests] = [0, 0];
  for (const channel of await store.installations.channels(workspace)) {
    for (const { id, state } of await store.reports.list(channel, REPORTS_LOOKED_AT)) {
      if (state !== 'waiting' && state !== 'running') continue;
      if (await store.reports.askStop(id)) reports += 1;
    }
    for (const { id, state } of await store.digests.list(channel)) {
      if (state === 'paused') continue;
      await store.digests.pause(id, 'app-uninstalled');
      digests += 1;
    }
  }
  const counts = { reports, digests };
  await store.audit.note({
    at: clock.now(),
    user: BY_SLACK,
    channel: workspace,
    act: 'app-removed',
    subject: workspace,
    counts,
  });
}
