import type { Bot } from '../bot/bot.ts';
import type { FileReader } from '../core/file.ts';
import type { Store } from '../core/ports/store.ts';
import type { Queue } from '../jobs/queue.ts';
import type { Models } from '../llm/create-models.ts';
import type { Attrition } from './attrition.ts';

/** Everything that runs. */
export interface Running extends Pick<Attrition, 'operations' | 'playground'> {
  readonly bot: Bot;
  readonly queue: Queue;
  readonly reader: FileReader;
  readonly models: Models;
  readonly store: Store;
}

/** Stops what listens first and what others stand on last. */
export async function stopAll({ operations, bot, queue, reader, models, playground, store }: Running): Promise<void> {
  await operations?.stop();
  await bot.stop();
  await queue.stop();
  await reader.close();
  await models.close();
  await playground?.stop();
  await store.close();
}
