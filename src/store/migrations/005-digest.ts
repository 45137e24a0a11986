/** Digests and their posts; the primary key of a post lets one process alone claim a period. */
export const DIGEST = [
  `create table digest (
    id integer generated always as identity primary key, channel text not null, created_by text not null,
    recurrence jsonb not null, department text, language text not null, codebook text not null, quiet boolean not null,
    state text not null check (state in ('active', 'paused')), paused_for text,
    covered_to double precision not null, due_after double precision not null)`,
  `create index digest_channel on digest (channel)`,
  `create table digest_post (
    digest_id integer not null references digest (id) on delete cascade, period text not null,
    claimed_at double precision not null, settled boolean not null default false,
    primary key (digest_id, period))`,
];
