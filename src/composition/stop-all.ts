import type { Bot } from '../bot/bot.ts';
import type { FileReader } from '../core/file.ts';
import type { Store } from '../core/ports/store.ts';
import type { Queue } from '../jobs/queue.ts';
import type { Models } from '../llm/create-models.ts';
import type { Attrition } from './attrition.ts';
import type { Caches } from './caches.ts';

/** Everything that runs. */
export interface Running extends Pick<Attrition, 'operations' | 'playground'> {
  readonly bot: Bot;
  readonly queue: Queue;
  readonly reader: FileReader;
  readonly models: Models;
  readonly caches: Caches;
  readonly store: Store;
}

/**
 * Stops what listens first and what others stand on last, within 30 s: listeners and jobs have the same 20 s to end,
 * and what is left then belongs to the next process.
 */
export async function stopAll(running: Running): Promise<void> {
  const { operations, bot, queue, reader, models, caches, playground, store } = running;
  await operations?.stop();
  await Promise.all([bot.stop(), queue.stop()]);
  await reader.close();
  await models.close();
  await caches.stop();
  await playground?.stop();
  await store.close();
}
