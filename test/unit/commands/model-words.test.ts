import { describe, expect, it } from 'vitest';
import { type ModelServer, modelWords } from '../../../src/commands/model-words.ts';

const server = (label: string, change: Partial<ModelServer> = {}): ModelServer => ({
  ...{ label, state: 'closed', fault: null, running: 2, waiting: 0, windowTokens: 16_384 },
  ...change,
});

describe('/attrition models', () => {
  it('names the models in order, each server with its state', () => {
    const away = server('Qwen2.5-7B', { state: 'open', fault: 'model-unreachable' });
    const told = modelWords([server('Qwen2.5-7B'), away, server('Qwen2.5-1.5B', { windowTokens: null })], [], 'en');
    expect(told).toContain('Qwen2.5-7B → Qwen2.5-1.5B');
    expect(told).toMatch(/- Qwen2\.5-7B 1: ready, 2 running, 0 waiting, window 16384 tokens/);
    expect(told).toMatch(/- Qwen2\.5-7B 2: left alone for now and tried again by itself\. .*Qwen2\.5-7B/);
    expect(told).toMatch(/- Qwen2\.5-1\.5B: ready, 2 running, 0 waiting$/m);
  });

  it('says the same in Chinese, and what to do without a model', () => {
    expect(modelWords([server('Qwen2.5-7B', { state: 'half-open' })], [], 'zh')).toMatch(/- Qwen2\.5-7B: 暂时停用/);
    expect(modelWords([], [], 'zh')).toContain('未配置模型');
  });
});
