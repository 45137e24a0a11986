import type { PgBoss } from 'pg-boss';

/** One database that one process at a time works on: what still counts as running belongs to a process that died. */
const GIVE_BACK = `update pgboss.job set state = 'retry', start_after = now(), heartbeat_on = null where state = 'active'`;

/**
 * Gives a dead process's jobs back to the queue at once, instead of after their heartbeat has run out. Only where no
 * other process can be at work on the same database.
 */
export async function giveBackOrphans(boss: PgBoss): Promise<void> {
  await boss.getDb().executeSql(GIVE_BACK);
}
