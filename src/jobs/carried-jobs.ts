import type { PgBoss } from 'pg-boss';
import { z } from 'zod';

const WAITING = 'select id, queue, payload from carried_job where queue = any($1::text[])';
const TAKEN = 'delete from carried_job where id = any($1::uuid[])';

const rowsSchema = z.array(z.object({ id: z.string(), queue: z.string(), payload: z.looseObject({}) }));

/**
 * Takes over the jobs that came with a restored backup. They keep their ids, so that a start that dies between the two
 * steps, or two starts at once, send none twice.
 */
export async function takeCarriedJobs(boss: PgBoss, queues: readonly string[]): Promise<void> {
  const db = boss.getDb();
  const jobs = rowsSchema.parse((await db.executeSql(WAITING, [[...queues]])).rows);
  for (const [queue, own] of Map.groupBy(jobs, (job) => job.queue)) {
    await boss.insert(
      queue,
      own.map(({ id, payload }) => ({ id, data: payload })),
    );
    await db.executeSql(TAKEN, [own.map(({ id }) => id)]);
  }
}
