import { describe, expect, it } from 'vitest';
import type { LanguageModel } from '../../src/core/ports/language-model.ts';
import {
  drain,
  QWEN,
  request,
  rig,
  SMALL,
  serve,
  standingText,
  WINDOW_TOKENS,
} from '../support/scripted-model-server/model-rig.ts';
import type { ScriptedModelServer } from '../support/scripted-model-server/start-scripted-model-server.ts';

const TEXTS = {
  English: 'Most of them left because the pay no longer matched the workload. Two moved to another city.',
  Chinese: '多数人离职是因为薪酬与工作量不再相称，另有两人随家人搬到了别的城市。',
};

interface Case {
  readonly model: LanguageModel;
  readonly server: ScriptedModelServer;
}

const IMPLEMENTATIONS: Readonly<Record<string, (text: string) => Promise<Case>>> = {
  'one endpoint': async (text) => {
    const server = await serve(SMALL, () => text);
    const model = rig({ fast: [server], budget: { firstTokenMs: 5_000, silenceMs: 10_000 } }).fast;
    if (model === null) throw new Error('no model');
    return { model, server };
  },
  'primary with fallback': async (text) => {
    const server = await serve(QWEN, () => text);
    const other = await serve(SMALL, () => 'never asked');
    const model = rig({ primary: [server], fast: [other], budget: { firstTokenMs: 5_000, silenceMs: 10_000 } }).primary;
    if (model === null) throw new Error('no model');
    return { model, server };
  },
};

describe.each(Object.entries(IMPLEMENTATIONS))('a language model made of %s', (_, build) => {
  describe.each(Object.entries(TEXTS))('answering in %s', (_language, text) => {
    it('completes with the text, its label and the usage', async () => {
      const { model } = await build(text);
      const completion = await model.complete(request());
      expect(completion).toMatchObject({ text, model: model.label });
      expect(completion.usage?.promptTokens).toBeGreaterThan(10);
      expect(completion.usage?.completionTokens).toBeGreaterThan(10);
    });

    it('answers with one of a closed set and nothing else, by itself and in a stream', async () => {
      const { model, server } = await build(text);
      const choice = ['no', text, '都不是'];
      expect((await model.complete(request({ purpose: 'verdict', choice }))).text).toBe(text);
      const { events } = await drain(model.stream(request({ choice })));
      expect(events.map((event) => (event.type === 'text' ? event.delta : event.type))).toEqual([
        'started',
        text,
        'finished',
      ]);
      expect(server.requests.every(({ chat }) => chat?.choice?.join() === choice.join())).toBe(true);
    });

    it('refuses what is not of the set', async () => {
      const { model } = await build(text);
      await expect(model.complete(request({ purpose: 'verdict', choice: ['no', '否'] }))).rejects.toMatchObject({
        code: 'model-invalid',
      });
    });

    it('streams started, the text in pieces, and finished exactly once at the end', async () => {
      const { model } = await build(text);
      const { events, error } = await drain(model.stream(request({ purpose: 'prose' })));
      expect(error).toBeNull();
      expect(events[0]).toEqual({ type: 'started', model: model.label, fallback: null });
      expect(events.filter(({ type }) => type === 'text').length).toBeGreaterThan(5);
      expect(standingText(events)).toBe(text);
      expect(events.filter(({ type }) => type !== 'text').map(({ type }) => type)).toEqual(['started', 'finished']);
      expect(events.at(-1)).toMatchObject({ type: 'finished', completion: { text } });
    });
  });

  it('reports cached tokens when a prompt begins as an earlier one did', async () => {
    const { model } = await build('yes');
    const messages = [
      { role: 'system' as const, content: 'The codes are pay, manager, relocation. 规则如下。'.repeat(10) },
      { role: 'user' as const, content: 'Go' },
    ];
    expect((await model.complete(request({ messages }))).usage?.cachedTokens).toBe(0);
    expect((await model.complete(request({ messages }))).usage?.cachedTokens).toBeGreaterThan(16);
  });

  it('samples variants, each with its own seed', async () => {
    const { model, server } = await build('yes');
    await model.complete(request({ purpose: 'verdict', variant: 1 }));
    await model.complete(request({ purpose: 'verdict', variant: 2 }));
    expect(server.requests.map(({ chat }) => chat?.seed)).toEqual([1, 2]);
    expect(server.requests.every(({ body }) => Number(body.temperature) > 0)).toBe(true);
  });

  it('throws "aborted" when the caller aborts, and the server sees the connection close', async () => {
    const { model, server } = await build('word '.repeat(5));
    server.setFault('stall');
    const stop = new AbortController();
    const asked = drain(model.stream(request({ signal: stop.signal })));
    await expect.poll(() => server.running()).toBe(1);
    stop.abort();
    expect((await asked).error).toMatchObject({ code: 'aborted' });
    await expect.poll(() => server.requests[0]?.status).toBe('client-closed');
    await expect.poll(() => server.running()).toBe(0);
  });

  it('closes the connection when the reader stops reading', async () => {
    const { model, server } = await build('word '.repeat(20));
    server.setFault('stall');
    for await (const event of model.stream(request())) if (event.type === 'text') break;
    await expect.poll(() => server.requests[0]?.status).toBe('client-closed');
  });

  it('gives a request that was already aborted to nobody', async () => {
    const { model, server } = await build('yes');
    await expect(model.complete(request({ signal: AbortSignal.abort() }))).rejects.toMatchObject({ code: 'aborted' });
    expect(server.requests).toHaveLength(0);
  });

  it('knows a window before any probe, the cautious one', async () => {
    const { model } = await build('yes');
    expect(model.windowTokens).toBe(4_096);
    expect(WINDOW_TOKENS).toBeLessThan(4_096);
  });
});
