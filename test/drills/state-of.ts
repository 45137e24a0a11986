import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Client } from 'pg';

/** Runs statements on the database of a bot that is not running; each gives its rows. */
export async function onDatabase(
  env: Readonly<Record<string, string>>,
  statements: readonly string[],
): Promise<readonly (readonly object[])[]> {
  const { DATABASE_URL: url } = env;
  const rows: object[][] = [];
  if (url === undefined) {
    const pglite = await PGlite.create(join(env.DATA_DIR ?? '', 'pglite'));
    for (const statement of statements) rows.push((await pglite.query<object>(statement)).rows);
    await pglite.close();
    return rows;
  }
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const statement of statements) rows.push((await client.query<object>(statement)).rows);
  await client.end();
  return rows;
}

/** What the ledger and its neighbours hold: how many answers of each coder, interviews, attributions, files by state. */
export function stateOf(env: Readonly<Record<string, string>>): Promise<readonly (readonly object[])[]> {
  return onDatabase(env, [
    'select coder, count(*)::int as answers from ledger group by coder order by coder',
    'select count(*)::int as interviews from interview',
    'select outcome, count(*)::int as attributions from attribution group by outcome order by outcome',
    'select state, count(*)::int as files from file group by state order by state',
  ]);
}
