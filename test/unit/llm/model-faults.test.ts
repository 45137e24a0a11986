import { describe, expect, it, onTestFinished } from 'vitest';
import { drain, QWEN, request, rig, serve, standingText } from '../../support/scripted-model-server/model-rig.ts';
import type { Fault } from '../../support/scripted-model-server/scripted-answer.ts';

const ENGLISH = 'She said the pay had not moved in three years, and the new offer was a third higher.';
const CHINESE = '她说三年来薪酬没有变化，而新的工作机会高出三成；另外通勤时间也太长。';
const TEXTS = [
  ['English', ENGLISH],
  ['Chinese', CHINESE],
] as const;

async function faulty(fault: Fault, text: string = ENGLISH, finished = onTestFinished) {
  const server = await serve(QWEN, () => text, {}, finished);
  server.setFault(fault);
  const model = rig({ primary: [server] }, finished).primary;
  if (model === null) throw new Error('no model');
  return { server, model };
}

/** Row of known-failures.md, fault, what people are told. */
const FAILURES: readonly (readonly [string, Fault, string])[] = [
  ['M1 endless blanks', 'whitespace-loop', 'model-looping'],
  ['M32 an endless phrase', 'phrase-loop', 'model-looping'],
  ['M3/M4 the token cap', 'length', 'model-cut-off'],
  ['M19 a stream that ends early', 'cut', 'model-cut-off'],
  ['M20/M21 finish_reason never set', 'no-finish', 'model-cut-off'],
  ['M17 silence in mid-sentence', 'stall', 'model-stalled'],
  ['M17 a finish that never comes', 'late-finish', 'model-stalled'],
  ['M24 a request that is never answered', 'hung', 'model-slow'],
  ['M17 SSE comments only', 'pings-only', 'model-slow'],
  ['silence summed over empty pieces', 'empty-chunks', 'model-slow'],
  ['M14 a connection reset in mid-text', 'reset', 'model-cut-off'],
  ['an error inside the stream', 'error-in-stream', 'model-cut-off'],
  ['M28 content null', 'null-content', 'model-invalid'],
  ['events that are no JSON', 'garbage', 'model-invalid'],
  ['a web page with status 200', 'html', 'model-invalid'],
  ['M14 a dead server', 'dead', 'model-unreachable'],
  ['M24 a full queue', '503', 'model-unreachable'],
  ['M23 too many requests', '429', 'model-unreachable'],
  ['M27 a model of another name', '404', 'model-refused'],
  ['M9 a flat error body', 'flat-400', 'model-refused'],
  ['M9 a nested error body', 'nested-400', 'model-refused'],
  ['a context overflow', 'too-long', 'model-too-long'],
];

// Side by side: most of them wait for a budget to run out.
describe.concurrent.each(TEXTS)('faults of the server, answering in %s', (_, text) => {
  it.for(FAILURES)('%s (%s) is %s, streamed', async ([, fault, code], { expect, onTestFinished: finished }) => {
    const { model } = await faulty(fault, text, finished);
    const { events, error } = await drain(model.stream(request()));
    expect(error).toMatchObject({ code, detail: { model: 'Qwen2.5-7B-Instruct' } });
    expect(events.some(({ type }) => type === 'finished')).toBe(false);
  });

  it.for(FAILURES)('%s (%s) is %s, completed', async ([, fault, code], { expect, onTestFinished: finished }) => {
    const { model } = await faulty(fault, text, finished);
    await expect(model.complete(request({ purpose: 'coding' }))).rejects.toMatchObject({ code });
  });

  it.for([
    ['UTF-8 torn into single bytes', 'single-bytes'],
    ['M28 a thinking block', 'think'],
    ['a usage chunk that never comes', 'no-usage'],
  ] as const)('%s does no harm', async ([, fault], { expect, onTestFinished: finished }) => {
    const { model } = await faulty(fault, text, finished);
    const { events, error } = await drain(model.stream(request()));
    expect(error).toBeNull();
    expect(standingText(events)).toBe(text);
    expect(events.at(-1)).toMatchObject({ type: 'finished', completion: { text } });
  });
});

