/** Several workspaces: their encrypted tokens, which of them a channel or a person belongs to, and when one was left. */
export const INSTALLATIONS = [
  'create table installation (workspace text primary key, sealed text not null, installed_at double precision not null)',
  `create table address (
    id text primary key, kind text not null, workspace text not null, proven boolean not null)`,
  'create index address_workspace on address (workspace)',
  'create table departure (workspace text primary key, left_at double precision not null)',
];
