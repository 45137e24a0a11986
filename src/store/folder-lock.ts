import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import { AttritionError } from '../core/errors.ts';

const lockSchema = z.object({ pid: z.int(), startedAt: z.number() });

/** PIDs are reused (in a container ours is always 1): the start time tells our own lock from a dead namesake's. */
const SAME_START_MS = 1_000;

function isHeld(lock: z.infer<typeof lockSchema>): boolean {
  if (lock.pid === process.pid) return Math.abs(lock.startedAt - performance.timeOrigin) < SAME_START_MS;
  try {
    process.kill(lock.pid, 0);
    return true;
  } catch (error) {
    // EPERM: alive, but another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Takes the data folder for this process; PGlite itself does not refuse a second process and then loses rows.
 * Returns the release. Throws `store-locked` while another live process holds it; a dead one's lock is taken over.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'attrition.lock');
  const body = JSON.stringify({ pid: process.pid, startedAt: performance.timeOrigin });
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      await writeFile(path, body, { flag: 'wx' });
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
        throw new AttritionError('store-unreachable', { folder }, error);
      const lock = lockSchema.safeParse(
        await readFile(path, 'utf8')
          .then(JSON.parse)
          .catch(() => null),
      );
      if (lock.success && isHeld(lock.data))
        throw new AttritionError('store-locked', { folder, pid: lock.data.pid }, error);
      await rm(path, { force: true });
    }
  }
  throw new AttritionError('store-locked', { folder, pid: 0 });
}
