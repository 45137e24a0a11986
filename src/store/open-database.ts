import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { type Dialect, Kysely, PGliteDialect, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { AttritionError } from '../core/errors.ts';
import { lockFolder } from './folder-lock.ts';
import type { StoreLocation } from './open-store.ts';
import type { Tables } from './schema.ts';

/** A database as it is: nothing in it has been brought up to date. */
export interface OpenedDatabase {
  readonly db: Kysely<Tables>;
  close(): Promise<void>;
}

/** One for the work, one to spare. */
const POOL_SIZE = 2;

async function openFolder(folder: string): Promise<OpenedDatabase> {
  const release = await lockFolder(folder);
  try {
    const pglite = await PGlite.create(join(folder, 'pglite'));
    const db = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) as Dialect });
    const close = async () => {
      await pglite.close();
      await release();
    };
    return { db, close };
  } catch (error) {
    await release();
    throw new AttritionError('store-unreachable', { folder }, error);
  }
}

/**
 * Opens a database to copy it or to fill it. With `mustExist` an embedded one is not made where there is none: that
 * throws `backup-of-nothing`. Throws `store-locked` while a bot holds the folder.
 */
export async function openDatabase(location: StoreLocation, mustExist: boolean): Promise<OpenedDatabase> {
  if (location.kind === 'pglite') {
    const { folder } = location;
    if (mustExist && !existsSync(join(folder, 'pglite', 'PG_VERSION')))
      throw new AttritionError('backup-of-nothing', { folder });
    return openFolder(folder);
  }
  const pool = new Pool({ connectionString: location.url, max: POOL_SIZE });
  // An idle client's lost connection is an event, not a rejection; the next query reports it.
  pool.on('error', () => {});
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return { db, close: () => db.destroy() };
}
