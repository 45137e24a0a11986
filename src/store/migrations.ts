import { type Kysely, sql } from 'kysely';
import type { Migration, MigrationProvider } from 'kysely/migration';
import { FIRST_SCHEMA } from './migrations/001-first-schema.ts';
import { REVIEW } from './migrations/002-review.ts';

const runs = (statements: readonly string[]): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
});

/** The migrations in order; each has a file of statements that is never edited once released. The same statements run on PGlite and PostgreSQL. */
export const migrations: MigrationProvider = {
  getMigrations: async () => ({
    '001-first-schema': runs(FIRST_SCHEMA),
    '002-review': runs(REVIEW),
  }),
};
