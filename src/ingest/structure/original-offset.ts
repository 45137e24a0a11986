import type { InterviewDraft, Mask } from '../../core/interview.ts';

/** Maps an offset in a draft's stored text to the text before masking; inside a mask it gives the mask's start. */
export function toOriginal(draft: Pick<InterviewDraft, 'masks'>, offset: number): number {
  let shift = 0;
  for (const mask of draft.masks) {
    if (offset < mask.end) return offset > mask.start ? mask.originalStart : offset + shift;
    shift = mask.originalEnd - mask.end;
  }
  return offset + shift;
}

/** Maps ascending or unordered offsets of the unmasked text to the masked one; inside a mask: its end. */
export function toMasked(masks: readonly Mask[], offset: number): number {
  let low = 0;
  let high = masks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((masks[middle]?.originalStart ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  const mask = masks[low - 1];
  if (mask === undefined) return offset;
  return offset < mask.originalEnd ? mask.end : offset + mask.end - mask.originalEnd;
}
