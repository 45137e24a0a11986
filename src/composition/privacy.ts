import { type Access, createAccess } from '../commands/access.ts';
import type { Environment } from '../config.ts';
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

/** For how long each kind is kept, from the environment. */
export function retentionDays(env: Environment): RetentionDays {
  return { interviews: env.RETENTION_INTERVIEW_DAYS ?? null, reports: env.RETENTION_REPORT_DAYS ?? null };
}
