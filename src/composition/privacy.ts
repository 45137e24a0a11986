import { type Access, createAccess } from '../commands/access.ts';
import { createNamedPeople } from '../commands/named-people.ts';
import type { Environment } from '../config.ts';
import type { Conversation } from '../core/ports/conversation.ts';
import type { InstallationStore } from '../core/ports/installation-store.ts';
import type { Log } from '../core/ports/log.ts';
import type { RetentionDays } from '../jobs/retention.ts';

/** Who may see what, from the environment. */
export function accessOf(env: Environment, groups: Pick<Conversation, 'groupMembers'>, log: Log): Access {
  const { ADMIN_USERS: admins = [], PARTNER_USERS: partners = null, MANAGER_USERS: managers = [] } = env;
  return createAccess({ admins, partners, managers }, createNamedPeople(groups, log));
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
  const owners = new Map((ALERT_TO?.split(',') ?? []).map((one) => one.trim().split(':') as [string, string]));
  for (const [workspace, id] of owners)
    await installations.see({ id, kind: /^[UW]/.test(id) ? 'person' : 'channel', workspace, proven: true });
  return async (channel) => owners.get((await installations.workspaceOf(channel)) ?? '') ?? null;
}

/** For how long each kind is kept, from the environment. */
export function retentionDays(env: Environment): RetentionDays {
  return { interviews: env.RETENTION_INTERVIEW_DAYS ?? null, reports: env.RETENTION_REPORT_DAYS ?? null };
}
