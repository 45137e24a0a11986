import { type Kysely, sql } from 'kysely';
import { AttritionError } from '../../core/errors.ts';
import { executedMigrations, migrateToLatest, migrateUpTo, refuseNewer } from '../migrate.ts';
import type { Tables } from '../schema.ts';
import { type BackupHeader, carriedJobSchema } from './backup-header.ts';
import type { BackupReading } from './backup-lines.ts';
import { countRows, type OwnTable, ownTables } from './own-tables.ts';
import { type Deletions, deletionsOf, repeatDeletions } from './repeat-deletions.ts';

/** Rows are inserted when so many characters, or so many of them, have come together. */
const BATCH_CHARACTERS = 500_000;
const BATCH_ROWS = 500;
/** The key under which Kysely's migrator locks: a bot that starts meanwhile waits for the whole restore. */
const MIGRATION_LOCK = '3853314791062309107';
/** Every bot and worker keeps connections for its queue, and pg-boss gives them this name. */
const CONNECTIONS = `select count(*) as n from pg_stat_activity
  where datname = current_database() and application_name like 'pgboss%'`;

export interface RestoreWish {
  readonly engine: BackupHeader['engine'];
  /** Empties a database that holds something first. */
  readonly replace: boolean;
  /** What else is known of deletions since the backup was taken. */
  readonly deletions: readonly Deletions[];
  /** Names the backup in sentences. */
  readonly file: string;
}

