import { describe, expect, it } from 'vitest';
import { QWEN, serve } from '../../support/scripted-model-server/model-rig.ts';
import type { ScriptedModelServer } from '../../support/scripted-model-server/start-scripted-model-server.ts';

const MESSAGES = [
  { role: 'system', content: 'You code interviews. 你负责编码。' },
  { role: 'user', content: '她说薪酬太低。' },
];

function chat(server: ScriptedModelServer, body: object, signal?: AbortSignal): Promise<Response> {
  return fetch(`${server.url}/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model: QWEN, messages: MESSAGES, ...body }),
    ...(signal === undefined ? {} : { signal }),
  });
}

describe('the scripted model server', () => {
  it('answers whole, with usage', async () => {
    const server = await serve(QWEN, ({ messages }) => `heard: ${messages.at(-1)?.content}`);
    const answer = await (await chat(server, {})).json();
    expect(answer).toMatchObject({
      object: 'chat.completion',
      choices: [{ message: { role: 'assistant', content: 'heard: 她说薪酬太低。' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: expect.any(Number) },
    });
  });

  it('streams server-sent events that end with usage and [DONE]', async () => {
    const server = await serve(QWEN, () => 'Pay. 薪酬。');
    const text = await (await chat(server, { stream: true, stream_options: { include_usage: true } })).text();
    const events = text.trim().split('\n\n');
    expect(events.at(-1)).toBe('data: [DONE]');
    const chunks = events.slice(0, -1).map((event) => JSON.parse(event.slice('data: '.length)));
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: expect.any(Number) } });
    expect(chunks.at(-2)).toMatchObject({ choices: [{ finish_reason: 'stop' }] });
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe('Pay. 薪酬。');
  });

  it('stops at the token cap and says so', async () => {
    const server = await serve(QWEN, () => '薪酬太低而且加班太多');
    const answer = await (await chat(server, { max_tokens: 2 })).json();
    expect(answer).toMatchObject({ choices: [{ message: { content: '薪酬太低' }, finish_reason: 'length' }] });
  });

  it.each([
    ['another model', { model: 'gpt-4' }, 404, 'NotFoundError'],
    [
      'a prompt beyond the window',
      { messages: [{ role: 'user', content: '长'.repeat(9_000) }] },
      400,
      'BadRequestError',
    ],
    ['a cap beyond the window', { max_tokens: 5_000 }, 400, 'BadRequestError'],
    ['no messages', { messages: [] }, 400, 'BadRequestError'],
    ['stream options without a stream', { stream_options: { include_usage: true } }, 400, 'BadRequestError'],
  ])('refuses %s as vLLM does', async (_name, body, status, type) => {
    const server = await serve(QWEN, () => 'yes');
    const response = await chat(server, body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { type, code: status } });
  });

  it('takes what vLLM ignores, and warns', async () => {
    const server = await serve(QWEN, () => 'yes');
    const response = await chat(server, {
      guided_json: {},
      extra_body: { top_k: 1 },
      messages: [{ role: 'user', content: 'Hi' }],
    });
    expect(response.status).toBe(200);
    expect(server.requests[0]?.warnings).toEqual([
      'ignored:guided_json',
      'ignored:extra_body',
      'identity-prompt-added',
    ]);
  });

  it('counts what runs and what waits, and notices a client that leaves', async () => {
    const server = await serve(QWEN, () => ({ text: 'never', firstTokenMs: 60_000 }), { maxRunning: 1 });
    const leave = new AbortController();
    const asked = [0, 1].map(() => chat(server, { stream: true }, leave.signal).then((r) => r.text()));
    const metrics = async () => (await fetch(new URL('/metrics', server.url))).text();
    const busy = /num_requests_running\{engine="0"\} 1\nvllm:num_requests_waiting\{engine="0"\} 1\n/;
    await expect.poll(metrics).toMatch(busy);
    leave.abort();
    await Promise.allSettled(asked);
    await expect.poll(metrics).toMatch(/running\{engine="0"\} 0\nvllm:num_requests_waiting\{engine="0"\} 0\n/);
    expect(server.requests.map(({ status }) => status)).toEqual(['client-closed', 'client-closed']);
  });

  it('M15: can hold a slot after its client left', async () => {
    const server = await serve(QWEN, () => ({ text: 'never', firstTokenMs: 60_000 }));
    server.setFault('zombie');
    const leave = new AbortController();
    const asked = chat(server, { stream: true }, leave.signal).then((response) => response.text());
    await expect.poll(() => server.running()).toBe(1);
    leave.abort();
    await Promise.allSettled([asked]);
    await expect.poll(() => server.requests[0]?.status).toBe('client-closed');
    expect(server.running()).toBe(1);
  });

  it('lists its models with their windows, tokenizes, and is healthy', async () => {
    const server = await serve(QWEN, () => 'yes');
    expect(await (await fetch(`${server.url}/models`)).json()).toMatchObject({
      data: [{ id: QWEN, max_model_len: 2_000 }],
    });
    const body = JSON.stringify({ prompt: '薪酬太低' });
    const tokens = await (await fetch(new URL('/tokenize', server.url), { method: 'POST', body })).json();
    expect(tokens).toMatchObject({ count: 2 });
    expect((await fetch(new URL('/health', server.url))).status).toBe(200);
  });

  it('makes a fault as often as told, and then is well again', async () => {
    const server = await serve(QWEN, () => 'yes');
    server.setFault('503', 1);
    expect((await chat(server, {})).status).toBe(503);
    expect((await chat(server, {})).status).toBe(200);
  });
});
