import { LRUCache } from 'lru-cache';
import type { Clock } from '../core/ports/clock.ts';

/** Bytes of answers kept in memory. */
const MAX_BYTES = 8 * 1024 * 1024;
/** Long enough for a meeting's questions, as for reports. */
const TTL_MS = 30 * 60 * 1000;

export interface AnswerCache<Value extends object> {
  /**
   * Gives what is kept under the key, or makes it; whoever asks while it is being made waits for the same run (single
   * flight). `made` tells whether this call's `make` ran. A rejection is never kept.
   */
  get(
    key: string,
    anew: boolean,
    make: () => Promise<Value>,
  ): Promise<{ readonly value: Value; readonly made: boolean }>;
  /** Drops what is kept of a channel. */
  forgetChannel(channel: string): void;
}

/** Answers in memory, by bytes, with time to live and single flight; `mayKeep` tells those that are worth it. */
export function createAnswerCache<Value extends object>(
  clock: Clock,
  mayKeep: (value: Value) => boolean = () => true,
): AnswerCache<Value> {
  type Context = { make: () => Promise<Value>; made: boolean };
  const cache = new LRUCache<string, Value, Context>({
    maxSize: MAX_BYTES,
    sizeCalculation: (value) => JSON.stringify(value).length * 2,
    ttl: TTL_MS,
    ttlResolution: 0,
    perf: { now: () => clock.now() },
    fetchMethod: (_key, _stale, { context }) => {
      context.made = true;
      return context.make();
    },
  });
  const get: AnswerCache<Value>['get'] = async (key, anew, make) => {
    const context: Context = { make, made: false };
    try {
      const value = await cache.forceFetch(key, { context, forceRefresh: anew });
      if (!mayKeep(value)) cache.delete(key);
      return { value, made: context.made };
    } catch (error) {
      // Somebody else's run was stopped or failed: this asker's own run is still owed.
      if (context.made) throw error;
      return get(key, anew, make);
    }
  };
  return {
    get,
    forgetChannel(channel) {
      for (const key of [...cache.keys()]) if (key.startsWith(`${channel}:`)) cache.delete(key);
    },
  };
}
