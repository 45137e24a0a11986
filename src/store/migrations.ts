import { type Kysely, sql } from 'kysely';
import type { Migration, MigrationProvider } from 'kysely/migration';

/** Statements of the first schema; later ones are added below as their own entries and never edited. */
const FIRST_SCHEMA = [
  `create table file (
    id text primary key, channel text not null, external_id text not null, name text not null,
    uploaded_by text not null, uploaded_at double precision not null,
    state text not null check (state in ('waiting', 'read', 'not-read', 'archive')),
    fault text, detail jsonb not null default '{}', remarks jsonb not null default '[]',
    ordinal integer generated always as identity,
    unique (channel, external_id, name))`,
  `create table interview (
    id text primary key, file_id text not null references file (id) on delete cascade, channel text not null,
    position integer not null, content_hash text not null, department text, day text not null, document jsonb not null,
    unique (channel, content_hash))`,
  `create index interview_channel_day on interview (channel, day)`,
  `create table ledger (
    key text primary key, interview_id text not null references interview (id) on delete cascade,
    coder text not null, codebook text not null, coder_version text not null, outcome jsonb not null)`,
  `create table attribution (
    interview_id text not null references interview (id) on delete cascade, codebook text not null,
    outcome text not null check (outcome in ('coded', 'no-cause', 'review', 'failed')), document jsonb not null,
    primary key (interview_id, codebook))`,
  `create table coded_segment (
    interview_id text not null references interview (id) on delete cascade, codebook text not null,
    position integer not null, code text not null, coder text not null,
    status text not null check (status in ('accepted', 'mentioned', 'rejected', 'needs-person')), document jsonb not null,
    primary key (interview_id, codebook, position))`,
  `create table report (
    id text primary key, channel text not null, thread text not null, asked_by text not null,
    asked_at double precision not null, request jsonb not null,
    state text not null check (state in ('waiting', 'running', 'done', 'stopped', 'failed')), markdown text)`,
  `create index report_channel_asked on report (channel, asked_at desc)`,
  `create table message (key text primary key, channel text not null, ts text not null)`,
  `create table seen_event (id text primary key, seen_at double precision not null)`,
];

/** People's decisions on claims. The index lets one person decide a claim, while anybody may skip it. */
const REVIEW = [
  `create table review_session (
    id text primary key, channel text not null, thread text not null, opened_by text not null,
    opened_at double precision not null, request jsonb not null, shown_claim text, shown_at double precision)`,
  `create index review_session_shown on review_session (channel, shown_at)`,
  `create table review_decision (
    id text primary key, interview_id text not null references interview (id) on delete cascade,
    codebook_id text not null, code text, sentences jsonb not null,
    choice text not null check (choice in ('accept', 'reject', 'other', 'skip')), chosen text,
    sampled boolean not null, user_id text not null, decided_at double precision not null, session_id text not null,
    ordinal integer generated always as identity)`,
  `create unique index review_decision_once on review_decision
    (interview_id, codebook_id, coalesce(code, ''), sentences) where choice <> 'skip'`,
  `create index review_decision_session on review_decision (session_id)`,
];

const runs = (statements: readonly string[]): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
});

/** The migrations in order; the same statements run on PGlite and PostgreSQL. */
export const migrations: MigrationProvider = {
  getMigrations: async () => ({ '001-first-schema': runs(FIRST_SCHEMA), '002-review': runs(REVIEW) }),
};
