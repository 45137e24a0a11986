/**
 * Jobs are kept with what they work on until the queue has them; those that came with a backup wait there, too. The
 * thread of a report or a question is known when its first message stands. A deletion looks for an interview's entries in
 * the ledger.
 */
export const OUTBOX = [
  `create table outbox (
    id uuid primary key, queue text not null, payload jsonb not null, at timestamptz not null default now())`,
  `insert into outbox (id, queue, payload, at) select id, queue, payload, 'epoch' from carried_job`,
  'drop table carried_job',
  'alter table report alter column thread drop not null',
  'alter table turn alter column thread drop not null',
  'create index ledger_interview on ledger (interview_id)',
];
