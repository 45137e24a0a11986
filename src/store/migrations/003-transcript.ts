/** What models read from pictures, kept apart from the interviews until a person has confirmed it. */
export const TRANSCRIPT = [
  `create table transcript (
    file_id text primary key references file (id) on delete cascade, model text not null,
    interviews jsonb not null, remarks jsonb not null,
    choice text check (choice in ('count', 'leave-out')), user_id text, decided_at double precision)`,
];
