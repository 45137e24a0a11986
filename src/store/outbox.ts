import type { Kysely } from 'kysely';
import type { OutboxJob } from '../core/ports/outbox.ts';
import type { Tables } from './schema.ts';

/** Keeps a job until the queue has it; to be called in the transaction that writes what the job works on. */
export async function keepJob(tx: Kysely<Tables>, { id, queue, payload }: OutboxJob): Promise<void> {
  await tx
    .insertInto('outbox')
    .values({ id, queue, payload: JSON.stringify(payload) })
    .execute();
}

/** Keeps a row and its job in one transaction; false where the row was kept before, and then neither is. */
export function keepOnce(
  db: Kysely<Tables>,
  job: OutboxJob,
  insert: (tx: Kysely<Tables>) => Promise<object | undefined>,
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const isNew = (await insert(tx)) !== undefined;
    if (isNew) await keepJob(tx, job);
    return isNew;
  });
}