describe('what is sent', () => {
  it('M23: nothing is retried behind our back', async () => {
    const { server, model } = await faulty('429');
    await drain(model.stream(request()));
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.headers['x-stainless-retry-count']).toBe('0');
  });

  it('a batch request meets a lost connection with one retry, and no more', async () => {
    const { server, model } = await faulty('503');
    await expect(model.complete(request({ purpose: 'coding' }))).rejects.toMatchObject({ code: 'model-unreachable' });
    expect(server.requests).toHaveLength(2);
    server.setFault('503', 1);
    expect((await model.complete(request({ purpose: 'coding' }))).text).toBe(ENGLISH);
  });

  it('M27: a 404 is asked once, also by a batch', async () => {
    const { server, model } = await faulty('404');
    await drain(model.stream(request()));
    await model.complete(request({ purpose: 'coding' })).catch(() => {});
    expect(server.requests).toHaveLength(2);
  });

  it('M10: only fields that the server knows, and the schema in its portable form', async () => {
    const server = await serve(QWEN, () => '{"codes":[]}');
    const schema = { name: 'coding', schema: { type: 'object', properties: {}, additionalProperties: false } };
    await rig({ primary: [server] }).primary?.complete(request({ purpose: 'coding', schema }));
    expect(server.requests[0]?.warnings).toEqual([]);
    expect(server.requests[0]?.body.response_format).toEqual({
      type: 'json_schema',
      json_schema: { ...schema, strict: true },
    });
    expect(server.requests[0]?.body.max_tokens).toBe(400);
  });

  it('M30: always a system message, so that the template adds no identity of its own', async () => {
    const server = await serve(QWEN, () => 'ok');
    await rig({ primary: [server] }).primary?.complete(
      request({ messages: [{ role: 'user', content: '她为什么离职？' }] }),
    );
    expect(server.requests[0]?.chat?.messages[0]?.role).toBe('system');
    expect(server.requests[0]?.warnings).not.toContain('identity-prompt-added');
  });

  it('a prompt beyond the window is named so, by words and not by the numbers of the server', async () => {
    const server = await serve(QWEN, () => 'ok');
    const messages = [{ role: 'user' as const, content: '很长的访谈记录。'.repeat(2_000) }];
    await expect(rig({ primary: [server] }).primary?.complete(request({ messages }))).rejects.toMatchObject({
      code: 'model-too-long',
    });
  });
});

describe('budgets', () => {
  it.each(TEXTS)('an answer that trickles beyond its total is cut off, in %s', async (_, text) => {
    const server = await serve(QWEN, () => ({ text: text.repeat(20), tokensPerSecond: 20 }));
    const model = rig({ primary: [server], budget: { totalMs: 1_000, silenceMs: 10_000, stallMs: 10_000 } }).primary;
    await expect(model?.complete(request())).rejects.toMatchObject({ code: 'model-cut-off' });
    await expect.poll(() => server.requests[0]?.status).toBe('client-closed');
  });
});

describe('a complete answer', () => {
  it('does not wait for its usage as long as for a word', async () => {
    const { server } = await faulty('no-usage', CHINESE);
    const model = rig({ primary: [server], budget: { stallMs: 120_000, totalMs: 120_000 } }).primary;
    expect(await model?.complete(request())).toMatchObject({ text: CHINESE, usage: null });
  });
});

describe('slots', () => {
  it('M24: a batch gets all slots of an endpoint but the one kept for answers; the others wait their turn', async () => {
    let most = 0;
    const server = await serve(QWEN, () => {
      most = Math.max(most, server.running());
      return { text: 'ok', firstTokenMs: 20 };
    });
    const model = rig({ primary: [server], concurrency: 3, budget: { silenceMs: 10_000 } }).primary;
    await Promise.all(Array.from({ length: 7 }, () => model?.complete(request({ purpose: 'coding' }))));
    expect(server.requests).toHaveLength(7);
    expect(most).toBe(2);
  });

  it('an answer that a person waits for goes before a batch', async () => {
    const order: string[] = [];
    const server = await serve(QWEN, ({ messages }) => {
      order.push(messages.at(-1)?.content ?? '');
      return { text: 'ok', firstTokenMs: 30 };
    });
    const model = rig({
      primary: [server],
      concurrency: 1,
      budget: { firstTokenMs: 5_000, silenceMs: 10_000 },
    }).primary;
    const ask = (purpose: 'coding' | 'answer', content: string) =>
      model?.complete(request({ purpose, messages: [{ role: 'user', content }] }));
    const first = ask('coding', 'first');
    await expect.poll(() => order).toEqual(['first']);
    await Promise.all([first, ask('coding', 'second'), ask('coding', 'third'), ask('answer', 'live')]);
    expect(order[0]).toBe('first');
    expect(order.indexOf('live')).toBe(1);
  });

  it('slots come back after failures, losses and aborts', async () => {
    const server = await serve(QWEN, () => ENGLISH);
    const model = rig({ primary: [server], concurrency: 1, budget: { silenceMs: 10_000 } }).primary;
    server.setFault('cut', 2);
    for (let i = 0; i < 2; i += 1) await model?.complete(request()).catch(() => {});
    for await (const event of model?.stream(request()) ?? []) if (event.type === 'text') break;
    expect((await model?.complete(request()))?.text).toBe(ENGLISH);
  });

  it('a reader that takes its time is no stalled model', async () => {
    const server = await serve(QWEN, () => ({ text: CHINESE, tokensPerSecond: 200 }));
    const model = rig({ primary: [server], budget: { stallMs: 400 } }).primary;
    let pauses = 0;
    let text = '';
    for await (const event of model?.stream(request()) ?? []) {
      if (event.type === 'text') text += event.delta;
      if (pauses < 2) await new Promise((resolve) => setTimeout(resolve, 500));
      pauses += 1;
    }
    expect(text).toBe(CHINESE);
  });
});
