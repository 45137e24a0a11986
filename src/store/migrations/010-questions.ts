/** Whose counts have been told in a channel, and questions that outlive the process that was answering them. */
export const QUESTIONS = [
  `create table told_group (
    id integer generated always as identity primary key, channel text not null, codebook text not null,
    hash text not null, told_at double precision not null, with_specials boolean not null,
    unique (channel, codebook, hash))`,
  `create table told_interview (
    told_group_id integer not null references told_group on delete cascade,
    interview_id text not null references interview on delete cascade,
    primary key (told_group_id, interview_id))`,
  'create index told_interview_interview on told_interview (interview_id)',
  // What was asked before this has been answered or lost: nobody waits for it.
  `alter table turn add column state text not null default 'ended'`,
  `alter table turn add column manner jsonb not null default '{"language":"en","anew":false,"fast":false,"isCut":false}'`,
  'alter table turn add column stop_asked boolean not null default false',
];
