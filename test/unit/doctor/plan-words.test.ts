import { describe, expect, it } from 'vitest';
import { widthOf } from '../../../doctor/layout.ts';
import { planWords } from '../../../doctor/plan/plan-words.ts';
import { parseModels } from '../../../src/llm/settings.ts';

const words = (text: string, language: 'en' | 'zh' = 'en') => planWords(text, language).words;

/** The models.yml of an answer, as the bot would read it. */
function modelsOf(text: string) {
  const file = words(text).split('models.yml\n')[1]?.split('\n\n')[0] ?? '';
  return parseModels(file, 'models.yml');
}

describe('a plan', () => {
  it('tells weights, room, and how to spread four cards', () => {
    const told = words('4x24GB qwen2.5-7b awq 16k');
    expect(told).toMatch(/Weights +5\.2 GiB/);
    expect(told).toMatch(/56 KiB a token; room for 279K tokens/);
    expect(told).toMatch(/17 of 16,384 tokens, 34 of 8,192/);
    expect(told).toMatch(/4 × one card +219 +0\.19 s +111\dK/);
    expect(told).toMatch(/1 × 4 cards \(TP 4\) +\d+–\d+ +0\.05 s/);
    expect(told).toContain('Take 4 servers of 1 card;');
    expect(told.match(/vllm serve Qwen\/Qwen2\.5-7B-Instruct-AWQ --port 800\d/g)).toHaveLength(4);
    expect(told).toContain('--max-model-len 16384');
  });

  it('says the same in Chinese', () => {
    const told = words('四张24GB 千问2.5-7b awq 十六k', 'zh');
    expect(told).toMatch(/权重 +5\.2 GiB/);
    expect(told).toContain('建议：4 个服务，每个 1 张卡');
    expect(told).toMatch(/并非实测/);
  });

  it('gives a models.yml that the bot reads', () => {
    const [model] = modelsOf('4x24GB qwen2.5-7b fp8 16k').models;
    expect(model).toMatchObject({ role: 'primary', model: 'Qwen/Qwen2.5-7B-Instruct', windowTokens: 16_384 });
    expect(model?.baseUrls).toHaveLength(4);
  });

  it('spreads one server over the cards where one card is too small, and says where nothing fits', () => {
    expect(words('2x16GB qwen2.5-7b fp16 8k')).toContain('Take 1 server of 2 cards');
    const none = planWords('1x8GB qwen2.5-7b fp16 8k', 'en');
    expect(none.ok).toBe(false);
    expect(none.words).toMatch(/do not fit\. Try FP8 or AWQ/);
  });

  it('names what it does not know, what is missing, and an example', () => {
    expect(words('4x24GB qwen2.5-7b awk 16k')).toMatch(/"awk"; the nearest I know is "awq"[\s\S]*Example:/);
    expect(words('qwen2.5-7b', 'zh')).toMatch(/几张卡[\s\S]*示例/);
    expect(words('4x24GB')).toContain('Which model?');
  });

  it('knows the other models of the profiles', () => {
    expect(words('1x24GB phi-3-mini-4k fp16 4k')).toContain('microsoft/Phi-3-mini-4k');
  });

  it.each(['en', 'zh'] as const)('keeps its own lines within 80 columns (%s)', (language) => {
    const lines = words('4x24GB qwen2.5-7b awq 16k', language).split('\n');
    expect(lines.filter((line) => !line.startsWith('Plan') && widthOf(line) > 80)).toEqual([]);
  });
});
