import { sql } from 'kysely';
import { migrateUpTo } from '../../src/store/migrate.ts';
import type { StoreLocation } from '../../src/store/open-database.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { EXIT_TEXTS } from './exit-texts.ts';
import { draftOf } from './interviews.ts';

/** Channel of the old database's interviews: the local workspace's. */
export interface OldDatabase {
  readonly channel: string;
  /** Name of the last migration it has gone through. */
  readonly migration: string;
}

/** Makes a database as an earlier version left it, with a file, its interview and a finished report. */
export async function makeOldDatabase(
  location: StoreLocation,
  { channel, migration }: OldDatabase,
): Promise<{ readonly interviews: number }> {
  const { db, close } = await openDatabase(location, false);
  await migrateUpTo(db, migration);
  const texts = Object.entries(EXIT_TEXTS);
  for (const [index, [name, text]] of texts.entries()) {
    const asked = /^A: (?!No,|All)(.+)$/mu.exec(text)?.[1] ?? 'The pay was too low.';
    const draft = draftOf([
      ['interviewer', 'Why are you leaving?'],
      ['leaver', asked],
    ]);
    await sql`insert into file (id, channel, external_id, name, uploaded_by, uploaded_at, state)
      values (${`f${index}`}, ${channel}, ${`F${index}`}, ${name}, 'U1', ${1_000 + index}, 'read')`.execute(db);
    await sql`insert into interview (id, file_id, channel, position, content_hash, department, day, document)
      values (${`i${index}`}, ${`f${index}`}, ${channel}, 1, ${`h${index}`}, 'Sales', '2026-08-01',
      ${JSON.stringify(draft)}::jsonb)`.execute(db);
  }
  await sql`insert into report (id, channel, thread, asked_by, asked_at, request, state, markdown)
    values ('old', ${channel}, '1.0', 'U1', 5000, '{}', 'done', 'What was said then')`.execute(db);
  await close();
  return { interviews: texts.length };
}
