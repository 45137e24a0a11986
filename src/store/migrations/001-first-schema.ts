/** Files, interviews, coding, reports, messages. */
export const FIRST_SCHEMA = [
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
