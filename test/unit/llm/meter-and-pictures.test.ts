import { describe, expect, it } from 'vitest';
import type { ModelCall } from '../../../src/core/ports/meter.ts';
import { readMetrics } from '../../../src/llm/server-load.ts';
import { drain, QWEN, request, rig, SMALL, serve, VISION } from '../../support/scripted-model-server/model-rig.ts';
import type { Fault } from '../../support/scripted-model-server/scripted-answer.ts';

function meter() {
  const calls: ModelCall[] = [];
  const fallbacks: (readonly string[])[] = [];
  return {
    calls,
    fallbacks,
    modelCall: (call: ModelCall) => void calls.push(call),
    fallback: (...names: readonly string[]) => void fallbacks.push(names),
  };
}

const PATIENT = { firstTokenMs: 10_000, silenceMs: 20_000 };

describe('the meter', () => {
  it('hears of an answer once, with its tokens and times', async () => {
    const seen = meter();
    const server = await serve(QWEN, () => 'Pay. 薪酬。');
    await rig({ primary: [server], meter: seen, budget: PATIENT }).primary?.complete(request({ purpose: 'prose' }));
    expect(seen.calls).toEqual([
      {
        model: 'Qwen2.5-7B-Instruct',
        purpose: 'prose',
        fault: null,
        usage: { promptTokens: expect.any(Number), cachedTokens: 0, completionTokens: expect.any(Number) },
        waitedMs: expect.any(Number),
        firstTextMs: expect.any(Number),
        totalMs: expect.any(Number),
      },
    ]);
    const [call] = seen.calls;
    expect(call?.totalMs).toBeGreaterThanOrEqual(call?.firstTextMs ?? Number.POSITIVE_INFINITY);
  });

  it.each<[Fault, string, boolean]>([
    ['503', 'model-unreachable', false],
    ['too-long', 'model-too-long', false],
    ['cut', 'model-cut-off', true],
    ['stall', 'model-stalled', true],
  ])('hears of a fault once (%s), and who stepped in', async (fault, code, spoke) => {
    const seen = meter();
    const [primary, fast] = [await serve(QWEN, () => 'large'), await serve(SMALL, () => 'small')];
    primary.setFault(fault);
    const budget = { ...PATIENT, stallMs: 100 };
    const model = rig({ primary: [primary], fast: [fast], meter: seen, budget }).primary;
    if (model === null) throw new Error('no model');
    await drain(model.stream(request()));
    expect(seen.calls.map((call) => [call.model, call.fault])).toEqual([
      ['Qwen2.5-7B-Instruct', code],
      ['Qwen2.5-1.5B-Instruct', null],
    ]);
    expect(seen.calls[0]?.firstTextMs === null).toBe(!spoke);
    expect(seen.fallbacks).toEqual([['Qwen2.5-7B-Instruct', 'Qwen2.5-1.5B-Instruct', code]]);
  });

  it('hears of a person’s abort as such, and nothing of a request that was never sent', async () => {
    const seen = meter();
    const server = await serve(QWEN, () => 'large');
    server.setFault('hung');
    const models = rig({ primary: [server], meter: seen, concurrency: 1, budget: PATIENT });
    const stop = new AbortController();
    const ask = () => models.primary?.complete(request({ signal: stop.signal })).catch(() => {});
    const asked = [ask(), ask()];
    await expect.poll(() => server.running()).toBe(1);
    stop.abort();
    await Promise.all(asked);
    expect(seen.calls.map(({ fault }) => fault)).toEqual(['aborted']);
  });
});

