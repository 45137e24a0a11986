import { type Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { AttritionError } from '../core/errors.ts';
import { migrations } from './migrations.ts';
import type { Tables } from './schema.ts';

/** Names of the migrations that this version knows, in order. */
export async function knownMigrations(): Promise<readonly string[]> {
  return Object.keys(await migrations.getMigrations()).sort();
}

/** Names of the migrations that a database went through, in order; none for one that was never ours. */
export async function executedMigrations(db: Kysely<Tables>): Promise<readonly string[]> {
  const found = await sql<{ oid: unknown }>`select to_regclass('kysely_migration') as oid`.execute(db);
  if (found.rows[0]?.oid === null) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

/** A newer version's tables are not ours to touch: throws `store-newer`. Gives the names that are still to be run. */
export async function refuseNewer(db: Kysely<Tables>): Promise<readonly string[]> {
  const known = await knownMigrations();
  const executed = await executedMigrations(db);
  const foreign = executed.find((name) => !known.includes(name));
  if (foreign !== undefined) throw new AttritionError('store-newer', { migration: foreign });
  return known.filter((name) => !executed.includes(name));
}

/**
 * Brings a schema up to date. Of several processes that start at once one does it, under PostgreSQL's advisory lock,
 * and the others wait. Throws `store-newer` for a database that a newer version has changed.
 */
export async function migrateToLatest(db: Kysely<Tables>): Promise<void> {
  // The migrator looks at every table and takes the lock even where nothing is left to do, which is nearly every start.
  if ((await refuseNewer(db)).length === 0) return;
  const { error } = await new Migrator({ db, provider: migrations }).migrateToLatest();
  if (error !== undefined) throw new AttritionError('store-unreachable', {}, error);
}

/** Brings an empty schema to what it was after a migration of this name. */
export async function migrateUpTo(db: Kysely<Tables>, name: string): Promise<void> {
  const { error } = await new Migrator({ db, provider: migrations }).migrateTo(name);
  if (error !== undefined) throw new AttritionError('store-unreachable', {}, error);
}
