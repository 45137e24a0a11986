import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { NOTHING_GONE } from '../forget-reach.ts';
import { eraseRows, toRequest } from '../forget-store.ts';
import { keepJob } from '../outbox.ts';
import type { Tables } from '../schema.ts';
import type { BackupReading } from './backup-lines.ts';
import { ownTables } from './own-tables.ts';

/** Requests for deletion hold ids and counts, and are all that a later restore must know of them. */
export const DELETIONS_TABLE = 'forget_request';

/** Requests for deletion as another database or backup knows them. */
export interface Deletions {
  readonly columns: readonly string[];
  /** Each a row as JSON. */
  readonly rows: readonly string[];
}

/** Reads the requests for deletion out of a backup, whole or not; the rest is only checked. */
export async function deletionsIn(reading: BackupReading): Promise<Deletions> {
  const found: string[] = [];
  const { tables, jobs } = reading.header;
  for (const { name, rows } of tables)
    for (let row = 0; row < rows; row += 1) {
      const line = await reading.next();
      if (name === DELETIONS_TABLE) found.push(line);
    }
  for (let job = 0; job < jobs; job += 1) await reading.next();
  await reading.end();
  return { columns: tables.find(({ name }) => name === DELETIONS_TABLE)?.columns ?? [], rows: found };
}

/** The requests for deletion that a database knows. */
export async function deletionsOf(db: Kysely<Tables>): Promise<Deletions> {
  const table = (await ownTables(db)).find(({ name }) => name === DELETIONS_TABLE);
  if (table === undefined) return { columns: [], rows: [] };
  const query = sql<{ line: string }>`select row_to_json(one)::text as line from ${sql.id(table.name)} as one`;
  const { rows } = await query.execute(db);
  return { columns: table.columns, rows: rows.map(({ line }) => line) };
}

/** Puts requests into the table as asked for and not yet carried out; gives which they are, and whether their rows are to go. */
async function adopt(tx: Kysely<Tables>, { columns, rows }: Deletions) {
  const given = sql`jsonb_populate_recordset(null::forget_request, ${`[${rows.join(',')}]`}::jsonb)`;
  const open = await sql<{ id: string; state: string }>`
    select given.id, given.state from ${given} as given left join forget_request own on own.id = given.id
    where given.state in ('confirmed', 'done') and own.state is distinct from 'done'
    order by given.asked_at`.execute(tx);
  const ids = open.rows.map(({ id }) => id);
  if (ids.length === 0) return [];
  const names = sql.join(columns.map((column) => sql.id(column)));
  await sql`delete from forget_request where id = any(${ids}::text[])`.execute(tx);
  await sql`insert into forget_request (${names})
    select ${names} from ${given} as given where id = any(${ids}::text[])`.execute(tx);
  await tx
    .updateTable('forget_request')
    .set({ state: 'confirmed', tally: JSON.stringify(NOTHING_GONE) })
    .where('id', 'in', ids)
    .execute();
  return open.rows;
}

/**
 * Deletes again what was deleted after a backup was taken; gives how many requests that were. The rows go at once; what
 * still stands in the chat, and the proof in the audit, are left to the jobs that the next start takes over.
 */
export async function repeatDeletions(tx: Kysely<Tables>, deletions: Deletions): Promise<number> {
  if (deletions.rows.length === 0) return 0;
  const repeated = await adopt(tx, deletions);
  for (const { id, state } of repeated) {
    const row = await tx.selectFrom('forget_request').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    // One that was not carried out has messages in the chat, which are only found while its rows are there.
    if (state === 'done') await eraseRows(tx, toRequest(row));
    await keepJob(tx, { id: randomUUID(), queue: 'privacy', payload: { forgetId: id } });
  }
  return repeated.length;
}
