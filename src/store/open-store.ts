import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { type Dialect, Kysely, PGliteDialect, PostgresDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { Pool } from 'pg';
import { AttritionError } from '../core/errors.ts';
import type { Store } from '../core/ports/store.ts';
import { createAlertStore } from './alert-store.ts';
import { createAuditStore } from './audit-store.ts';
import { createCodingStore } from './coding-store.ts';
import { createDigestStore } from './digest-store.ts';
import { createEditBudgetStore } from './edit-budget-store.ts';
import { createFileStore } from './file-store.ts';
import { lockFolder } from './folder-lock.ts';
import { createForgetStore } from './forget-store.ts';
import { createInstallationStore } from './installation-store.ts';
import { createInterviewStore } from './interview-store.ts';
import { createMessageStore } from './message-store.ts';
import { migrations } from './migrations.ts';
import { createReportStore } from './report-store.ts';
import { createReviewStore } from './review-store.ts';
import type { Tables } from './schema.ts';
import { createSecretStore } from './secret-store.ts';
import { createToldStore } from './told-store.ts';
import { createTranscriptStore } from './transcript-store.ts';
import { createTurnStore } from './turn-store.ts';

/** Where the state lives: an embedded database in a folder, or a PostgreSQL server. */
export type StoreLocation =
  | { readonly kind: 'pglite'; readonly folder: string }
  | { readonly kind: 'postgres'; readonly url: string };

/** The opened engine, for the job queue that lives on the same database. */
export type Engine =
  | { readonly kind: 'pglite'; readonly pglite: PGlite }
  | { readonly kind: 'postgres'; readonly url: string };

export interface OpenedStore {
  readonly store: Store;
  readonly engine: Engine;
}

/** Connections of this process to PostgreSQL; the job queue has its own. */
const POOL_SIZE = 8;

async function migrate(db: Kysely<Tables>): Promise<void> {
  const { error } = await new Migrator({ db, provider: migrations }).migrateToLatest();
  if (error !== undefined) throw new AttritionError('store-unreachable', {}, error);
}

function storeOn(db: Kysely<Tables>, close: () => Promise<void>): Store {
  return {
    files: createFileStore(db),
    interviews: createInterviewStore(db),
    coding: createCodingStore(db),
    reports: createReportStore(db),
    reviews: createReviewStore(db),
    digests: createDigestStore(db),
    transcripts: createTranscriptStore(db),
    turns: createTurnStore(db),
    told: createToldStore(db),
    audit: createAuditStore(db),
    forget: createForgetStore(db),
    secrets: createSecretStore(db),
    alerts: createAlertStore(db),
    messages: createMessageStore(db),
    editBudget: createEditBudgetStore(db),
    installations: createInstallationStore(db),
    close,
  };
}

async function openPglite(folder: string): Promise<OpenedStore> {
  const release = await lockFolder(folder);
  try {
    const pglite = await PGlite.create(join(folder, 'pglite'));
    const db = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) as Dialect });
    await migrate(db);
    const close = async () => {
      await pglite.close();
      await release();
    };
    return { store: storeOn(db, close), engine: { kind: 'pglite', pglite } };
  } catch (error) {
    await release();
    throw error;
  }
}

async function openPostgres(url: string): Promise<OpenedStore> {
  const pool = new Pool({ connectionString: url, max: POOL_SIZE });
  // An idle client's lost connection is an event, not a rejection; the next query reports it.
  pool.on('error', () => {});
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrate(db);
  } catch (error) {
    await db.destroy();
    throw error instanceof AttritionError ? error : new AttritionError('store-unreachable', {}, error);
  }
  return { store: storeOn(db, () => db.destroy()), engine: { kind: 'postgres', url } };
}

/**
 * Opens the durable state and brings its schema up to date; the same queries run on both engines.
 * Throws `store-locked` when another process holds the folder, `store-unreachable` when the server can't be reached.
 */
export function openStore(location: StoreLocation): Promise<OpenedStore> {
  return location.kind === 'pglite' ? openPglite(location.folder) : openPostgres(location.url);
}
