import { describe, expect, it } from 'vitest';
import { createChannelCache } from '../../../src/jobs/channel-cache.ts';

const MINUTE = 60_000;

function cacheAt(mayKeep: (value: { text: string }) => boolean = () => true) {
  let now = 1_000;
  let runs = 0;
  const cache = createChannelCache<{ text: string }>(
    { now: () => now, sleep: async () => {} },
    { maxBytes: 1_000_000, mayKeep },
  );
  const make = async () => {
    runs += 1;
    return { text: `run ${runs}` };
  };
  return { cache, make, runs: () => runs, pass: (ms: number) => (now += ms) };
}

describe('the cache of a channel', () => {
  it('keeps an answer for half an hour', async () => {
    const { cache, make, pass } = cacheAt();
    expect(await cache.get('C1:a', false, make)).toEqual({ value: { text: 'run 1' }, made: true });
    pass(29 * MINUTE);
    expect(await cache.get('C1:a', false, make)).toEqual({ value: { text: 'run 1' }, made: false });
    pass(2 * MINUTE);
    expect(await cache.get('C1:a', false, make)).toEqual({ value: { text: 'run 2' }, made: true });
  });

  it('asks anew when told to, and keeps the new answer', async () => {
    const { cache, make } = cacheAt();
    await cache.get('C1:a', false, make);
    expect(await cache.get('C1:a', true, make)).toEqual({ value: { text: 'run 2' }, made: true });
    expect(await cache.get('C1:a', false, make)).toEqual({ value: { text: 'run 2' }, made: false });
  });

  it('makes one answer for two who ask at once', async () => {
    const { cache, make, runs } = cacheAt();
    const both = await Promise.all([cache.get('C1:a', false, make), cache.get('C1:a', false, make)]);
    expect(both.map(({ made }) => made)).toEqual([true, false]);
    expect(runs()).toBe(1);
  });

  it("never keeps a failure, and gives a waiting asker a run of their own when the other's was stopped", async () => {
    const { cache, make } = cacheAt();
    const stopped = cache.get('C1:a', false, () => Promise.reject(new Error('stopped')));
    const waiting = cache.get('C1:a', false, make);
    await expect(stopped).rejects.toThrow('stopped');
    expect(await waiting).toEqual({ value: { text: 'run 1' }, made: true });
  });

  it('does not keep what is not worth it', async () => {
    const { cache, make } = cacheAt(() => false);
    await cache.get('C1:a', false, make);
    expect(await cache.get('C1:a', false, make)).toEqual({ value: { text: 'run 2' }, made: true });
  });

  it('forgets one channel alone', async () => {
    const { cache, make } = cacheAt();
    await cache.get('C1:a', false, make);
    await cache.get('C10:a', false, make);
    cache.forgetChannel('C1');
    expect((await cache.get('C10:a', false, make)).made).toBe(false);
    expect((await cache.get('C1:a', false, make)).made).toBe(true);
  });
});
