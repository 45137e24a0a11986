import { statfs } from 'node:fs/promises';
import type { PGlite } from '@electric-sql/pglite';
import type { Kysely } from 'kysely';
import { AttritionError } from '../core/errors.ts';
import type { Store } from '../core/ports/store.ts';
import { createAlertStore } from './alert-store.ts';
import { createAuditStore } from './audit-store.ts';
import { createCodingStore } from './coding-store.ts';
import { createDigestStore } from './digest-store.ts';
import { createEditBudgetStore } from './edit-budget-store.ts';
import { createFileStore } from './file-store.ts';
import { createForgetStore } from './forget-store.ts';
import { createInstallationStore } from './installation-store.ts';
import { createInterviewStore } from './interview-store.ts';
import { createMessageStore } from './message-store.ts';
import { migrateToLatest } from './migrate.ts';
import { connectServer, openFolder, type StoreLocation } from './open-database.ts';
import { createReportStore } from './report-store.ts';
import { createReviewStore } from './review-store.ts';
import type { Tables } from './schema.ts';
import { createSecretStore } from './secret-store.ts';
import { nameFaults } from './store-faults.ts';
import { createToldStore } from './told-store.ts';
import { createTranscriptStore } from './transcript-store.ts';
import { createTurnStore } from './turn-store.ts';

/** The opened engine, for the job queue that lives on the same database. */
export type Engine =
  | {
      readonly kind: 'pglite';
      readonly pglite: PGlite;
      /** To be called when a query of others failed: looks whether the engine still works. */
      readonly suspect: () => void;
    }
  | { readonly kind: 'postgres'; readonly url: string };

export interface OpenedStore {
  readonly store: Store;
  readonly engine: Engine;
  /** Resolves with the fault when only a new process can go on with the database. */
  readonly broken: Promise<AttritionError>;
}

/** Connections of this process to PostgreSQL; the job queue has its own. */
const POOL_SIZE = 8;
/** Bytes that a new database takes, and what recovery after a crash may write. */
const ROOM_TO_OPEN_BYTES = 64_000_000;

function storeOn(db: Kysely<Tables>, onFault: () => void, close: () => Promise<void>): Store {
  const named = <Group extends object>(group: Group) => nameFaults(group, onFault);
  return {
    files: named(createFileStore(db)),
    interviews: named(createInterviewStore(db)),
    coding: named(createCodingStore(db)),
    reports: named(createReportStore(db)),
    reviews: named(createReviewStore(db)),
    digests: named(createDigestStore(db)),
    transcripts: named(createTranscriptStore(db)),
    turns: named(createTurnStore(db)),
    told: named(createToldStore(db)),
    audit: named(createAuditStore(db)),
    forget: named(createForgetStore(db)),
    secrets: named(createSecretStore(db)),
    alerts: named(createAlertStore(db)),
    messages: named(createMessageStore(db)),
    editBudget: named(createEditBudgetStore(db)),
    installations: named(createInstallationStore(db)),
    close,
  };
}

/** An embedded engine that ran out of room in the middle of a write may answer nothing any more until it is opened anew. */
function watch(pglite: PGlite, folder: string) {
  const { promise: broken, resolve } = Promise.withResolvers<AttritionError>();
  let looking = false;
  const suspect = () => {
    if (looking || pglite.closed) return;
    looking = true;
    pglite.query('select 1').then(
      () => {
        looking = false;
      },
      (thrown) => resolve(new AttritionError('store-unreachable', { folder }, thrown)),
    );
  };
  return { suspect, broken };
}

async function openPglite(folder: string): Promise<OpenedStore> {
  const explain = async (thrown: unknown) => {
    throw await whyNotOpened(folder, thrown);
  };
  const { db, pglite, close, release } = await openFolder(folder).catch(explain);
  try {
    await migrateToLatest(db);
  } catch (error) {
    await release();
    return explain(error);
  }
  const { suspect, broken } = watch(pglite, folder);
  return { store: storeOn(db, suspect, close), engine: { kind: 'pglite', pglite, suspect }, broken };
}

/** PGlite doesn't say why it could not begin; a full disk is the one reason that a person can mend. */
async function whyNotOpened(folder: string, thrown: unknown): Promise<AttritionError> {
  if (thrown instanceof AttritionError && thrown.code !== 'store-unreachable') return thrown;
  const room = await statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => Number.POSITIVE_INFINITY,
  );
  return new AttritionError(room < ROOM_TO_OPEN_BYTES ? 'store-full' : 'store-unreachable', { folder }, thrown);
}

async function openPostgres(url: string): Promise<OpenedStore> {
  const { db, close } = connectServer(url, POOL_SIZE);
  try {
    await migrateToLatest(db);
  } catch (error) {
    await close();
    throw error instanceof AttritionError ? error : new AttritionError('store-unreachable', {}, error);
  }
  const store = storeOn(db, () => {}, close);
  return { store, engine: { kind: 'postgres', url }, broken: new Promise(() => {}) };
}

/**
 * Opens the durable state and brings its schema up to date; the same queries run on both engines.
 * Throws `store-locked` when another process holds the folder, `store-unreachable` when the server can't be reached,
 * `store-full` when the disk has no room.
 */
export function openStore(location: StoreLocation): Promise<OpenedStore> {
  return location.kind === 'pglite' ? openPglite(location.folder) : openPostgres(location.url);
}
