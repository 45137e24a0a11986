import type { Store } from '../core/ports/store.ts';
import { cronOf } from '../core/recurrence.ts';
import type { Queue } from './queue.ts';

/** Schedules every digest there is: a restored database brings the digests and not their schedules. */
export async function scheduleDigests(
  store: Pick<Store, 'digests'>,
  queue: Pick<Queue, 'scheduleDigest'>,
): Promise<void> {
  for (const { id, recurrence } of await store.digests.list(null))
    await queue.scheduleDigest({ digestId: id, cron: cronOf(recurrence), timezone: recurrence.timezone });
}
