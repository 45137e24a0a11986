import { describe, it, onTestFinished } from 'vitest';
import type { Purpose } from '../../../src/core/ports/language-model.ts';
import {
  drain,
  QWEN,
  type RigOptions,
  request,
  rig,
  SMALL,
  serve,
  standingText,
} from '../../support/scripted-model-server/model-rig.ts';
import type { Fault } from '../../support/scripted-model-server/scripted-answer.ts';

const LARGE_LABEL = 'Qwen2.5-7B-Instruct';
const SMALL_LABEL = 'Qwen2.5-1.5B-Instruct';

const TEXTS = [
  [
    'English',
    'The large model says that pay was the main reason for most of them.',
    'The small model says it was pay.',
  ],
  ['Chinese', '大模型认为多数人离职的主要原因是薪酬，其次是加班。', '小模型认为原因是薪酬。'],
] as const;

async function pair(large: string, small: string, options: RigOptions = {}, finished = onTestFinished) {
  const primary = await serve(QWEN, () => large, {}, finished);
  const fast = await serve(SMALL, () => small, {}, finished);
  const models = rig({ primary: [primary], fast: [fast], budget: { silenceMs: 5_000 }, ...options }, finished);
  if (models.primary === null) throw new Error('no model');
  return { primary, fast, model: models.primary, models };
}

/** Faults before the first word: the small model is the only one that is ever heard. */
const SILENT: readonly (readonly [Fault, string])[] = [
  ['dead', 'unreachable'],
  ['503', 'unreachable'],
  ['404', 'refused'],
  ['nested-400', 'refused'],
  ['too-long', 'refused'],
  ['hung', 'slow'],
  ['pings-only', 'slow'],
  ['slow', 'slow'],
  ['null-content', 'invalid'],
  ['garbage', 'invalid'],
];

/** Faults after the first word: what was said is void. */
const BROKEN_OFF: readonly (readonly [Fault, string])[] = [
  ['stall', 'stalled'],
  ['cut', 'cut-off'],
  ['reset', 'cut-off'],
  ['length', 'cut-off'],
  ['no-finish', 'cut-off'],
  ['phrase-loop', 'looping'],
  ['whitespace-loop', 'looping'],
];

// Side by side: all they do is wait.
describe.concurrent.each(TEXTS)('fallback, answering in %s', (_, large, small) => {
  it.for(SILENT)(
    'before the first word (%s) the fast model speaks alone, and says why: %s',
    async ([fault, why], { expect, onTestFinished: finished }) => {
      const { primary, model } = await pair(large, small, {}, finished);
      primary.setFault(fault);
      const { events, error } = await drain(model.stream(request()));
      expect(error).toBeNull();
      expect(events.filter(({ type }) => type === 'started')).toEqual([
        { type: 'started', model: SMALL_LABEL, fallback: { from: LARGE_LABEL, why } },
      ]);
      expect(standingText(events)).toBe(small);
      expect(events.at(-1)).toMatchObject({ type: 'finished', completion: { text: small, model: SMALL_LABEL } });
    },
  );

  it.for(BROKEN_OFF)(
    'in mid-text (%s) a second start voids the text, and says why: %s',
    async ([fault, why], { expect, onTestFinished: finished }) => {
      const budget = { firstTokenMs: 5_000, silenceMs: 10_000 };
      const { primary, model } = await pair(large, small, { budget }, finished);
      primary.setFault(fault);
      const { events, error } = await drain(model.stream(request({ purpose: 'prose' })));
      expect(error).toBeNull();
      const starts = events.filter(({ type }) => type === 'started');
      expect(starts).toEqual([
        { type: 'started', model: LARGE_LABEL, fallback: null },
        { type: 'started', model: SMALL_LABEL, fallback: { from: LARGE_LABEL, why } },
      ]);
      expect(events.findLastIndex(({ type }) => type === 'started')).toBeGreaterThan(1);
      expect(standingText(events)).toBe(small);
      expect(events.at(-1)).toMatchObject({ type: 'finished', completion: { text: small, model: SMALL_LABEL } });
      expect(events.filter(({ type }) => type === 'finished')).toHaveLength(1);
    },
  );

  it.for<Purpose>(['verdict', 'prose', 'answer'])(
    'complete() for %s takes the same way',
    async (purpose, { expect, onTestFinished: finished }) => {
      const budget = { firstTokenMs: 5_000, silenceMs: 10_000 };
      const { primary, model } = await pair(large, small, { budget }, finished);
      primary.setFault('cut');
      expect(await model.complete(request({ purpose }))).toMatchObject({ text: small, model: SMALL_LABEL });
    },
  );
});

