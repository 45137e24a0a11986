import { describe, expect, it } from 'vitest';
import { makeInterviews } from '../../../bench/corpus/interviews.ts';
import { countTokens } from '../../../bench/server/count-tokens.ts';
import { createPrefixCache, cutPrompt } from '../../../bench/server/prefix-cache.ts';
import { type CardProfile, PROFILES, stepSeconds } from '../../../bench/server/profiles.ts';
import { estimateTokens } from '../../../src/core/estimate-tokens.ts';

const card = PROFILES.oneCard as CardProfile;
/** Mistral-7B's cache takes twice as much as Qwen's; its published runs don't say how long their texts were. */
const mistral: CardProfile = { ...card, kvBytesPerToken: 131_072 };
/** Tokens a second of so many streams, each with so much before it. */
const decoding = (sequences: number, context: number, on = card) =>
  sequences / stepSeconds(on, { sequences, kvRead: sequences * context, prefill: [] });

describe('the simulated card', () => {
  it('is as fast as published figures at the streams we use, and no faster at many', () => {
    // facts: 50-60 tokens/s expected on one card; 4 and 16 streams of Mistral-7B on one 4090: 210 and 644.
    expect(decoding(1, 2_000)).toBeGreaterThan(50);
    expect(decoding(1, 2_000)).toBeLessThan(60);
    expect(Math.abs(decoding(4, 500, mistral) / 210 - 1)).toBeLessThan(0.12);
    expect(Math.abs(decoding(16, 500, mistral) / 644 - 1)).toBeLessThan(0.12);
    // facts: 3,576 with 300 requests of 100 in and 600 out.
    expect(decoding(300, 400)).toBeLessThan(3_576);
    // facts: 0.31 s for 2,048 tokens at 60 % of the arithmetic.
    expect(stepSeconds(card, { sequences: 0, kvRead: 0, prefill: [{ from: 0, tokens: 2_048 }] })).toBeCloseTo(0.31, 1);
  });

  it('keeps a prompt’s full blocks and serves them to the next prompt that begins alike, until others push them out', () => {
    const shared = 'the same rules for everybody 人人都一样 '.repeat(40);
    const [first, second] = [cutPrompt(`${shared}one`), cutPrompt(`${shared}two, and a longer end than before`)];
    const cache = createPrefixCache(1_000);
    expect(cache.cached(first)).toBe(0);
    cache.keep(first, 0, first.tokens);
    expect(cache.cached(second)).toBeGreaterThan(countTokens(shared) - 32);
    const other = cutPrompt('something else 别的 '.repeat(400));
    cache.keep(other, 0, other.tokens);
    expect(cache.cached(first)).toBe(0);
  });
});

it('counts tokens as the product estimates them on talk, and JSON as a tokenizer joins its marks', async () => {
  for (const { text, tokens } of await makeInterviews(2, 2_000)) {
    expect(tokens / estimateTokens(text)).toBeGreaterThan(0.88);
    expect(tokens / estimateTokens(text)).toBeLessThan(1);
  }
  expect(countTokens('[{"code": "pay-level", "sentences": [12], "link": "stated"}]')).toBe(21);
});
