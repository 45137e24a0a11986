import { describe, expect, it } from 'vitest';
import { mayCite } from '../../../src/llm/may-cite.ts';
import { parseModels } from '../../../src/llm/settings.ts';
import { QWEN, request, rig, SMALL, serve } from '../../support/scripted-model-server/model-rig.ts';
import type { Fault } from '../../support/scripted-model-server/scripted-answer.ts';

describe('a model’s name', () => {
  it.each([
    'Qwen/Qwen2.5-7B-Instruct',
    'Qwen/Qwen2.5-7B-Instruct-AWQ',
    'Qwen2.5-VL-7B-Instruct',
    'THUDM/chatglm3-6b',
    'Qwen/Qwen2.5-3B-Instruct',
    'Qwen3-30B-A3B',
    'microsoft/Phi-3-mini-4k-instruct',
    'our-model',
    'tiny-house-advisor-13b',
  ])('%s may cite', (model) => expect(mayCite(model)).toBe(true));

  it.each([
    'Qwen/Qwen2.5-1.5B-Instruct',
    'Qwen2.5-0.5B-Instruct-GPTQ-Int4',
    'TinyLlama/TinyLlama-1.1B-Chat-v1.0',
    'tinyllama',
    'HuggingFaceTB/SmolLM2-135M-Instruct',
    'SmolLM2',
    'gemma-2-2b-it',
  ])('%s may not', (model) => expect(mayCite(model)).toBe(false));
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
});
