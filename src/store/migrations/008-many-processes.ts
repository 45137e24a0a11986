/** What several processes on one database must agree on: who was asked to stop, and the workspace's edits a minute. */
export const MANY_PROCESSES = [
  'alter table report add column stop_asked boolean not null default false',
  `create table edit_budget (
    id text primary key, tokens double precision not null, filled_at double precision not null,
    frozen_until double precision not null default 0)`,
];