/** Rows of a table: as the backup says, and as counted in the database before anything was deleted again. */
export interface RowCount {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

export interface Restored {
  readonly counts: readonly RowCount[];
  /** Deletions since the backup that were repeated. */
  readonly repeated: number;
  /** Migrations that the backup's schema lacked. */
  readonly migrated: readonly string[];
  /** Rows of the database that were replaced. */
  readonly replaced: number;
}

/** Refuses a database that is not ours alone or not empty; gives how many rows are to be replaced. */
async function checkTarget(tx: Kysely<Tables>, own: readonly OwnTable[], wish: RestoreWish): Promise<number> {
  if (wish.engine === 'postgres') {
    const { rows } = await sql.raw<{ n: string }>(CONNECTIONS).execute(tx);
    const count = Number(rows[0]?.n ?? 0);
    if (count > 0) throw new AttritionError('restore-in-use', { count });
  }
  await refuseNewer(tx);
  const [first] = own;
  if (first !== undefined && (await executedMigrations(tx)).length === 0)
    throw new AttritionError('restore-other-program', { table: first.name });
  let rows = 0;
  for (const { name } of own) rows += await countRows(tx, name);
  if (rows > 0 && !wish.replace) throw new AttritionError('restore-not-empty', { rows });
  return rows;
}

/** Takes everything of ours away, with the queue: its jobs are about what goes. */
async function clear(tx: Kysely<Tables>, own: readonly OwnTable[]): Promise<void> {
  for (const { name } of [...own].reverse()) await sql`drop table ${sql.id(name)}`.execute(tx);
  await sql`drop table if exists kysely_migration, kysely_migration_lock`.execute(tx);
  await sql`drop schema if exists pgboss cascade`.execute(tx);
}

async function insert(tx: Kysely<Tables>, table: BackupHeader['tables'][number], lines: readonly string[]) {
  const names = sql.join(table.columns.map((column) => sql.id(column)));
  const name = sql.id(table.name);
  // The numbers that the database gave are kept: other rows name them.
  await sql`insert into ${name} (${names}) overriding system value
    select ${names} from json_populate_recordset(null::${name}, ${`[${lines.join(',')}]`}::json)`.execute(tx);
}

async function fill(tx: Kysely<Tables>, table: BackupHeader['tables'][number], reading: BackupReading): Promise<void> {
  let batch: string[] = [];
  let characters = 0;
  for (let row = 0; row < table.rows; row += 1) {
    const line = await reading.next();
    batch.push(line);
    characters += line.length;
    if (characters < BATCH_CHARACTERS && batch.length < BATCH_ROWS) continue;
    await insert(tx, table, batch);
    batch = [];
    characters = 0;
  }
  if (batch.length > 0) await insert(tx, table, batch);
}

/** The next number of a table goes on behind the highest that came with the backup. */
async function continueNumbers(tx: Kysely<Tables>, { name, identity }: OwnTable): Promise<void> {
  if (identity === null) return;
  const column = sql.id(identity);
  await sql`select setval(pg_get_serial_sequence(${name}, ${identity}), coalesce(max(${column}), 0) + 1, false)
    from ${sql.id(name)}`.execute(tx);
}

async function carryJobs(tx: Kysely<Tables>, jobs: readonly string[]): Promise<void> {
  for (const line of jobs) {
    const { id, queue, payload } = carriedJobSchema.parse(JSON.parse(line));
    const values = { id, queue, payload: JSON.stringify(payload) };
    const query = tx.insertInto('outbox').values(values);
    await query.onConflict((conflict) => conflict.doNothing()).execute();
  }
}

/** Brings rows and jobs in and compares the counts; throws where the backup is not what it says. */
async function bringIn(tx: Kysely<Tables>, reading: BackupReading, file: string) {
  const { header } = reading;
  await migrateUpTo(tx, header.migrations.at(-1) ?? '');
  const own = new Map((await ownTables(tx)).map((table) => [table.name, table]));
  const counts: RowCount[] = [];
  for (const table of header.tables) {
    const place = own.get(table.name);
    if (place === undefined || table.columns.some((column) => !place.columns.includes(column)))
      throw new AttritionError('backup-damaged', { file });
    await fill(tx, table, reading);
    await continueNumbers(tx, place);
    const rows = await countRows(tx, table.name);
    if (rows !== table.rows)
      throw new AttritionError('restore-count', { table: table.name, expected: table.rows, found: rows });
    counts.push({ name: table.name, from: table.rows, to: rows });
  }
  const jobs: string[] = [];
  for (let job = 0; job < header.jobs; job += 1) jobs.push(await reading.next());
  await reading.end();
  return { counts, jobs };
}

/** Text that the database can't take as a row was not written by a backup: SQLSTATE classes 22 and 23. */
function isBadRow(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^2[23]/.test(code);
}

/**
 * Restores a backup, of either engine, in one transaction: all of it or nothing. Then the schema is brought up to date
 * and what was deleted since is deleted again.
 * Throws `restore-not-empty`, `restore-in-use` and `restore-other-program` for a database that must not be touched,
 * `backup-damaged` for a backup that is not whole.
 */
export async function restoreBackup(db: Kysely<Tables>, reading: BackupReading, wish: RestoreWish): Promise<Restored> {
  const { header } = reading;
  if (header.kind === 'deletions') throw new AttritionError('restore-deletions-only', { file: wish.file });
  const restore = async (tx: Kysely<Tables>): Promise<Restored> => {
    await sql`select pg_advisory_xact_lock(${sql.raw(MIGRATION_LOCK)})`.execute(tx);
    const own = await ownTables(tx);
    const replaced = await checkTarget(tx, own, wish);
    const known = replaced > 0 ? [await deletionsOf(tx)] : [];
    await clear(tx, own);
    const { counts, jobs } = await bringIn(tx, reading, wish.file);
    await migrateToLatest(tx);
    const migrated = (await executedMigrations(tx)).filter((name) => !header.migrations.includes(name));
    await carryJobs(tx, jobs);
    let repeated = 0;
    for (const deletions of [...known, ...wish.deletions]) repeated += await repeatDeletions(tx, deletions);
    return { counts, repeated, migrated, replaced };
  };
  try {
    return await db.transaction().execute(restore);
  } catch (error) {
    throw isBadRow(error) ? new AttritionError('backup-damaged', { file: wish.file }, error) : error;
  }
}
