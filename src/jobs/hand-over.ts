import type { PgBoss } from 'pg-boss';
import { z } from 'zod';

/** Which jobs of the outbox: one, or those that have waited so many seconds. */
export type Waiting = { readonly id: string } | { readonly seconds: number };

const WAITING = 'select id, queue, payload from outbox where queue = any($1::text[])';
const ONE = `${WAITING} and id = $2::uuid`;
const LEFT = `${WAITING} and at <= now() - make_interval(secs => $2)`;
const TAKEN = 'delete from outbox where id = any($1::uuid[])';

const rowsSchema = z.array(z.object({ id: z.string(), queue: z.string(), payload: z.looseObject({}) }));

/**
 * Gives jobs of the outbox to the queue. They keep their ids, so that a process that dies between the two steps, or two
 * processes at once, queue none twice.
 */
export async function handOver(boss: PgBoss, queues: readonly string[], waiting: Waiting): Promise<void> {
  const db = boss.getDb();
  const found =
    'id' in waiting
      ? db.executeSql(ONE, [[...queues], waiting.id])
      : db.executeSql(LEFT, [[...queues], waiting.seconds]);
  const jobs = rowsSchema.parse((await found).rows);
  for (const [queue, own] of Map.groupBy(jobs, (job) => job.queue)) {
    await boss.insert(
      queue,
      own.map(({ id, payload }) => ({ id, data: payload })),
    );
    await db.executeSql(TAKEN, [own.map(({ id }) => id)]);
  }
}
