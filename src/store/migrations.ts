import { type Kysely, sql } from 'kysely';
import type { Migration, MigrationProvider } from 'kysely/migration';
import { FIRST_SCHEMA } from './migrations/001-first-schema.ts';
import { REVIEW } from './migrations/002-review.ts';
import { TRANSCRIPT } from './migrations/003-transcript.ts';
import { TURN } from './migrations/004-turn.ts';
import { DIGEST } from './migrations/005-digest.ts';
import { PRIVACY } from './migrations/006-privacy.ts';
import { REPORT_DOCUMENT } from './migrations/007-report-document.ts';
import { MANY_PROCESSES } from './migrations/008-many-processes.ts';
import { INSTALLATIONS } from './migrations/009-installations.ts';
import { QUESTIONS } from './migrations/010-questions.ts';
import { DIGEST_TOLD } from './migrations/011-digest-told.ts';
import { UPLOAD_KEY } from './migrations/011-upload-key.ts';
import { CARRIED_JOB } from './migrations/012-carried-job.ts';
import { CHANNEL_SECRET } from './migrations/013-channel-secret.ts';
import { OUTBOX } from './migrations/014-outbox.ts';
import { SLIM_DOCUMENTS } from './migrations/015-slim-documents.ts';
import { CLAIM } from './migrations/016-claim.ts';

/** The statements stay readable, so that backups know which tables are ours. */
type StatementMigration = Migration & { readonly statements: readonly string[] };

const runs = (statements: readonly string[]): StatementMigration => ({
  statements,
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
});

/** The migrations in order; each has a file of statements that is never edited once released. The same statements run on PGlite and PostgreSQL. */
export const migrations = {
  getMigrations: async () => ({
    '001-first-schema': runs(FIRST_SCHEMA),
    '002-review': runs(REVIEW),
    '003-transcript': runs(TRANSCRIPT),
    '004-turn': runs(TURN),
    '005-digest': runs(DIGEST),
    '006-privacy': runs(PRIVACY),
    '007-report-document': runs(REPORT_DOCUMENT),
    '008-many-processes': runs(MANY_PROCESSES),
    '009-installations': runs(INSTALLATIONS),
    '010-questions': runs(QUESTIONS),
    '011-upload-key': runs(UPLOAD_KEY),
    '011-digest-told': runs(DIGEST_TOLD),
    '012-carried-job': runs(CARRIED_JOB),
    '013-channel-secret': runs(CHANNEL_SECRET),
    '014-outbox': runs(OUTBOX),
    '015-slim-documents': runs(SLIM_DOCUMENTS),
    '016-claim': runs(CLAIM),
  }),
} satisfies MigrationProvider;
