/** A card under vLLM, as the engine needs it; figures and their sources stand in facts given in docs/performance.md. */
export interface CardProfile {
  readonly kind: 'card';
  readonly id: string;
  readonly replicas: number;
  /** Bytes read for each step of decoding: all weights but the input table. */
  readonly weightBytes: number;
  readonly kvBytesPerToken: number;
  /** Tokens the KV cache has room for. */
  readonly kvTokens: number;
  readonly bandwidth: number;
  /** Share of the bandwidth that decoding was seen to reach. */
  readonly bandwidthShare: number;
  readonly flops: number;
  /** Share of the arithmetic that prefill reaches. */
  readonly flopsShare: number;
  readonly linearParameters: number;
  /** FLOP for each pair of a new token and one before it. */
  readonly attentionFlop: number;
  /** Scheduling and sampling, seconds for each running sequence and step. */
  readonly perSequence: number;
  readonly maxSequences: number;
  readonly maxBatchedTokens: number;
}

/** A server that is only known by how it feels: first token after so long, then so many tokens a second. */
export interface FeltProfile {
  readonly kind: 'felt';
  readonly id: string;
  readonly replicas: 1;
  readonly firstTokenSeconds: number;
  readonly tokensPerSecond: number;
  /** Streams side by side at that pace. */
  readonly maxSequences: number;
}

export type ServerProfile = CardProfile | FeltProfile;

/**
 * Qwen2.5-7B in FP16 on one RTX 4090D. Specified: 1008 GB/s, 147.1 TFLOPS. Reached: 52 tokens/s a stream at 4 streams and
 * 644 in all at 16 (Mistral-7B on a 4090); prefill at 60 % of the FLOPS. `bandwidthShare` and `perSequence` are fitted to
 * those (test/unit/bench/engine.test.ts holds them to it); at 300 streams, which nobody here has, it is a fifth too slow.
 */
const CARD_4090D: Omit<CardProfile, 'id' | 'replicas'> = {
  kind: 'card',
  weightBytes: 14.14e9,
  kvBytesPerToken: 57_344,
  kvTokens: 110_000,
  bandwidth: 1_008e9,
  bandwidthShare: 0.78,
  flops: 147.1e12,
  flopsShare: 0.6,
  linearParameters: 6.526e9,
  attentionFlop: 4 * 28 * 3_584,
  perSequence: 0.2e-3,
  maxSequences: 256,
  maxBatchedTokens: 2_048,
};

export const PROFILES: Readonly<Record<string, ServerProfile>> = {
  // Streams side by side: what our client gives one server; the article itself ran one after another.
  article: { kind: 'felt', id: 'article', replicas: 1, firstTokenSeconds: 1, tokensPerSecond: 20, maxSequences: 24 },
  /** The model's time taken out. */
  instant: {
    kind: 'felt',
    id: 'instant',
    replicas: 1,
    firstTokenSeconds: 0,
    tokensPerSecond: Number.POSITIVE_INFINITY,
    maxSequences: 10_000,
  },
  oneCard: { ...CARD_4090D, id: 'oneCard', replicas: 1 },
  fourCards: { ...CARD_4090D, id: 'fourCards', replicas: 4 },
};

/** Seconds of one step: whichever of memory and arithmetic takes longer, and the scheduler's share. */
export function stepSeconds(
  card: CardProfile,
  step: {
    readonly sequences: number;
    readonly kvRead: number;
    readonly prefill: readonly { from: number; tokens: number }[];
  },
): number {
  const { bandwidth, bandwidthShare, flops, flopsShare, linearParameters, attentionFlop } = card;
  const memory = (card.weightBytes + step.kvRead * card.kvBytesPerToken) / (bandwidth * bandwidthShare);
  const newTokens = step.prefill.reduce((sum, { tokens }) => sum + tokens, 0) + step.sequences;
  const pairs = step.prefill.reduce((sum, { from, tokens }) => sum + tokens * (from + tokens / 2), 0);
  const arithmetic = (2 * linearParameters * newTokens + attentionFlop * pairs) / (flops * flopsShare);
  return Math.max(memory, arithmetic) + card.perSequence * (step.sequences + step.prefill.length);
}
