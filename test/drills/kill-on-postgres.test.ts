import { rm } from 'node:fs/promises';
import { onTestFinished, test } from 'vitest';
import { emptyFolder } from '../support/migrated-folder.ts';
import { postgresForTests, temporaryDatabase } from '../support/services.ts';
import { compareKilled, KILLS } from './killed-life.ts';

const postgres = postgresForTests();

// Another process is given a dead one's job after ten seconds: fifty of them are most of the drill's time.
test.skipIf(postgres.url === null)(
  `killed ${KILLS} times on PostgreSQL: the report, the ledger and the messages of an undisturbed run${postgres.reason}`,
  async () => {
    await compareKilled(async () => {
      const { url, drop } = await temporaryDatabase(postgres.url ?? '');
      const folder = await emptyFolder();
      onTestFinished(async () => {
        await drop();
        await rm(folder, { recursive: true, force: true });
      });
      return { DATA_DIR: folder, DATABASE_URL: url };
    });
  },
  1_800_000,
);
