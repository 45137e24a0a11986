import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Clock } from '../core/ports/clock.ts';
import type { SecretStore } from '../core/ports/privacy-store.ts';
import type { SharedCache } from '../core/ports/shared-cache.ts';
import { fly, type Kept } from './shared-flight.ts';

/** Long enough for a meeting's questions, short enough that nobody signs last week's table. */
const TTL_MS = 30 * 60 * 1000;

interface CacheSpec<Value> {
  /** Bytes of values kept in memory. */
  readonly maxBytes: number;
  /** The form of a value: what another version of the program wrote for us is not shown. */
  readonly schema: z.ZodType<Value>;
  /** Tells the values that are worth keeping; all of them when left out. */
  readonly mayKeep?: (value: Value) => boolean;
}

export interface CacheDeps {
  readonly secrets: SecretStore;
  /** What other processes kept; null where each keeps for itself. */
  readonly shared: SharedCache | null;
  readonly clock: Clock;
}

/** How a value is asked for. */
export interface CacheAsk {
  /** What is kept doesn't count. */
  readonly anew: boolean;
  /** Ends this asker's waiting for somebody else's run. */
  readonly signal: AbortSignal;
}

/** What was made for channels, kept under keys that begin with the channel's id and a colon. */
export interface ChannelCache<Value extends object> {
  /**
   * Gives what is kept under the key, here or in the shared cache, or makes it; whoever asks while it is being made, in
   * whichever process, waits for the same run (single flight). `made` tells whether this call's `make` ran. A rejection
   * is never kept.
   */
  get(
    key: string,
    ask: CacheAsk,
    make: () => Promise<Value>,
  ): Promise<{ readonly value: Value; readonly made: boolean }>;
  /** Drops what is kept here of a channel; what is being made checks by itself that its interviews still exist. */
  forgetChannel(channel: string): void;
  /** Drops what is too old, and what was kept before a deletion that another process carried out. */
  sweep(): Promise<void>;
}

interface Context<Value> {
  readonly load: (context: Context<Value>) => Promise<Kept<Value>>;
  /** This call runs for all that wait here. */
  leads: boolean;
  made: boolean;
}

const channelOf = (key: string) => key.split(':', 1)[0] ?? '';

function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return null;
  }
}

/** Gives up waiting when the signal fires; whoever leads goes on to the end of the run, which hears the signal too. */
function unlessAborted<Value>(run: Promise<Value>, signal: AbortSignal, leads: () => boolean): Promise<Value> {
  const { promise, resolve, reject } = Promise.withResolvers<Value>();
  const stop = () => {
    if (!leads()) reject(signal.reason);
  };
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  run.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  return promise;
}

/** The first level, in memory, by bytes and time to live. */
function createMemory<Value extends object>(maxBytes: number, clock: Clock) {
  return new LRUCache<string, Value, Context<Value>>({
    maxSize: maxBytes,
    sizeCalculation: (value) => JSON.stringify(value).length * 2,
    ttl: TTL_MS,
    ttlResolution: 0,
    perf: { now: () => clock.now() },
    fetchMethod: async (_key, _stale, { context, options }) => {
      context.leads = true;
      const { value, at } = await context.load(context);
      // What another process made some time ago has so much less time here. Clocks differ: never more than all of it.
      options.ttl = Math.min(TTL_MS, Math.max(1, at + TTL_MS - clock.now()));
      return value;
    },
  });
}

/** Keeps values in memory and, where there is one, in the shared cache behind it. */
export function createChannelCache<Value extends object>(
  { secrets, shared, clock }: CacheDeps,
  { maxBytes, schema, mayKeep = () => true }: CacheSpec<Value>,
): ChannelCache<Value> {
  const memory = createMemory<Value>(maxBytes, clock);
  const keptSchema = z.preprocess(parseJson, z.strictObject({ at: z.number(), value: schema }));

  function read(text: string): Kept<Value> | null {
    const kept = keptSchema.safeParse(text);
    return kept.success && clock.now() - kept.data.at < TTL_MS ? kept.data : null;
  }

  const get: ChannelCache<Value>['get'] = async (key, ask, make) => {
    const channel = channelOf(key);
    const secret = await secrets.of(channel);
    const place = { channel, key, secret };
    // Under its secret a value that was being made during a deletion is found by nobody afterwards.
    const own = `${channel}:${secret}:${key}`;
    const load = (own: Context<Value>): Promise<Kept<Value>> => {
      const makeOwn = async () => {
        own.made = true;
        return { value: await make(), at: clock.now() };
      };
      if (shared === null) return makeOwn();
      return fly({ place, ...ask, make: makeOwn, mayKeep, read, ttlMs: TTL_MS }, shared, clock);
    };
    const context: Context<Value> = { load, leads: false, made: false };
    try {
      const run = memory.forceFetch(own, { context, forceRefresh: ask.anew });
      const value = await unlessAborted(run, ask.signal, () => context.leads);
      if (!mayKeep(value)) memory.delete(own);
      if (context.made && (await secrets.of(channel)) !== secret) {
        memory.delete(own);
        await shared?.remove(place);
      }
      return { value, made: context.made };
    } catch (error) {
      // Somebody else's run was stopped or failed: this asker's own run is still owed.
      if (context.made || ask.signal.aborted) throw error;
      return get(key, ask, make);
    }
  };

  const drop = (isDropped: (key: string) => boolean) => {
    for (const key of [...memory.keys()]) if (isDropped(key)) memory.delete(key);
  };
  return {
    get,
    forgetChannel: (channel) => drop((key) => channelOf(key) === channel),
    async sweep() {
      memory.purgeStale();
      const channels = new Set([...memory.keys()].map(channelOf));
      const current = await secrets.among([...channels]);
      drop((key) => !key.startsWith(`${channelOf(key)}:${current.get(channelOf(key))}:`));
    },
  };
}
