import { createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { openRedisCache } from '../../src/cache/redis-cache.ts';
import { systemClock } from '../../src/core/ports/clock.ts';
import type { SharedCache } from '../../src/core/ports/shared-cache.ts';
import { createChannelCache } from '../../src/jobs/channel-cache.ts';
import { channelSecrets } from '../support/channel-secrets.ts';
import { freePort, redisForTests, startRedis, type TestRedis } from '../support/redis.ts';

const MINUTE = 60_000;
/** Longer than a lock lives without its holder, ms. */
const TAKEN_OVER = 15_000;

const redisServer = redisForTests();
const never = new AbortController().signal;
const PLAIN = { anew: false, signal: never };
const ANEW = { anew: true, signal: never };

const schema = z.strictObject({ text: z.string() });
type Value = z.infer<typeof schema>;

/** A log of which only the cache's own lines are kept. */
function cacheLog() {
  const lines: string[] = [];
  const note = (fields: object, message: string) => void lines.push(`${message} ${JSON.stringify(fields)}`);
  return { lines, log: { info: note, warn: note, error: note } };
}

/** Vitest's hook of the running test; tests that run side by side hand in their own. */
type Finished = typeof onTestFinished;

async function openShared(
  url: string,
  log = cacheLog().log,
  finished: Finished = onTestFinished,
): Promise<SharedCache> {
  const shared = await openRedisCache(url, { clock: systemClock, log });
  finished(() => shared.close());
  return shared;
}

/** A process's cache; `pass` moves its clock. */
function processWith(
  shared: SharedCache | null,
  { secrets = channelSecrets(), mayKeep = (_: Value): boolean => true, schema: own = schema as z.ZodType<Value> } = {},
) {
  let now = 1_000_000;
  const clock = { now: () => now, sleep: systemClock.sleep };
  const cache = createChannelCache<Value>({ secrets, shared, clock }, { maxBytes: 1_000_000, schema: own, mayKeep });
  return { ...cache, pass: (ms: number) => (now += ms) };
}

/** Counts its runs; each says which one it was. */
function work() {
  let runs = 0;
  const make = async () => {
    runs += 1;
    return { text: `run ${runs}` };
  };
  return { make, runs: () => runs };
}

/** A run that ends when it is told to. */
function heldWork() {
  const { promise, resolve, reject } = Promise.withResolvers<Value>();
  const started = Promise.withResolvers<void>();
  const make = () => {
    started.resolve();
    return promise;
  };
  return { make, started: started.promise, end: (text: string) => resolve({ text }), fail: reject };
}

function contract(sharedFor: () => Promise<SharedCache | null>): void {
  const start = async (mayKeep?: (value: Value) => boolean) =>
    processWith(await sharedFor(), mayKeep === undefined ? {} : { mayKeep });

  test('keeps a value for half an hour', async () => {
    const { get, pass } = await start();
    const { make } = work();
    expect(await get('C1:a', PLAIN, make)).toEqual({ value: { text: 'run 1' }, made: true });
    pass(29 * MINUTE);
    expect(await get('C1:a', PLAIN, make)).toEqual({ value: { text: 'run 1' }, made: false });
    pass(2 * MINUTE);
    expect(await get('C1:a', PLAIN, make)).toEqual({ value: { text: 'run 2' }, made: true });
  });

  test('makes it anew when told to, and keeps the new one', async () => {
    const { get } = await start();
    const { make } = work();
    await get('C1:a', PLAIN, make);
    expect(await get('C1:a', ANEW, make)).toEqual({ value: { text: 'run 2' }, made: true });
    expect(await get('C1:a', PLAIN, make)).toEqual({ value: { text: 'run 2' }, made: false });
  });

  test('makes one for two who ask at once', async () => {
    const { get } = await start();
    const { make, runs } = work();
    const both = await Promise.all([get('C1:a', PLAIN, make), get('C1:a', PLAIN, make)]);
    expect(both.map(({ made }) => made).sort()).toEqual([false, true]);
    expect(runs()).toBe(1);
  });

  test('never keeps a failure, and gives a waiting asker a run of their own', async () => {
    const { get } = await start();
    const held = heldWork();
    const { make } = work();
    const stopped = get('C1:a', PLAIN, held.make);
    await held.started;
    const waiting = get('C1:a', PLAIN, make);
    held.fail(new Error('stopped'));
    await expect(stopped).rejects.toThrow('stopped');
    expect(await waiting).toEqual({ value: { text: 'run 1' }, made: true });
  });

  test('lets an asker stop waiting without stopping the run', async () => {
    const { get } = await start();
    const held = heldWork();
    const first = get('C1:a', PLAIN, held.make);
    await held.started;
    const stop = new AbortController();
    const waiting = get('C1:a', { anew: false, signal: stop.signal }, heldWork().make);
    stop.abort(new Error('asker stopped'));
    await expect(waiting).rejects.toThrow('asker stopped');
    held.end('whole');
    expect(await first).toEqual({ value: { text: 'whole' }, made: true });
  });

  test('does not keep what is not worth it', async () => {
    const { get } = await start(() => false);
    const { make } = work();
    await get('C1:a', PLAIN, make);
    expect(await get('C1:a', PLAIN, make)).toEqual({ value: { text: 'run 2' }, made: true });
  });
}

describe('a channel’s cache in memory', () => {
  contract(async () => null);

  test('forgets one channel alone', async () => {
    const { get, forgetChannel } = processWith(null);
    const { make } = work();
    await get('C1:a', PLAIN, make);
    await get('C10:a', PLAIN, make);
    forgetChannel('C1');
    expect((await get('C10:a', PLAIN, make)).made).toBe(false);
    expect((await get('C1:a', PLAIN, make)).made).toBe(true);
  });

  test('finds nothing that was made before a deletion in another process, nor what was being made during it', async () => {
    const secrets = channelSecrets();
    const { get, sweep } = processWith(null, { secrets });
    const { make } = work();
    await get('C1:a', PLAIN, make);
    const held = heldWork();
    const during = get('C1:b', PLAIN, held.make);
    await held.started;
    secrets.erase('C1');
    await sweep();
    held.end('made of what is gone');
    await during;
    expect((await get('C1:a', PLAIN, make)).made).toBe(true);
    expect((await get('C1:b', PLAIN, make)).made).toBe(true);
  });
});

test('what another process deleted leaves the memory, and another channel’s stays', async () => {
  const secrets = channelSecrets();
  const { get, sweep } = processWith(null, { secrets });
  const { make } = work();
  const secret = await secrets.of('C1');
  await get('C1:a', PLAIN, make);
  await get('C10:a', PLAIN, make);
  secrets.erase('C1');
  await sweep();
  secrets.restore('C1', secret);
  expect((await get('C1:a', PLAIN, make)).made).toBe(true);
  expect((await get('C10:a', PLAIN, make)).made).toBe(false);
});

describe('a channel’s cache while no Redis answers', () => {
  contract(async () => openShared(`redis://127.0.0.1:${await freePort()}`));
});

describe.skipIf(redisServer.url === null)(`a channel’s cache with Redis behind it${redisServer.reason}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(async () => redis?.stop());
  beforeEach(async () => void (await redis.command('FLUSHALL')));

  contract(() => openShared(redis.url));

  /** Two processes on one database and one Redis. */
  async function two(options: { schema?: z.ZodType<Value> } = {}) {
    const secrets = channelSecrets();
    const [one, other] = [await openShared(redis.url), await openShared(redis.url)];
    const [first, second] = [processWith(one, { secrets }), processWith(other, { secrets, ...options })];
    /** As `jobs/forget` does it: the rows with the secret, then every cache. */
    const erase = async (channel: string) => {
      secrets.erase(channel);
      first.forgetChannel(channel);
      await one.forgetChannel(channel);
    };
    return { first, second, erase, secrets, shared: one };
  }

  const values = async () => [...(await redis.contents())].filter(([key]) => !key.endsWith(':lock'));

  test('two processes that ask at once share one run, and a third has it later, until its half hour is over', async () => {
    const { first, second, secrets } = await two();
    const held = heldWork();
    const { make, runs } = work();
    const maker = first.get('C1:a', PLAIN, held.make);
    await held.started;
    const waiting = second.get('C1:a', PLAIN, make);
    held.end('once');
    expect(await maker).toEqual({ value: { text: 'once' }, made: true });
    expect(await waiting).toEqual({ value: { text: 'once' }, made: false });
    const third = processWith(await openShared(redis.url), { secrets });
    third.pass(20 * MINUTE);
    expect(await third.get('C1:a', PLAIN, make)).toEqual({ value: { text: 'once' }, made: false });
    third.pass(11 * MINUTE);
    expect((await third.get('C1:a', PLAIN, make)).made).toBe(true);
    expect(runs()).toBe(1);
  });

  test('"anew" in two processes is one new run, and the old value is nobody’s answer', async () => {
    const { first, second } = await two();
    const { make } = work();
    await first.get('C1:a', PLAIN, make);
    const held = heldWork();
    const maker = first.get('C1:a', ANEW, held.make);
    await held.started;
    const waiting = second.get('C1:a', ANEW, make);
    held.end('new');
    expect((await maker).value.text).toBe('new');
    expect(await waiting).toEqual({ value: { text: 'new' }, made: false });
  });

  test('whoever waits for another process can stop waiting, and takes over when its run fails', async () => {
    const { first, second } = await two();
    const held = heldWork();
    const failing = first.get('C1:a', PLAIN, held.make);
    await held.started;
    const stop = new AbortController();
    const { make } = work();
    const stopped = second.get('C1:a', { anew: false, signal: stop.signal }, make);
    stop.abort(new Error('asker stopped'));
    await expect(stopped).rejects.toThrow('asker stopped');
    const waiting = second.get('C1:a', PLAIN, make);
    held.fail(new Error('model away'));
    await expect(failing).rejects.toThrow('model away');
    expect(await waiting).toEqual({ value: { text: 'run 1' }, made: true });
  });

  test('a deletion empties the channel there, and nothing made before it comes back after it', async () => {
    const { first, second, erase } = await two();
    const { make } = work();
    await first.get('C1:a', PLAIN, make);
    await second.get('C10:a', PLAIN, make);
    const held = heldWork();
    const during = second.get('C1:b', PLAIN, held.make);
    await held.started;
    await erase('C1');
    expect(await values()).toHaveLength(1);
    held.end('made of what is gone');
    await during;
    expect(await values()).toHaveLength(1);
    expect((await second.get('C1:a', PLAIN, make)).made).toBe(true);
    expect((await second.get('C1:b', PLAIN, make)).made).toBe(true);
    expect((await first.get('C10:a', PLAIN, make)).made).toBe(false);
  });

  test('nobody reads there what was asked or answered, and everything there has its end', async () => {
    const { first } = await two();
    await first.get('C0SECRET:why', PLAIN, async () => ({ text: 'I left because of 雪豹沟' }));
    const held = heldWork();
    const during = first.get('C0SECRET:why else', PLAIN, held.make);
    await held.started;
    const contents = await redis.contents();
    expect(contents.size).toBe(2);
    const raw = [...contents].map(([key, value]) => `${key} ${value} ${Buffer.from(value, 'base64')}`).join('\n');
    expect(raw).not.toMatch(/C0SECRET|why|left|雪豹沟/);
    for (const key of contents.keys()) {
      const ms = Number(await redis.command('PTTL', key));
      expect(ms, key).toBeGreaterThan(0);
      expect(ms, key).toBeLessThanOrEqual(30 * MINUTE);
    }
    held.end('');
    await during;
  });

  test('what somebody else wrote there is no answer: rubbish, another place’s value, another kind of value', async () => {
    const { first, second, secrets, shared } = await two();
    const { make } = work();
    await first.get('C1:a', PLAIN, make);
    const [[a = '', sealedA = ''] = []] = await values();
    await first.get('C1:b', PLAIN, make);
    const b = (await values()).map(([key]) => key).find((key) => key !== a) ?? '';
    const fakes: readonly (readonly string[])[] = [
      ['SET', b, 'rubbish'],
      ['SET', b, sealedA],
      ['SET', b, `${sealedA.slice(0, -8)}AAAAAAAA`],
      ['SET', b, ''],
    ];
    for (const fake of fakes) {
      await redis.command(...fake);
      const fresh = processWith(shared, { secrets });
      expect((await fresh.get('C1:b', PLAIN, make)).made, fake.join(' ').slice(0, 80)).toBe(true);
    }
    await redis.command('DEL', b);
    await redis.command('LPUSH', b, 'not even text');
    expect((await second.get('C1:b', PLAIN, make)).made).toBe(true);
  });

  test('what another version of the program wrote in another form is made anew', async () => {
    const { first, second } = await two({ schema: z.strictObject({ text: z.string().startsWith('two') }) });
    await first.get('C1:a', PLAIN, async () => ({ text: 'one' }));
    expect(await second.get('C1:a', PLAIN, async () => ({ text: 'two' }))).toEqual({
      value: { text: 'two' },
      made: true,
    });
  });
});

// Side by side: most of it is waiting for what a server that is away costs.
describe.skipIf(redisServer.url === null)(
  `a Redis or a maker that goes away${redisServer.reason}`,
  { concurrent: true },
  () => {
    /** Two processes on a Redis of their own, each with its log. */
    async function pair(finished: Finished) {
      const redis = await startRedis();
      finished(() => redis.stop());
      const secrets = channelSecrets();
      const logs = [cacheLog(), cacheLog()] as const;
      const [one, other] = [
        await openShared(redis.url, logs[0].log, finished),
        await openShared(redis.url, logs[1].log, finished),
      ];
      const [first, second] = [processWith(one, { secrets }), processWith(other, { secrets })];
      return { redis, secrets, logs, shared: one, first, second };
    }
    const isBack = (shared: SharedCache) => vi.waitFor(() => expect(shared.fault()).toBeNull(), 15_000);

    test('a maker that lives keeps its lock however long it takes, and one that dies is taken over', {
      timeout: 60_000,
    }, async ({ onTestFinished: finished }) => {
      const { redis, second, secrets } = await pair(finished);
      const dying = await openRedisCache(redis.url, { clock: systemClock, log: cacheLog().log });
      const held = heldWork();
      void processWith(dying, { secrets }).get('C1:a', PLAIN, held.make);
      await held.started;
      const { make, runs } = work();
      const waiting = second.get('C1:a', PLAIN, make);
      await systemClock.sleep(7_000);
      expect(runs()).toBe(0);
      // No goodbye: its lock stays behind, as after a kill -9.
      await dying.close();
      const since = Date.now();
      expect(await waiting).toEqual({ value: { text: 'run 1' }, made: true });
      expect(Date.now() - since).toBeLessThan(TAKEN_OVER);
    });

    for (const how of ['dies', 'hangs'] as const) {
      test(`${how} in mid-run: every asker gets an answer, one line tells it, and it is used again later`, async ({
        onTestFinished: finished,
      }) => {
        const { redis, logs, shared, first, second } = await pair(finished);
        const held = heldWork();
        const maker = first.get('C1:a', PLAIN, held.make);
        await held.started;
        const { make } = work();
        const waiting = second.get('C1:a', PLAIN, make);
        if (how === 'dies') await redis.kill();
        else redis.pause();
        expect((await waiting).value.text).toBe('run 1');
        held.end('first');
        expect((await maker).value.text).toBe('first');
        const since = Date.now();
        await first.get('C1:b', PLAIN, make);
        expect(Date.now() - since).toBeLessThan(2_500);
        expect(shared.fault()).not.toBeNull();
        if (how === 'dies') await redis.restart();
        else redis.resume();
        await isBack(shared);
        await vi.waitFor(() => expect(logs[1].lines.at(-1)).toMatch(/back/), 15_000);
        await first.get('C1:c', PLAIN, make);
        expect((await second.get('C1:c', PLAIN, make)).made).toBe(false);
        expect(logs[0].lines.map((line) => line.replace(/ \{.*/, ''))).toEqual([
          'shared cache away',
          'shared cache back',
        ]);
      });
    }

    test('what it could not delete while it hung nobody can read, and it goes when it answers', async ({
      onTestFinished: finished,
    }) => {
      const { redis, secrets, logs, shared, first, second } = await pair(finished);
      const { make } = work();
      await first.get('C1:a', PLAIN, make);
      redis.pause();
      secrets.erase('C1');
      await shared.forgetChannel('C1');
      redis.resume();
      expect((await second.get('C1:a', PLAIN, make)).made).toBe(true);
      await isBack(shared);
      await vi.waitFor(async () => expect((await redis.contents()).size).toBe(0), 5_000);
      expect(logs[0].lines.join()).toMatch(/forgets later/);
    });

    const WORTHLESS: readonly (readonly [code: string, commands: readonly (readonly string[])[]])[] = [
      ['NOAUTH', [['CONFIG', 'SET', 'requirepass', 'another']]],
      ['READONLY', [['REPLICAOF', '127.0.0.1', '1']]],
      ['OOM', [['CONFIG', 'SET', 'maxmemory', '1']]],
    ];
    for (const [code, commands] of WORTHLESS) {
      test(`one that answers ${code} counts as away, with one line, and the answer comes`, async ({
        onTestFinished: finished,
      }) => {
        const redis = await startRedis();
        finished(() => redis.stop());
        for (const words of commands) await redis.command(...words);
        const { log, lines } = cacheLog();
        const shared = await openShared(redis.url, log, finished);
        const { make } = work();
        expect((await processWith(shared).get('C1:a', PLAIN, make)).made).toBe(true);
        await systemClock.sleep(2_500);
        expect(shared.fault()).toBe(code);
        expect(lines).toEqual([`shared cache away {"code":"${code}"}`]);
      });
    }

    test('something else on its port, silent or talkative, counts as away', async ({ onTestFinished: finished }) => {
      for (const greeting of [null, 'HTTP/1.1 400 Bad Request\r\n\r\n']) {
        const server = createServer((socket) => {
          socket.on('error', () => {});
          if (greeting !== null) socket.write(greeting);
        });
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        finished(() => void server.close());
        const address = server.address();
        const port = typeof address === 'object' ? address?.port : 0;
        const shared = await openShared(`redis://127.0.0.1:${port}`, undefined, finished);
        expect(shared.fault(), greeting ?? 'silent').not.toBeNull();
        expect((await processWith(shared).get('C1:a', PLAIN, work().make)).made).toBe(true);
      }
    });
  },
);
