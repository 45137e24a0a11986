/** Who did what, what is to be deleted, which files we uploaded, and which statements belong with a person. */
export const PRIVACY = [
  `create table audit (
    ordinal integer generated always as identity primary key, at double precision not null, user_id text not null,
    channel text not null, act text not null, subject text not null, counts jsonb not null)`,
  // What was noted stays as it was noted, whoever asks.
  `create rule audit_no_update as on update to audit do instead nothing`,
  `create rule audit_no_delete as on delete to audit do instead nothing`,
  `create table forget_request (
    id text primary key, channel text not null,
    scope text not null check (scope in ('file', 'interview', 'channel', 'texts', 'reports')), target_id text,
    since_ms double precision not null, until_ms double precision,
    asked_by text not null, asked_at double precision not null, language text not null,
    state text not null check (state in ('asked', 'confirmed', 'kept', 'done')), tally jsonb not null)`,
  `create table upload (id text primary key, channel text not null, at double precision not null)`,
  `create table alert (
    interview_id text primary key references interview (id) on delete cascade, version text not null,
    kinds jsonb not null, sentences jsonb not null, told boolean not null default false)`,
];
