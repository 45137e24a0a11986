import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/core/ports/clock.ts';
import { createModels } from '../../../src/llm/create-models.ts';
import { profileOf, readProfiles } from '../../../src/llm/profiles.ts';
import { parseModels } from '../../../src/llm/settings.ts';
import { QWEN, request, rig, SMALL, serve } from '../../support/scripted-model-server/model-rig.ts';
import type { Fault } from '../../support/scripted-model-server/scripted-answer.ts';

describe('a model’s name', () => {
  it.each([
    ['Qwen/Qwen2.5-7B-Instruct', 'qwen2.5-7b', 'fp16'],
    ['Qwen/Qwen2.5-7B-Instruct-AWQ', 'qwen2.5-7b', 'awq'],
    ['Qwen2.5-7B-Instruct-GPTQ-Int4', 'qwen2.5-7b', 'gptq'],
    ['neuralmagic/Qwen2.5-7B-Instruct-FP8-dynamic', 'qwen2.5-7b', 'fp8'],
    ['Qwen/Qwen2.5-3B-Instruct', 'qwen2.5-3b', 'fp16'],
    ['Qwen/Qwen2.5-1.5B-Instruct', 'qwen2.5-1.5b', 'fp16'],
    ['qwen2.5-0.5b-instruct', 'qwen2.5-0.5b', 'fp16'],
    ['Qwen/Qwen2.5-VL-7B-Instruct', 'qwen2.5-vl-7b', 'fp16'],
    ['microsoft/Phi-3-mini-4k-instruct', 'phi-3-mini-4k', 'fp16'],
    ['microsoft/Phi-3-mini-128k-instruct', 'phi-3-mini-128k', 'fp16'],
    ['THUDM/chatglm3-6b', 'chatglm3-6b', 'fp16'],
    ['TinyLlama/TinyLlama-1.1B-Chat-v1.0', 'tinyllama-1.1b', 'fp16'],
    ['HuggingFaceTB/SmolLM2-135M-Instruct', 'smollm2-135m', 'fp16'],
    ['our-model', 'unknown', 'fp16'],
    ['mistral-7b-awq', 'unknown', 'awq'],
  ])('%s has the profile %s in %s', (model, id, quantisation) =>
    expect(profileOf(model)).toMatchObject({ id, quantisation, known: id !== 'unknown' }),
  );

  it.each([
    'Qwen/Qwen2.5-7B-Instruct',
    'Qwen2.5-VL-7B-Instruct',
    'THUDM/chatglm3-6b',
    'Qwen/Qwen2.5-3B-Instruct',
    'Qwen3-30B-A3B',
    'microsoft/Phi-3-mini-4k-instruct',
    'tiny-house-advisor-13b',
  ])('%s may cite', (model) => expect(profileOf(model).may.code).toBe(true));

  it.each([
    'Qwen/Qwen2.5-1.5B-Instruct',
    'Qwen2.5-0.5B-Instruct-GPTQ-Int4',
    'TinyLlama/TinyLlama-1.1B-Chat-v1.0',
    'HuggingFaceTB/SmolLM2-135M-Instruct',
    'our-model',
    'gemma-2-2b-it',
    'nano-350m',
  ])('%s may not', (model) => expect(profileOf(model).may.code).toBe(false));
});

describe('the profiles', () => {
  const { profiles } = readProfiles();

  it('hold the shape’s own arithmetic: linear weights and what 7B takes of the cache', () => {
    for (const { id, parameters, architecture } of profiles) {
      if (architecture === null || parameters === null) continue;
      const { layers, attentionHeads, kvHeads, headDim, hiddenSize, intermediateSize } = architecture;
      const attention = hiddenSize * headDim * 2 * (attentionHeads + kvHeads);
      const linear = (layers * (attention + 3 * hiddenSize * intermediateSize)) / 1e9;
      expect(linear / parameters.linear, id).toBeCloseTo(1, 1);
      expect(parameters.linear + parameters.embeddings, id).toBeLessThanOrEqual(parameters.total * 1.03);
    }
    const { layers = 0, kvHeads = 0, headDim = 0 } = profileOf(QWEN).architecture ?? {};
    expect(2 * layers * kvHeads * headDim * 2).toBe(57_344);
  });

  it('give each model its own concurrency and window', () => {
    expect([QWEN, `${QWEN}-AWQ`, 'stranger'].map((name) => profileOf(name).concurrency)).toEqual([24, 24, 12]);
    expect(profileOf('TinyLlama-1.1B').windowTokens).toBe(2_048);
  });
});

