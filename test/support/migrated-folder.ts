import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import type { Log } from '../../src/core/ports/log.ts';
import { createQueue } from '../../src/jobs/queue.ts';
import { openStore } from '../../src/store/open-store.ts';

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** A new data folder with an empty database that has its tables: making those takes two seconds, a copy a tenth of it. */
export async function migratedFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'attrition-app-'));
  const ready = join(inject('runFolder'), 'migrated');
  if (!existsSync(ready)) await makeOnce(ready);
  // Whoever comes while it is being made starts on an empty folder, as a newcomer does.
  if (existsSync(ready)) await promisify(execFile)('cp', ['-r', join(ready, 'pglite'), folder]);
  return folder;
}

async function makeOnce(ready: string): Promise<void> {
  const draft = `${ready}.draft`;
  const isFirst = await mkdir(draft).then(
    () => true,
    () => false,
  );
  if (!isFirst) return;
  const { store, engine } = await openStore({ kind: 'pglite', folder: draft });
  await (await createQueue(engine, silent)).stop();
  await store.close();
  await rename(draft, ready);
}
