import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Reads the rows of many ids, so many at a time, in the order of the reads. Everybody else has a turn in between: the
 * embedded database runs in this process.
 */
export async function inChunks<Row>(
  ids: readonly string[],
  size: number,
  read: (some: readonly string[]) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let start = 0; start < ids.length; start += size) {
    rows.push(...(await read(ids.slice(start, start + size))));
    await nextTurn();
  }
  return rows;
}
