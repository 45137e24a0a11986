/** Jobs that came with a backup: the queue has tables of its own, which are made at the next start and take these over. */
export const CARRIED_JOB = [
  'create table carried_job (id uuid primary key, queue text not null, payload jsonb not null)',
];