describe.concurrent('the race', () => {
  it('leaves the fast model alone while the primary is in time', async ({ expect, onTestFinished: finished }) => {
    const { fast, model } = await pair('yes', 'no', { budget: { firstTokenMs: 10_000, silenceMs: 20_000 } }, finished);
    expect((await model.complete(request())).model).toBe(LARGE_LABEL);
    expect(fast.requests).toHaveLength(0);
  });

  it('aborts the slow primary once the fast model has spoken', async ({ expect, onTestFinished: finished }) => {
    const { primary, model } = await pair('yes', 'no', {}, finished);
    primary.setFault('hung');
    expect((await model.complete(request())).model).toBe(SMALL_LABEL);
    await expect.poll(() => primary.requests[0]?.status).toBe('client-closed');
    expect(primary.running()).toBe(0);
  });

  it('keeps a late primary that speaks before the fast model, and aborts that one', async ({
    expect,
    onTestFinished: finished,
  }) => {
    const { primary, fast, model } = await pair('late but here', 'no', { budget: { silenceMs: 15_000 } }, finished);
    primary.setFault('slow');
    fast.setFault('hung');
    const { events } = await drain(model.stream(request()));
    expect(events[0]).toEqual({ type: 'started', model: LARGE_LABEL, fallback: null });
    expect(standingText(events)).toBe('late but here');
    await expect.poll(() => fast.requests[0]?.status).toBe('client-closed');
  });

  it('gives the slots of losers back', async ({ expect, onTestFinished: finished }) => {
    const { primary, model } = await pair('yes', 'no', { concurrency: 1 }, finished);
    primary.setFault('hung', 3);
    for (let i = 0; i < 3; i += 1) expect((await model.complete(request())).model).toBe(SMALL_LABEL);
    expect((await model.complete(request())).model).toBe(LARGE_LABEL);
  });

  it('does not count the wait for a slot against a batch', async ({ expect, onTestFinished: finished }) => {
    const primary = await serve(QWEN, () => ({ text: 'coded', firstTokenMs: 150 }), {}, finished);
    const fast = await serve(SMALL, () => 'hasty', {}, finished);
    const budget = { firstTokenMs: 2_000, silenceMs: 10_000 };
    const model = rig({ primary: [primary], fast: [fast], concurrency: 1, budget }, finished).primary;
    const asked = Array.from({ length: 16 }, () => model?.complete(request({ purpose: 'verdict' })));
    for (const completion of await Promise.all(asked)) expect(completion?.text).toBe('coded');
    expect(fast.requests).toHaveLength(0);
  });
});

describe.concurrent('when both fail', () => {
  it.for<[Fault, Fault, string]>([
    ['dead', 'dead', 'model-unreachable'],
    ['hung', 'hung', 'model-slow'],
    ['404', 'stall', 'model-refused'],
    ['cut', '503', 'model-cut-off'],
    ['length', 'length', 'model-cut-off'],
  ])(
    '%s then %s throws the fault of the primary, with both as its cause',
    async ([first, second, code], { expect, onTestFinished: finished }) => {
      const { primary, fast, model } = await pair('The pay was too low.', 'Pay.', {}, finished);
      primary.setFault(first);
      fast.setFault(second);
      const { events, error } = await drain(model.stream(request()));
      expect(error).toMatchObject({ code, detail: { model: LARGE_LABEL }, cause: { errors: [{ code }, {}] } });
      expect(events.some(({ type }) => type === 'finished')).toBe(false);
    },
  );

  it('an abort is an abort, not a fault of a model, and starts nobody else', async ({
    expect,
    onTestFinished: finished,
  }) => {
    const budget = { firstTokenMs: 10_000, silenceMs: 20_000 };
    const { primary, fast, model } = await pair('yes', 'no', { budget }, finished);
    primary.setFault('stall');
    const stop = new AbortController();
    const asked = drain(model.stream(request({ signal: stop.signal })));
    await expect.poll(() => primary.running()).toBe(1);
    stop.abort();
    expect((await asked).error).toMatchObject({ code: 'aborted' });
    expect(fast.requests).toHaveLength(0);
  });

  it('close() ends what runs', async ({ expect, onTestFinished: finished }) => {
    const budget = { firstTokenMs: 10_000, silenceMs: 20_000 };
    const { primary, models, model } = await pair('yes', 'no', { budget }, finished);
    primary.setFault('hung');
    const asked = model.complete(request()).catch((error: unknown) => error);
    await expect.poll(() => primary.running()).toBe(1);
    await models.close();
    expect(await asked).toMatchObject({ code: 'aborted' });
  });
});

