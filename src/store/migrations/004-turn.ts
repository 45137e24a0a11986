/** Questions asked in threads, and what was made of them: follow-ups rest on these, never on the chat's own history. */
export const TURN = [
  `create table turn (
    id text primary key, channel text not null, thread text not null, report_id text not null,
    asked_by text not null, asked_at double precision not null, question text not null,
    query jsonb, answer text, ordinal integer generated always as identity)`,
  `create index turn_thread on turn (channel, thread)`,
];
