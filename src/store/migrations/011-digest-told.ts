/** Which files a digest has told of, and as what: a scan is told as waiting and, once a person let it count, as read. */
export const DIGEST_TOLD = [
  `create table digest_told (
    digest_id integer not null references digest (id) on delete cascade,
    file_id text not null references file (id) on delete cascade,
    state text not null check (state in ('read', 'not-read')), primary key (digest_id, file_id, state))`,
  // What earlier versions told of, by the time of its upload.
  `insert into digest_told select digest.id, file.id, file.state from digest
    join file on file.channel = digest.channel and file.uploaded_at <= digest.covered_to
    where file.state in ('read', 'not-read')`,
];