describe.concurrent('replicas', () => {
  const asks = ['张三的访谈', 'interview-2', 'interview-3', 'interview-4', 'interview-5', 'interview-6', 'interview-7'];

  async function replicas(count: number, finished: typeof onTestFinished) {
    const servers = await Promise.all(
      Array.from({ length: count }, (_, index) => serve(QWEN, () => `replica ${index}`, {}, finished)),
    );
    const model = rig({ primary: servers, budget: { firstTokenMs: 3_000, silenceMs: 10_000 } }, finished).primary;
    if (model === null) throw new Error('no model');
    const answerTo = async (affinity: string) => (await model.complete(request({ purpose: 'coding', affinity }))).text;
    return { servers, model, answerTo };
  }

  it('keep one interview on one server and spread the interviews', async ({ expect, onTestFinished: finished }) => {
    const { answerTo } = await replicas(3, finished);
    const homes = await Promise.all(asks.map(answerTo));
    expect(await Promise.all(asks.map(answerTo))).toEqual(homes);
    expect(new Set(homes).size).toBeGreaterThan(1);
  });

  it('move only a lost server’s interviews', async ({ expect, onTestFinished: finished }) => {
    const { servers, answerTo } = await replicas(3, finished);
    const before = await Promise.all(asks.map(answerTo));
    servers[0]?.setFault('dead');
    const after = await Promise.all(asks.map(answerTo));
    for (const [index, home] of before.entries()) {
      if (home === 'replica 0') expect(after[index]).not.toBe(home);
      else expect(after[index]).toBe(home);
    }
  });

  it('take over in a stream too, as long as nothing was said, and it is no fallback', async ({
    expect,
    onTestFinished: finished,
  }) => {
    const { servers, model } = await replicas(2, finished);
    servers[0]?.setFault('503');
    const { events } = await drain(model.stream(request()));
    expect(events[0]).toEqual({ type: 'started', model: LARGE_LABEL, fallback: null });
    expect(standingText(events)).toBe('replica 1');
  });

  it.for<Fault>(['hung', 'pings-only', 'empty-chunks'])(
    'take over from a %s one before the fast model is asked',
    async (fault, { expect, onTestFinished: finished }) => {
      const [hung, well] = await Promise.all(['never', '在这里'].map((text) => serve(QWEN, () => text, {}, finished)));
      const fast = await serve(SMALL, () => 'hasty', {}, finished);
      if (hung === undefined || well === undefined) throw new Error('two servers');
      hung.setFault(fault);
      const budget = { firstTokenMs: 3_000, silenceMs: 20_000 };
      const model = rig({ primary: [hung, well], fast: [fast], budget }, finished).primary;
      if (model === null) throw new Error('no model');
      const { events } = await drain(model.stream(request()));
      expect(events[0]).toEqual({ type: 'started', model: LARGE_LABEL, fallback: null });
      expect(standingText(events)).toBe('在这里');
      expect(fast.requests).toHaveLength(0);
      await expect.poll(() => hung.requests[0]?.status).toBe('client-closed');
    },
  );

  it('are hopped from once only: the next one is waited for', async ({ expect, onTestFinished: finished }) => {
    const servers = await Promise.all(
      [0, 1, 2].map(() => serve(QWEN, () => ({ text: 'busy', firstTokenMs: 700 }), {}, finished)),
    );
    const model = rig({ primary: servers, budget: { firstTokenMs: 300, silenceMs: 10_000 } }, finished).primary;
    expect((await model?.complete(request({ purpose: 'verdict' })))?.text).toBe('busy');
    expect(servers.reduce((sum, server) => sum + server.requests.length, 0)).toBe(2);
  });

  it('share requests without affinity by load', async ({ expect, onTestFinished: finished }) => {
    const { servers, model } = await replicas(2, finished);
    await Promise.all(Array.from({ length: 6 }, () => model.complete(request({ purpose: 'verdict' }))));
    expect(servers.map((server) => server.requests.length)).toEqual([3, 3]);
  });
});