describe('pictures', () => {
  const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const asked = (bytes = PNG) =>
    request({
      purpose: 'picture',
      messages: [
        { role: 'system', content: 'Transcribe.' },
        { role: 'user', content: 'Page 1 第一页', pictures: [{ mediaType: 'image/png', bytes }] },
      ],
    });

  it('go to the vision model as OpenAI writes them, byte for byte', async () => {
    const server = await serve(VISION, () => '离职面谈 Exit interview');
    const models = rig({ vision: [server] });
    expect(await models.vision?.complete(asked())).toMatchObject({
      text: '离职面谈 Exit interview',
      model: 'Qwen2.5-VL-7B-Instruct',
    });
    const { chat, body, warnings } = server.requests[0] ?? {};
    expect(chat?.pictures).toEqual([{ mediaType: 'image/png', bytes: Buffer.from(PNG) }]);
    expect(body?.messages).toMatchObject([
      { role: 'system', content: 'Transcribe.' },
      { role: 'user', content: [{ type: 'text', text: 'Page 1 第一页' }, { type: 'image_url' }] },
    ]);
    expect(warnings).toEqual([]);
    // It reads pictures; nothing else is asked of it.
    expect([models.primary, models.fast, models.labels()]).toEqual([null, null, []]);
  });

  it('never go to another model, and without one the fault says so', async () => {
    const [vision, primary] = [await serve(VISION, () => 'x'), await serve(QWEN, () => 'made up')];
    vision.setFault('503');
    const models = rig({ vision: [vision], primary: [primary] });
    await expect(models.vision?.complete(asked())).rejects.toMatchObject({ code: 'model-unreachable' });
    await expect(models.primary?.complete(asked())).rejects.toMatchObject({ code: 'model-not-configured' });
    expect(primary.requests).toHaveLength(0);
  });

  it('that are none are refused by the server', async () => {
    const server = await serve(VISION, () => 'x');
    const bytes = Uint8Array.from([1, 2, 3]);
    await expect(rig({ vision: [server] }).vision?.complete(asked(bytes))).rejects.toMatchObject({
      code: 'model-refused',
    });
  });
});

describe('the figures of a server', () => {
  it('are read by their new and old names and summed over engines', () => {
    const text = [
      '# TYPE vllm:num_requests_running gauge',
      'vllm:num_requests_running{engine="0",model_name="m"} 3.0',
      'vllm:num_requests_running{engine="1",model_name="m"} 2.0',
      'vllm:num_requests_waiting{engine="0",model_name="m"} 7',
      'vllm:gpu_cache_usage_perc{engine="0"} 0.25',
      'vllm:gpu_cache_usage_perc{engine="1"} 5.0e-01',
    ].join('\n');
    expect(readMetrics(text)).toEqual({ running: 5, waiting: 7, kvUse: 0.5 });
    expect(readMetrics(text.replaceAll('gpu_', 'kv_'))?.kvUse).toBe(0.5);
    expect(readMetrics('<html>not found</html>')).toBeNull();
  });
});

describe('the length of a text', () => {
  it('is learnt from what the server counts, upwards only and in steps', async () => {
    const server = await serve(QWEN, () => 'ok', { models: [{ id: QWEN, windowTokens: 100_000 }] });
    const model = rig({ primary: [server] }).primary;
    const words = 'a1 b2 薪酬 '.repeat(200);
    const before = model?.estimateTokens?.(words) ?? 0;
    // The server's tokenizer takes a token for each letter and blank here: far more than the profile says.
    await model?.complete(request({ messages: [{ role: 'user', content: 'x '.repeat(1_000) }] }));
    const after = model?.estimateTokens?.(words) ?? 0;
    expect(after / before).toBeGreaterThan(1.2);
    await model?.complete(request({ messages: [{ role: 'user', content: '1234567890'.repeat(100) }] }));
    expect(model?.estimateTokens?.(words)).toBe(after);
  });

  it('is that of the model with the poorer tokenizer where two may answer', async () => {
    const small = 'HuggingFaceTB/SmolLM2-135M-Instruct';
    const server = await serve(small, () => 'ok');
    const zh = '三年来薪酬没有变化'.repeat(30);
    const tokens = (model: string) => rig({ primary: [server], model }).primary?.estimateTokens?.(zh) ?? 0;
    expect(tokens(small) / tokens(QWEN)).toBeGreaterThan(2.2);
  });
});
