import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { type Dialect, Kysely, PGliteDialect, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { AttritionError } from '../core/errors.ts';
import { lockFolder } from './folder-lock.ts';
import type { Tables } from './schema.ts';

/** Where the state lives: an embedded database in a folder, or a PostgreSQL server. */
export type StoreLocation =
  | { readonly kind: 'pglite'; readonly folder: string }
  | { readonly kind: 'postgres'; readonly url: string };

/** A database as it is: nothing in it has been brought up to date. */
export interface OpenedDatabase {
  readonly db: Kysely<Tables>;
  close(): Promise<void>;
}

/** An embedded one, with what gives its folder free where closing it is no use any more. */
export interface OpenedFolder extends OpenedDatabase {
  readonly pglite: PGlite;
  release(): Promise<void>;
}

/** For a copy: one for the work, one to spare. */
const POOL_SIZE = 2;
/**
 * What the embedded database keeps of its pages in memory. The operating system keeps the files besides, and PostgreSQL's
 * own 128 MB are filled with zeros at every start: a third of a second and memory that small channels never use.
 */
const START_PARAMS = [...PGlite.defaultStartParams, '-c', 'shared_buffers=32MB'];

/** Opens the embedded database of a folder, for this process alone. Throws what PGlite throws, and `store-locked`. */
export async function openFolder(folder: string): Promise<OpenedFolder> {
  const release = await lockFolder(folder);
  try {
    const pglite = await PGlite.create(join(folder, 'pglite'), { startParams: START_PARAMS });
    const db = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) as Dialect });
    const close = async () => {
      await pglite.close();
      await release();
    };
    return { db, pglite, close, release };
  } catch (error) {
    await release();
    throw error;
  }
}

/** Connects to a PostgreSQL server when the first query comes, with so many connections at most. */
export function connectServer(url: string, connections: number): OpenedDatabase {
  const pool = new Pool({ connectionString: url, max: connections });
  // A lost connection is an event, idle or at work, not a rejection: unheard it would end the process. The next query
  // reports it.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return { db, close: () => db.destroy() };
}

/**
 * Opens a database to copy it or to fill it. With `mustExist` an embedded one is not made where there is none: that
 * throws `backup-of-nothing`. Throws `store-locked` while a bot holds the folder.
 */
export async function openDatabase(location: StoreLocation, mustExist: boolean): Promise<OpenedDatabase> {
  if (location.kind === 'postgres') return connectServer(location.url, POOL_SIZE);
  const { folder } = location;
  if (mustExist && !existsSync(join(folder, 'pglite', 'PG_VERSION')))
    throw new AttritionError('backup-of-nothing', { folder });
  return openFolder(folder).catch((error) => {
    throw error instanceof AttritionError ? error : new AttritionError('store-unreachable', { folder }, error);
  });
}
