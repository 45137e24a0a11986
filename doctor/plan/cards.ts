/** A graphics card, as far as the arithmetic needs it. */
export interface Card {
  readonly name: string;
  readonly memoryGib: number;
  /** Memory bandwidth, 10^9 bytes a second. */
  readonly gbPerSecond: number;
  /** Dense BF16 with FP32 accumulation, 10^12 operations a second. */
  readonly tflops: number;
  /** Dense FP8; null where the card computes no FP8. */
  readonly fp8Tflops: number | null;
}

/**
 * Makers' specification sheets, dense figures (no sparsity); none was measured by us. A100 and H100 are the SXM boards.
 * The 4090D stands first among its size, so "24GB" without a name is reckoned as one.
 */
export const CARDS: readonly Card[] = [
  { name: '4090D', memoryGib: 24, gbPerSecond: 1_008, tflops: 147.1, fp8Tflops: 294.2 },
  { name: '4090', memoryGib: 24, gbPerSecond: 1_008, tflops: 165.2, fp8Tflops: 330.3 },
  { name: 'L40S', memoryGib: 48, gbPerSecond: 864, tflops: 362, fp8Tflops: 733 },
  { name: 'A100-80', memoryGib: 80, gbPerSecond: 2_039, tflops: 312, fp8Tflops: null },
  { name: 'H100', memoryGib: 80, gbPerSecond: 3_350, tflops: 989, fp8Tflops: 1_979 },
];

/** A card of which only the memory is known: the figures of the smallest known card that has as much, or the largest. */
export function cardOfSize(memoryGib: number): { readonly card: Card; readonly reckonedAs: string } {
  const sizes = CARDS.toSorted((a, b) => a.memoryGib - b.memoryGib);
  // A smaller stranger is hardly faster than the smallest known card.
  const like = sizes.find((card) => card.memoryGib >= memoryGib) ?? sizes.at(-1);
  if (like === undefined) throw new RangeError('no card is known');
  return { card: { ...like, name: `${memoryGib}GB`, memoryGib }, reckonedAs: like.name };
}
