/** People's decisions on claims. The index lets one person decide a claim, while anybody may skip it. */
export const REVIEW = [
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
