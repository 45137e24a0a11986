import type { Card } from './cards.ts';
import type { ModelShape } from './model-shape.ts';

const GIB = 2 ** 30;
/** vLLM's default share of a card's memory. */
const MEMORY_SHARE = 0.9;
/** Activations, CUDA graphs and the runtime on each card, GiB: assumed. */
const OVERHEAD_GIB = 1.5;
/** One all-reduce between cards over PCIe, seconds: assumed, fast and slow. */
const ALL_REDUCE_S = { fast: 20e-6, slow: 40e-6 };
/** Each layer joins the cards' parts twice: after attention and after the MLP. */
const ALL_REDUCES_PER_LAYER = 2;
/** Bytes of a half-precision number: embeddings and the KV cache stay so under every quantisation here. */
const HALF = 2;

export type Quantisation = 'fp16' | 'fp8' | 'awq' | 'gptq';
/** Bytes a weight of a linear layer; int4 carries a 16-bit scale and a 4-bit zero for each group of 128. */
const BYTES_PER_WEIGHT: Readonly<Record<Quantisation, number>> = {
  fp16: 2,
  fp8: 1,
  awq: (4 + 20 / 128) / 8,
  gptq: (4 + 20 / 128) / 8,
};

/** Parameters in the linear layers: attention's four matrices and the MLP's three. */
function linearParameters(shape: ModelShape): number {
  const attention = shape.hiddenSize * (2 * shape.attentionHeads * shape.headDim + 2 * shape.kvHeads * shape.headDim);
  return shape.layers * (attention + 3 * shape.hiddenSize * shape.intermediateSize);
}

/** Bytes of all weights on disk and in memory. */
export function weightBytes(shape: ModelShape, quantisation: Quantisation): number {
  const linear = linearParameters(shape);
  return linear * BYTES_PER_WEIGHT[quantisation] + (shape.parameters - linear) * HALF;
}

/** Bytes of the KV cache for one token: a key and a value for each layer and KV head. */
export function kvBytesPerToken(shape: ModelShape): number {
  return 2 * shape.layers * shape.kvHeads * shape.headDim * HALF;
}

/** Tokens of KV cache that a server over `cards` cards has room for; 0 or less when the weights don't fit. */
export function kvTokens(shape: ModelShape, quantisation: Quantisation, card: Card, cards = 1): number {
  const room = cards * (card.memoryGib * MEMORY_SHARE - OVERHEAD_GIB) * GIB - weightBytes(shape, quantisation);
  return Math.floor(room / kvBytesPerToken(shape));
}

/** Most tokens a second of one stream with `contextTokens` behind it: every weight but the input table is read once. */
export function decodeCeiling(
  shape: ModelShape,
  quantisation: Quantisation,
  card: Card,
  contextTokens: number,
): number {
  const embeddings = (shape.parameters - linearParameters(shape)) * HALF;
  const inputTable = shape.tiedEmbeddings ? 0 : embeddings / 2;
  const read = weightBytes(shape, quantisation) - inputTable + contextTokens * kvBytesPerToken(shape);
  return (card.gbPerSecond * 1e9) / read;
}

/** The ceiling over `cards` cards: ideal, and with the all-reduces between them. */
export function tensorParallelCeiling(shape: ModelShape, single: number, cards: number) {
  const ideal = single * cards;
  const joins = cards === 1 ? 0 : ALL_REDUCES_PER_LAYER * shape.layers;
  return {
    ideal,
    fast: 1 / (1 / ideal + joins * ALL_REDUCE_S.fast),
    slow: 1 / (1 / ideal + joins * ALL_REDUCE_S.slow),
  };
}

/** Operations to read a prompt in one pass, 10^12; attention is causal, so half of its square. */
export function prefillTflop(shape: ModelShape, tokens: number): number {
  const attention = 2 * tokens ** 2 * shape.attentionHeads * shape.headDim * shape.layers;
  return (2 * linearParameters(shape) * tokens + attention) / 1e12;
}

/** Seconds to read a prompt on one card at full speed; FP8 computes faster, int4 does not. */
export function prefillFloor(shape: ModelShape, quantisation: Quantisation, card: Card, tokens: number): number {
  const tflops = quantisation === 'fp8' ? (card.fp8Tflops ?? card.tflops) : card.tflops;
  return prefillTflop(shape, tokens) / tflops;
}

/** Cards over which one server can be spread: both the heads and the MLP must divide, and 7-card splits never do. */
export function tensorParallelSizes(shape: ModelShape, cards: number): readonly number[] {
  return [1, 2, 4].filter(
    (size) => size <= cards && shape.attentionHeads % size === 0 && shape.intermediateSize % size === 0,
  );
}
