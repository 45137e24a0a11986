import { rm } from 'node:fs/promises';
import { onTestFinished, test } from 'vitest';
import { emptyFolder } from '../support/migrated-folder.ts';
import { compareKilled, KILLS } from './killed-life.ts';

test(`killed ${KILLS} times on PGlite: the report, the ledger and the messages of an undisturbed run`, async () => {
  await compareKilled(async () => {
    const folder = await emptyFolder();
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    return { DATA_DIR: folder };
  });
}, 1_800_000);
