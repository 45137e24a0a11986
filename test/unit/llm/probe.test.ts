import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/core/ports/clock.ts';
import { createModels } from '../../../src/llm/create-models.ts';
import { modelsFromEnv, modelsSchema } from '../../../src/llm/settings.ts';
import { QWEN, request, rig, SMALL, serve } from '../../support/scripted-model-server/model-rig.ts';

/** Every budget is one second. */
const hastyClock = { now: () => 0, sleep: () => new Promise<void>((resolve) => setTimeout(resolve, 1_000)) };

describe('the probe', () => {
  it('learns the real windows; M34: the server’s word counts, not its name', async () => {
    const primary = await serve(QWEN, () => 'yes', { models: [{ id: QWEN, windowTokens: 32_768 }] });
    const fast = await serve(SMALL, () => '是', { models: [{ id: SMALL, windowTokens: 8_192 }] });
    const models = rig({ primary: [primary], fast: [fast] });
    expect(await models.probe()).toMatchObject([
      { role: 'primary', label: 'Qwen2.5-7B-Instruct', url: primary.url, fault: null, windowTokens: 32_768 },
      { role: 'fast', label: 'Qwen2.5-1.5B-Instruct', url: fast.url, fault: null, windowTokens: 8_192 },
    ]);
    expect(models.fast?.windowTokens).toBe(8_192);
    // What is sent to the primary must fit the model that may step in.
    expect(models.primary?.windowTokens).toBe(8_192);
  });

  it('keeps the smallest window of the replicas, and a file may only ask for less', async () => {
    const large = await serve(QWEN, () => 'yes', { models: [{ id: QWEN, windowTokens: 16_384 }] });
    const small = await serve(QWEN, () => 'yes', { models: [{ id: QWEN, windowTokens: 8_192 }] });
    const build = (windowTokens: number) =>
      createModels(
        modelsSchema.parse({
          models: [{ role: 'primary', model: QWEN, baseUrls: [large.url, small.url], windowTokens }],
        }),
        { clock: systemClock },
      );
    const [greedy, modest] = [build(128_000), build(6_000)];
    expect(greedy.primary?.windowTokens).toBe(128_000);
    await Promise.all([greedy.probe(), modest.probe()]);
    expect(greedy.primary?.windowTokens).toBe(8_192);
    expect(modest.primary?.windowTokens).toBe(6_000);
  });

  it('learns the window from llama.cpp, which says it in another place', async () => {
    const server = await serve(QWEN, () => 'yes');
    const listing = {
      object: 'list',
      data: [{ id: QWEN, object: 'model', meta: { n_ctx: 6_144, n_ctx_train: 8_192 } }],
    };
    const models = createModels(
      modelsSchema.parse({ models: [{ role: 'primary', model: QWEN, baseUrls: [server.url] }] }),
      {
        clock: systemClock,
        fetch: (input, init) =>
          String(input).endsWith('/models') ? Promise.resolve(Response.json(listing)) : fetch(input, init),
      },
    );
    expect(await models.probe()).toMatchObject([{ fault: null, windowTokens: 6_144 }]);
    expect(models.primary?.windowTokens).toBe(6_144);
    await models.close();
  });

  it.each([
    ['dead', 'model-unreachable', null],
    ['503', 'model-unreachable', 2_000],
    ['garbage', 'model-invalid', 2_000],
    ['null-content', null, 2_000],
  ] as const)('names what is wrong: %s is %s', async (fault, code, windowTokens) => {
    const server = await serve(QWEN, () => 'yes');
    server.setFault(fault);
    expect(await rig({ primary: [server] }).probe()).toMatchObject([{ fault: code, windowTokens }]);
  });

  it('M27: a server that serves another model is refused by name', async () => {
    const server = await serve(SMALL, () => 'yes');
    expect(await rig({ primary: [server] }).probe()).toMatchObject([{ fault: 'model-refused', windowTokens: null }]);
  });

  it('M25: health may be green while nothing runs; the one-token question finds out', async () => {
    const server = await serve(QWEN, () => 'yes');
    server.setFault('hung');
    expect((await fetch(new URL('/health', server.url))).status).toBe(200);
    const settings = modelsFromEnv({ MODEL_URL: server.url, MODEL_NAME: QWEN });
    const found = await createModels(settings, { clock: hastyClock }).probe();
    expect(found).toMatchObject([{ fault: 'model-slow', windowTokens: 2_000 }]);
    await expect.poll(() => server.running()).toBe(0);
  });
});

describe('the models', () => {
  it('are none without settings', () => {
    const models = createModels(modelsFromEnv({}), { clock: systemClock });
    expect([models.primary, models.fast, models.labels()]).toEqual([null, null, []]);
  });

  it('are asked in the order of their labels', async () => {
    const primary = await serve(QWEN, () => 'yes');
    const fast = await serve(SMALL, () => 'no');
    const models = rig({ primary: [primary], fast: [fast] });
    expect(models.labels()).toEqual(['Qwen2.5-7B-Instruct', 'Qwen2.5-1.5B-Instruct']);
    expect((await models.fast?.complete(request()))?.text).toBe('no');
  });

  it('let a lone fast model be the first choice', async () => {
    const fast = await serve(SMALL, () => '是');
    const models = rig({ fast: [fast] });
    expect((await models.primary?.complete(request()))?.model).toBe('Qwen2.5-1.5B-Instruct');
  });

  it('reach a server by its bare address, and send the key of the settings and none from elsewhere', async () => {
    const server = await serve(QWEN, () => 'yes');
    const settings = modelsFromEnv({
      MODEL_URL: new URL('/', server.url).href,
      MODEL_NAME: QWEN,
      MODEL_API_KEY: 'k-1',
    });
    const models = createModels(settings, { clock: systemClock });
    expect((await models.primary?.complete(request()))?.text).toBe('yes');
    expect(server.requests[0]?.headers.authorization).toBe('Bearer k-1');
    expect(server.requests[0]?.headers['openai-organization']).toBeUndefined();
  });

  it('log a fallback by labels and codes, never by words of the prompt', async () => {
    const primary = await serve(QWEN, () => 'yes');
    const fast = await serve(SMALL, () => 'no');
    primary.setFault('503');
    const lines: unknown[] = [];
    const log = { info: () => {}, error: () => {}, warn: (fields: object) => lines.push(fields) };
    const settings = modelsFromEnv({
      MODEL_URL: primary.url,
      MODEL_NAME: QWEN,
      FAST_MODEL_URL: fast.url,
      FAST_MODEL_NAME: SMALL,
    });
    await createModels(settings, { clock: systemClock, log }).primary?.complete(request());
    expect(lines).toEqual([{ from: 'Qwen2.5-7B-Instruct', code: 'model-unreachable', to: 'Qwen2.5-1.5B-Instruct' }]);
  });
});
