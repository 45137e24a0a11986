import { rm } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { emptyFolder } from '../support/migrated-folder.ts';
import { makeOldDatabase } from '../support/old-database.ts';
import { startApp, wordsOf } from './whole-app.ts';

/** The id that the local workspace gives the channel at every start. */
const CHANNEL_ID = 'C0PEOPLEEXIT';

async function newFolder(): Promise<string> {
  const folder = await emptyFolder();
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test('a data folder of an earlier version opens, and a report counts what is in it', async () => {
  const folder = await newFolder();
  const place = { kind: 'pglite', folder } as const;
  const { interviews } = await makeOldDatabase(place, { channel: CHANNEL_ID, migration: '007-report-document' });
  const app = await startApp({ folder });
  const root = await app.ask('/attrition report');
  const report = wordsOf(await app.finished(root));
  expect(report).toContain(`${interviews} interviews read · 11 coded`);
  expect(report).toContain("“I'm leaving because my pay");
}, 120_000);
