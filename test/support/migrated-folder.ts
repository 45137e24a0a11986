import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import type { Log } from '../../src/core/ports/log.ts';
import { createQueue } from '../../src/jobs/queue.ts';
import { openFolder } from '../../src/store/open-database.ts';
import { openStore } from '../../src/store/open-store.ts';

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** How often it is looked whether another process has made what it began, ms. */
const LOOK_EVERY_MS = 50;

/** A new data folder with an embedded database in which there is no table: making one takes seconds, a copy a tenth. */
export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'attrition-empty-'));
  await copyTo(folder, 'empty');
  return folder;
}

/** A new data folder with an embedded database that has its tables, the job queue's too. */
export async function migratedFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'attrition-app-'));
  await copyTo(folder, 'migrated');
  return folder;
}

type Template = 'empty' | 'migrated';

const make: Readonly<Record<Template, (draft: string) => Promise<void>>> = {
  async empty(draft) {
    await (await openFolder(draft)).close();
  },
  async migrated(draft) {
    await copyTo(draft, 'empty');
    const { store, engine } = await openStore({ kind: 'pglite', folder: draft });
    await (await createQueue(engine, silent)).stop();
    await store.close();
  },
};

async function copyTo(folder: string, template: Template): Promise<void> {
  await promisify(execFile)('cp', ['-r', join(await ready(template), 'pglite'), folder]);
}

/** Where this run's template stands. The first who asks makes it, the others wait for it. */
async function ready(template: Template): Promise<string> {
  const path = join(inject('runFolder'), template);
  const draft = `${path}.draft`;
  while (!existsSync(path)) {
    const isMine = await mkdir(draft).then(
      () => true,
      () => false,
    );
    // Who made the folder just after another had finished would make it twice.
    if (isMine && !existsSync(path)) await makeInto(draft, path, template);
    else await sleep(LOOK_EVERY_MS);
  }
  return path;
}

async function makeInto(draft: string, path: string, template: Template): Promise<void> {
  try {
    await make[template](draft);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}
