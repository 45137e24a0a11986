import { type Kysely, sql } from 'kysely';
import { migrations } from '../migrations.ts';
import type { Tables } from '../schema.ts';

/** One of our tables as it stands in a database. */
export interface OwnTable {
  readonly name: string;
  /** All columns that hold something of their own, in order. */
  readonly columns: readonly string[];
  /** The column that the database numbers, if there is one. */
  readonly identity: string | null;
}

const CREATED = /^create table (?:if not exists )?(\w+)/;

/** Names of all tables that any migration has made: read from the statements, so that none is forgotten. */
export async function tableNames(): Promise<readonly string[]> {
  const all = Object.values(await migrations.getMigrations()).flatMap(({ statements }) => statements);
  return all.map((statement) => CREATED.exec(statement)?.[1]).filter((name) => name !== undefined);
}

interface ColumnRow {
  readonly table_name: string;
  readonly column_name: string;
  readonly is_identity: 'YES' | 'NO';
}

/** Our tables that a database has, parents before the tables that point at them. */
export async function ownTables(db: Kysely<Tables>): Promise<readonly OwnTable[]> {
  const names = await tableNames();
  const columns = await sql<ColumnRow>`
    select table_name, column_name, is_identity from information_schema.columns
    where table_schema = current_schema() and is_generated = 'NEVER' and table_name = any(${[...names]}::text[])
    order by table_name, ordinal_position`.execute(db);
  const links = await sql<{ child: string; parent: string }>`
    select child.relname as child, parent.relname as parent from pg_constraint
    join pg_class child on child.oid = conrelid join pg_class parent on parent.oid = confrelid
    where contype = 'f' and child.relnamespace = current_schema()::regnamespace`.execute(db);
  const byTable = Map.groupBy(columns.rows, (row) => row.table_name);
  const parents = Map.groupBy(links.rows, ({ child }) => child);
  const ordered = new Map<string, OwnTable>();
  const visit = (name: string): void => {
    const own = byTable.get(name);
    if (own === undefined || ordered.has(name)) return;
    for (const { parent } of parents.get(name) ?? []) if (parent !== name) visit(parent);
    const identity = own.find((column) => column.is_identity === 'YES')?.column_name ?? null;
    ordered.set(name, { name, columns: own.map((column) => column.column_name), identity });
  };
  for (const name of names) visit(name);
  return [...ordered.values()];
}

/** How many rows a table holds. */
export async function countRows(db: Kysely<Tables>, table: string): Promise<number> {
  const { rows } = await sql<{ n: string | number }>`select count(*) as n from ${sql.id(table)}`.execute(db);
  return Number(rows[0]?.n ?? 0);
}
