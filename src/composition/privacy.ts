import { type Access, createAccess } from '../commands/access.ts';
import type { Environment } from '../config.ts';
import type { InstallationStore } from '../core/ports/installation-store.ts';
import type { RetentionDays } from '../jobs/retention.ts';

const ids = (list: string | undefined): readonly string[] | null =>
  list === undefined ? null : list.split(',').map((id) => id.trim());

/** Who may see what, from the environment. */
export function accessOf(env: Environment): Access {
  const { ADMIN_USERS, PARTNER_USERS, MANAGER_USERS } = env;
  return createAccess({
    admins: ids(ADMIN_USERS) ?? [],
    partners: ids(PARTNER_USERS),
    managers: ids(MANAGER_USERS) ?? [],
  });
}

/**
 * Who is told of a channel's statements. With several workspaces each has its own (`workspace:id`): a statement never
 * leaves its workspace.
 */
export async function alertOwners(
  env: Environment,
  installations: InstallationStore,
): Promise<(channel: string) => Promise<string | null>> {
  const { ALERT_TO, SLACK_CLIENT_ID } = env;
  if (SLACK_CLIENT_ID === undefined) return async () => ALERT_TO ?? null;
  const owners = new Map((ids(ALERT_TO) ?? []).map((one) => one.split(':') as [string, string]));
  for (const [workspace, id] of owners)
    await installations.see({ id, kind: /^[UW]/.test(id) ? 'person' : 'channel', workspace, proven: true });
  return async (channel) => owners.get((await installations.workspaceOf(channel)) ?? '') ?? null;
}

/** For how long each kind is kept, from the environment. */
export function retentionDays(env: Environment): RetentionDays {
  return { interviews: env.RETENTION_INTERVIEW_DAYS ?? null, reports: env.RETENTION_REPORT_DAYS ?? null };
}