describe('an unknown model', () => {
  it('is believed in when models.yml says that it cites', async () => {
    const server = await serve(QWEN, () => 'ok', { models: [{ id: 'our-model', windowTokens: 4_000 }] });
    const ask = (cites?: boolean) =>
      rig({ primary: [server], model: 'our-model', cites: cites === undefined ? {} : { primary: cites } })
        .primary?.complete(request({ purpose: 'coding' }))
        .catch(({ code }: { code: string }) => code);
    expect(await ask()).toBe('model-too-small');
    expect(await ask(true)).toMatchObject({ text: 'ok' });
  });
});

describe('a model that knows no system message', () => {
  it('gets the rules before the question', async () => {
    const server = await serve(QWEN, () => '好', { models: [{ id: 'chatglm3-6b', windowTokens: 4_000 }] });
    await rig({ primary: [server], model: 'chatglm3-6b' }).primary?.complete(request());
    expect(server.requests[0]?.body.messages).toEqual([
      { role: 'user', content: 'You summarise. 你负责概括。\n\nWhy did she leave? 她为什么离职？' },
    ]);
  });
});

async function pair(cites: { readonly primary?: boolean; readonly fast?: boolean } = {}) {
  const primary = await serve(QWEN, () => 'large');
  const fast = await serve(SMALL, () => 'small');
  const models = rig({ primary: [primary], fast: [fast], cites, budget: { silenceMs: 5_000 } });
  if (models.primary === null || models.fast === null) throw new Error('no model');
  return { primary, fast, model: models.primary, small: models.fast };
}

describe('coding', () => {
  it.each<[Fault, string]>([
    ['dead', 'model-unreachable'],
    ['503', 'model-unreachable'],
    ['hung', 'model-slow'],
    ['cut', 'model-cut-off'],
    ['404', 'model-refused'],
  ])('never goes to a small model: a %s primary fails it, for the codebook reader to go on', async (fault, code) => {
    const { primary, fast, model } = await pair();
    primary.setFault(fault);
    await expect(model.complete(request({ purpose: 'coding' }))).rejects.toMatchObject({ code });
    expect(fast.requests).toHaveLength(0);
  });

  it.each(['prose', 'answer', 'verdict'] as const)(
    'is the only purpose kept from it: %s goes there',
    async (purpose) => {
      const { primary, model } = await pair();
      primary.setFault('dead');
      expect((await model.complete(request({ purpose }))).text).toBe('small');
    },
  );

  it('by a small model chosen outright fails at once, by name, without a call', async () => {
    const { fast, small } = await pair();
    await expect(small.complete(request({ purpose: 'coding' }))).rejects.toMatchObject({
      code: 'model-too-small',
      detail: { model: 'Qwen2.5-1.5B-Instruct' },
    });
    expect(fast.requests).toHaveLength(0);
    expect((await small.complete(request({ purpose: 'prose' }))).text).toBe('small');
  });

  it('goes wherever models.yml says', async () => {
    const trusted = await pair({ fast: true });
    trusted.primary.setFault('dead');
    expect((await trusted.model.complete(request({ purpose: 'coding' }))).text).toBe('small');
    const reversed = await pair({ primary: false, fast: true });
    expect((await reversed.model.complete(request({ purpose: 'coding' }))).text).toBe('small');
    expect(reversed.primary.requests).toHaveLength(0);
    const yml = 'models: [{ role: fast, model: m-1b, baseUrls: ["http://127.0.0.1:1"], cites: true }]';
    expect(parseModels(yml, 'models.yml').models[0]?.cites).toBe(true);
  });

  it('takes as much of an interview at once as whoever may code reads well, or as models.yml says', async () => {
    const { model } = await pair();
    expect(model.readingTokens).toBe(3_000);
    expect((await pair({ fast: true })).model.readingTokens).toBe(1_500);
    const yml = (more: string) =>
      `models: [{ role: primary, model: "${QWEN}", baseUrls: ["http://127.0.0.1:1"]${more} }]`;
    const readingOf = (more: string) =>
      createModels(parseModels(yml(more), 'models.yml'), { clock: systemClock }).primary?.readingTokens;
    expect([readingOf(''), readingOf(', readingTokens: 2000')]).toEqual([3_000, 2_000]);
  });
});
