import { LRUCache } from 'lru-cache';
import type { Clock } from '../core/ports/clock.ts';

/** Long enough for a meeting's questions, short enough that nobody signs last week's table. */
const TTL_MS = 30 * 60 * 1000;

interface CacheLimits<Value> {
  /** Bytes of values kept in memory. */
  readonly maxBytes: number;
  /** Tells the values that are worth keeping; all of them when left out. */
  readonly mayKeep?: (value: Value) => boolean;
}

/** What was made for channels, kept under keys that begin with the channel's id and a colon. */
export interface ChannelCache<Value extends object> {
  /**
   * Gives what is kept under the key, or makes it; whoever asks while it is being made waits for the same run (single
   * flight). `made` tells whether this call's `make` ran. A rejection is never kept.
   */
  get(
    key: string,
    anew: boolean,
    make: () => Promise<Value>,
  ): Promise<{ readonly value: Value; readonly made: boolean }>;
  /** Drops what is kept of a channel; what is being made checks by itself that its interviews still exist. */
  forgetChannel(channel: string): void;
}

/** Keeps values in memory, by bytes, with time to live and single flight. */
export function createChannelCache<Value extends object>(
  clock: Clock,
  { maxBytes, mayKeep = () => true }: CacheLimits<Value>,
): ChannelCache<Value> {
  type Context = { make: () => Promise<Value>; made: boolean };
  const cache = new LRUCache<string, Value, Context>({
    maxSize: maxBytes,
    sizeCalculation: (value) => JSON.stringify(value).length * 2,
    ttl: TTL_MS,
    ttlResolution: 0,
    perf: { now: () => clock.now() },
    fetchMethod: (_key, _stale, { context }) => {
      context.made = true;
      return context.make();
    },
  });
  const get: ChannelCache<Value>['get'] = async (key, anew, make) => {
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
