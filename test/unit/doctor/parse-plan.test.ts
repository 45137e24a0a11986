import { describe, expect, it } from 'vitest';
import { readPlan } from '../../../doctor/plan/parse-plan.ts';

describe('a plan in words', () => {
  it.each([
    '4x24GB qwen2.5-7b awq 16k',
    'awq 16K Qwen 2.5 7B, 4 × 24 GB',
    '四张24GB 千问2.5-7b awq 十六k',
    '１６ｋ窗口 ４张２４ＧＢ 千问7B AWQ量化',
  ])('%s', (text) => {
    expect(readPlan(text)).toMatchObject({
      ok: true,
      wish: {
        cards: 4,
        card: { memoryGib: 24, gbPerSecond: 1_008 },
        reckonedAs: '4090D',
        shape: { name: 'qwen2.5-7b' },
        quantisation: 'awq',
        windowTokens: 16_384,
      },
    });
  });

  it.each([
    ['4090', '4090'],
    ['2x4090D', '4090D'],
    ['A100-80GB', 'A100-80'],
    ['h100', 'H100'],
    ['L40S', 'L40S'],
  ])('knows the card %s by its name', (text, name) => {
    expect(readPlan(`${text} qwen2.5-7b fp8 8k`)).toMatchObject({
      ok: true,
      wish: { card: { name }, reckonedAs: null },
    });
  });

  it('names what it does not know, and the nearest that it does', () => {
    expect(readPlan('4x24GB qwen2.5-7b awk 16k')).toMatchObject({
      ok: false,
      unknown: [{ word: 'awk', nearest: 'awq' }],
    });
    expect(readPlan('4x24GB qwen2.5-72b')).toMatchObject({ ok: false });
    expect(readPlan('')).toMatchObject({ ok: false, unknown: [], missing: ['cards', 'model'] });
    expect(readPlan('bf16 qwen2.5-7b')).toMatchObject({ ok: false, unknown: [], missing: ['cards'] });
  });
});
