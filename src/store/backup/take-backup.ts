import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { AttritionError } from '../../core/errors.ts';
import { executedMigrations, refuseNewer } from '../migrate.ts';
import type { Tables } from '../schema.ts';
import type { BackupHeader } from './backup-header.ts';
import { countRows, type OwnTable, ownTables } from './own-tables.ts';
import { DELETIONS_TABLE } from './repeat-deletions.ts';

/** Rows held at a time: the longest interviews take some hundred kilobytes each. */
const ROWS_AT_A_TIME = 100;

export interface BackupWish {
  readonly kind: BackupHeader['kind'];
  readonly engine: BackupHeader['engine'];
  /** Version of this program. */
  readonly program: string;
  readonly takenAt: Date;
  /** Told what will come, before the first row. */
  readonly onHeader: (header: BackupHeader) => void;
}

/** Whatever has not ended in the queue; a database in which no bot ever started has none. */
const JOBS = `select json_build_object('id', id, 'queue', name, 'payload', coalesce(data, '{}'::jsonb))::text as line
  from pgboss.job where state < 'completed'`;

async function* linesOf(db: Kysely<Tables>, query: string): AsyncGenerator<string> {
  await sql.raw(`declare backup_rows no scroll cursor for ${query}`).execute(db);
  for (;;) {
    const { rows } = await sql.raw<{ line: string }>(`fetch ${ROWS_AT_A_TIME} from backup_rows`).execute(db);
    for (const { line } of rows) yield line;
    if (rows.length < ROWS_AT_A_TIME) break;
  }
  await sql.raw('close backup_rows').execute(db);
}

async function hasQueue(db: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql<{ oid: unknown }>`select to_regclass('pgboss.job') as oid`.execute(db);
  return rows[0]?.oid !== null;
}

async function headerOf(db: Kysely<Tables>, wish: BackupWish, tables: readonly OwnTable[]): Promise<BackupHeader> {
  const { kind, engine, program, takenAt } = wish;
  const jobs =
    kind === 'whole' && (await hasQueue(db))
      ? await sql.raw<{ n: string | number }>(`select count(*) as n from (${JOBS}) as job`).execute(db)
      : null;
  const counted: BackupHeader['tables'] = [];
  for (const { name, columns } of tables)
    counted.push({ name, columns: [...columns], rows: await countRows(db, name) });
  return {
    ...({ format: 'attrition-backup', version: 1, kind, program, engine } as const),
    takenAt: takenAt.toISOString(),
    migrations: [...(await executedMigrations(db))],
    tables: counted,
    jobs: Number(jobs?.rows[0]?.n ?? 0),
  };
}

async function* contents(db: Kysely<Tables>, wish: BackupWish): AsyncGenerator<string> {
  await refuseNewer(db);
  const all = await ownTables(db);
  if (all.length === 0) throw new AttritionError('backup-of-nothing');
  const tables = wish.kind === 'whole' ? all : all.filter(({ name }) => name === DELETIONS_TABLE);
  const header = await headerOf(db, wish, tables);
  wish.onHeader(header);
  yield JSON.stringify(header);
  // The database writes the JSON and reads it again: numbers and nested documents never pass through ours.
  for (const { name, rows } of header.tables)
    if (rows > 0) yield* linesOf(db, `select row_to_json(one)::text as line from "${name}" as one`);
  if (header.jobs > 0) yield* linesOf(db, JOBS);
}

/**
 * The lines of a backup, without their ends: header, rows, trailer. All of it is one moment's state, also while bots
 * are at work, and no more than a handful of rows is held at a time.
 */
export async function* takeBackup(db: Kysely<Tables>, wish: BackupWish): AsyncGenerator<string> {
  const tx = await db.startTransaction().setIsolationLevel('repeatable read').execute();
  try {
    const hash = createHash('sha256');
    for await (const line of contents(tx, wish)) {
      hash.update(line).update('\n');
      yield line;
    }
    yield JSON.stringify({ sha256: hash.digest('hex') });
  } finally {
    await tx.rollback().execute();
  }
}
