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

/** A newer version's tables are not ours to touch: throws `store-newer`. */
export async function refuseNewer(db: Kysely<Tables>): Promise<void> {
  const known = await knownMigrations();
  const foreign = (await executedMigrations(db)).find((name) => !known.includes(name));
  if (foreign !== undefined) throw new AttritionError('store-newer', { migration: foreign });
}

/**
 * Brings a schema up to date. Of several processes that start at once one does it, under PostgreSQL's advisory lock,
 * and the others wait. Throws `store-newer` for a database that a newer version has changed.
 */
export async function migrateToLatest(db: Kysely<Tables>): Promise<void> {
  await refuseNewer(db);
  const { error } = await new Migrator({ db, provider: migrations }).migrateToLatest();
  if (error !== undefined) throw new AttritionError('store-unreachable', {}, error);
}

/** Brings an empty schema to what it was after a migration of this name. */
export async function migrateUpTo(db: Kysely<Tables>, name: string): Promise<void> {
  const { error } = await new Migrator({ db, provider: migrations }).migrateTo(name);
  if (error !== undefined) throw new AttritionError('store-unreachable', {}, error);
}
