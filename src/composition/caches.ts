import { createSentenceFinder, type SentenceFinder } from '../answers/find-sentences.ts';
import { createFollowUpCache } from '../commands/follow-up.ts';
import type { FinishedAnswer } from '../commands/follow-up-view.ts';
import type { Environment } from '../config.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Log } from '../core/ports/log.ts';
import type { SharedCache } from '../core/ports/shared-cache.ts';
import type { Store } from '../core/ports/store.ts';
import type { ChannelCache } from '../jobs/channel-cache.ts';
import type { ForgetfulCache } from '../jobs/forget.ts';
import { createReportCache, type ReportCache } from '../jobs/report-cache.ts';

/** A deletion that another process carried out leaves our memory within this time; it is found no more at once. */
const SWEEP_EVERY_MS = 10_000;

/** Everything that keeps answers, or what they are found in, beside the database. */
export interface Caches {
  readonly reports: ReportCache;
  readonly answers: ChannelCache<FinishedAnswer>;
  readonly find: SentenceFinder['find'];
  /** Null without REDIS_URL. */
  readonly shared: SharedCache | null;
  /** All of them, for a deletion. */
  readonly all: readonly ForgetfulCache[];
  stop(): Promise<void>;
}

/** The client is as large as all of our own sources: who has no Redis doesn't load it. */
async function onRedis(url: string, deps: { readonly clock: Clock; readonly log: Log }): Promise<SharedCache> {
  const { openRedisCache } = await import('../cache/redis-cache.ts');
  return openRedisCache(url, deps);
}

/** Opens the caches: in memory, and on Redis behind it where REDIS_URL is set. */
export async function openCaches(
  env: Environment,
  { store, clock, log }: { readonly store: Store; readonly clock: Clock; readonly log: Log },
): Promise<Caches> {
  const shared = env.REDIS_URL === undefined ? null : await onRedis(env.REDIS_URL, { clock, log });
  const deps = { secrets: store.secrets, shared, clock };
  const [reports, answers] = [createReportCache(deps), createFollowUpCache(deps)];
  const sentences = createSentenceFinder(store.secrets);
  const own = [reports, answers, sentences];
  const over = new AbortController();
  const sweep = async () => {
    while (!over.signal.aborted) {
      await clock.sleep(SWEEP_EVERY_MS, over.signal).catch(() => {});
      // A database that is away for a moment is asked again the next time.
      if (!over.signal.aborted) await Promise.all(own.map((one) => one.sweep())).catch(() => {});
    }
  };
  const sweeping = sweep();
  return {
    reports,
    answers,
    find: sentences.find,
    shared,
    all: shared === null ? own : [...own, shared],
    async stop() {
      over.abort();
      await sweeping;
      await shared?.close();
    },
  };
}
