import { describe, expect, it } from 'vitest';
import {
  decodeCeiling,
  kvBytesPerToken,
  kvTokens,
  prefillFloor,
  prefillTflop,
  type Quantisation,
  tensorParallelCeiling,
  tensorParallelSizes,
  weightBytes,
} from '../../../doctor/plan/arithmetic.ts';
import { CARDS } from '../../../doctor/plan/cards.ts';
import { SHAPES } from '../../../doctor/plan/model-shape.ts';

const named = <T extends { readonly name: string }>(list: readonly T[], name: string): T => {
  const found = list.find((each) => each.name === name);
  if (found === undefined) throw new Error(`${name} is not known`);
  return found;
};
const qwen = named(SHAPES, 'qwen2.5-7b');
const card = named(CARDS, '4090D');

describe('the arithmetic of Qwen2.5-7B on 24 GB', () => {
  it('needs 56 KiB of KV cache a token', () => {
    expect(kvBytesPerToken(qwen)).toBe(57_344);
  });

  it.each([
    ['fp16', { weights: 15.23, room: 110, sequences: 13, at2k: 70.7, at50k: 59, tp4: 1.24 }],
    ['fp8', { weights: 8.71, room: 224, sequences: 27, at2k: 130, at50k: 96, tp4: 1.35 }],
    ['awq', { weights: 5.57, room: 279, sequences: 34, at2k: 219, at50k: 137, tp4: 1.41 }],
  ] as const)('%s: weights, room, sequences and ceilings', (name, { weights, room, sequences, at2k, at50k, tp4 }) => {
    const quantisation: Quantisation = name;
    const tokens = kvTokens(qwen, quantisation, card);
    expect(weightBytes(qwen, quantisation) / 1e9).toBeCloseTo(weights, 2);
    expect(Math.floor(tokens / 1_000)).toBe(room);
    expect(Math.floor(tokens / 8_192)).toBe(sequences);
    expect(Math.abs(decodeCeiling(qwen, quantisation, card, 2_048) - at2k)).toBeLessThan(0.5);
    expect(Math.abs(decodeCeiling(qwen, quantisation, card, 50_000) - at50k)).toBeLessThan(0.7);
    expect(kvTokens(qwen, quantisation, card, 4) / 1e6).toBeCloseTo(tp4, 2);
  });

  it('loses to all-reduces what tensor parallel promises', () => {
    const { ideal, fast, slow } = tensorParallelCeiling(qwen, decodeCeiling(qwen, 'fp16', card, 2_048), 4);
    expect([ideal, fast, slow].map(Math.round)).toEqual([283, 215, 173]);
  });

  it('reads 2K in 0.19 s, and only FP8 reads faster', () => {
    expect(prefillTflop(qwen, 2_048)).toBeCloseTo(27.6, 1);
    expect(prefillTflop(qwen, 50_000)).toBeCloseTo(1_154, 0);
    expect(prefillFloor(qwen, 'fp16', card, 2_048)).toBeCloseTo(0.19, 2);
    expect(prefillFloor(qwen, 'awq', card, 2_048)).toBeCloseTo(0.19, 2);
    expect(prefillFloor(qwen, 'fp8', card, 2_048)).toBeCloseTo(0.09, 2);
  });

  it('spreads only where heads and MLP divide', () => {
    expect(tensorParallelSizes(qwen, 8)).toEqual([1, 2, 4]);
    expect(tensorParallelSizes(qwen, 3)).toEqual([1, 2]);
    expect(tensorParallelSizes(named(SHAPES, 'qwen2.5-0.5b'), 4)).toEqual([1, 2]);
  });
});
