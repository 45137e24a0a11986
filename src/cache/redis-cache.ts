import { randomUUID } from 'node:crypto';
import type { Clock } from '../core/ports/clock.ts';
import type { Log } from '../core/ports/log.ts';
import type { SharedCache, SharedLock } from '../core/ports/shared-cache.ts';
import { connectRedis, type RedisClient, type RedisConnection } from './redis-connection.ts';
import { channelPrefix, nameOf, seal, unseal } from './sealed-text.ts';

/** A dead holder's place is free after this long; a living one says three times within it that it lives. */
const LOCK_MS = 5_000;
const BEAT_MS = LOCK_MS / 3;
/** Characters of one text: a report on ten thousand interviews has a tenth of it. */
const LONGEST_TEXT = 2 * 1024 * 1024;
/** Keys that the server looks at in one step of a deletion; other commands run between the steps. */
const SCAN_COUNT = 1_000;
/** A deletion that takes longer is left for later: a server may hold many keys of others. */
const FORGET_LIMIT_MS = 60_000;
const PROBE = { key: 'attrition:probe', ttlMs: 1_000 };

/** The holder's sign of life; a server that lost its memory is told again who holds the lock. */
const KEEP = `local holder = redis.call('get', KEYS[1])
if holder == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end
if not holder then redis.call('set', KEYS[1], ARGV[1], 'PX', ARGV[2]) end
return 0`;
const RELEASE = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end
return 0`;

const lockOf = (name: string) => `${name}:lock`;

/** All that is asked of a server later: a full or a read-only one must not pass. */
async function probe(client: RedisClient): Promise<void> {
  const { key, ttlMs } = PROBE;
  await client.set(key, '1', { expiration: { type: 'PX', value: ttlMs } });
  await client.eval(RELEASE, { keys: [key], arguments: ['1'] });
}

function holdLock(key: string, token: string, { ask }: RedisConnection, clock: Clock): SharedLock {
  const released = new AbortController();
  const beat = async () => {
    for (;;) {
      await clock.sleep(BEAT_MS, released.signal).catch(() => {});
      if (released.signal.aborted) return;
      await ask((client) => client.eval(KEEP, { keys: [key], arguments: [token, String(LOCK_MS)] }));
    }
  };
  const beating = beat();
  return {
    async release() {
      released.abort();
      // A late sign of life would take the lock again.
      await beating;
      await ask((client) => client.eval(RELEASE, { keys: [key], arguments: [token] }));
    },
  };
}

/** True when everything is gone. There is no list of a channel's keys that the server could lose: all are looked at. */
async function deleteAll(channel: string, { ask }: RedisConnection, clock: Clock): Promise<boolean> {
  const until = clock.now() + FORGET_LIMIT_MS;
  for (let cursor = '0'; clock.now() < until; ) {
    const at = cursor;
    const options = { MATCH: `${channelPrefix(channel)}*`, COUNT: SCAN_COUNT };
    const step = await ask(async (client) => {
      const found = await client.scan(at, options);
      if (found.keys.length > 0) await client.unlink(found.keys);
      return found.cursor;
    });
    if (step === null) return false;
    if (step.reply === '0') return true;
    cursor = step.reply;
  }
  return false;
}

/** The shared cache on a Redis server; one that is away at the start is used as soon as it is there. */
export async function openRedisCache(
  url: string,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<SharedCache> {
  const owed = new Set<string>();
  const forget = async (channel: string) => {
    owed.add(channel);
    if (await deleteAll(channel, connection, clock)) owed.delete(channel);
    // What stays there meanwhile can be read by nobody, since the channel's secret is gone; its time is counted too.
    else log.warn({ channel }, 'shared cache forgets later');
  };
  const onBack = () => {
    for (const channel of owed) void forget(channel);
  };
  const connection: RedisConnection = await connectRedis({ url, probe, onBack, clock, log });
  const { ask } = connection;
  return {
    async read(place) {
      const answer = await ask((client) => client.get(nameOf(place)));
      return typeof answer?.reply === 'string' ? unseal(place, answer.reply) : null;
    },
    async write(place, text, ttlMs) {
      if (text.length > LONGEST_TEXT) return;
      const expiration = { type: 'PX', value: Math.ceil(ttlMs) } as const;
      await ask((client) => client.set(nameOf(place), seal(place, text), { expiration }));
    },
    async remove(place) {
      await ask((client) => client.unlink(nameOf(place)));
    },
    async lock(place) {
      const [key, token] = [lockOf(nameOf(place)), randomUUID()];
      const expiration = { type: 'PX', value: LOCK_MS } as const;
      const answer = await ask((client) => client.set(key, token, { condition: 'NX', expiration }));
      if (answer === null) return 'away';
      return answer.reply === null ? 'taken' : holdLock(key, token, connection, clock);
    },
    forgetChannel: forget,
    fault: connection.fault,
    close: async () => connection.close(),
  };
}
