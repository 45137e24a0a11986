/**
 * Prose may name a number, a cause or a quotation only by its slot; code fills the slots. Forms:
 * `{cause:CODE}` its name, `{count:CODE}` "27 of 94", `{percent:CODE}` "29 %", `{interval:CODE}` "21–38 %",
 * `{quote:CODE}` its first quotation, `{n}` the ranked interviews, `{yes}` `{partly}` `{no}` the preventable shares.
 */
const SLOT = /\{(?:(cause|count|percent|interval|quote):([a-z][a-z0-9-]*)|(n|yes|partly|no))\}/g;

export type SlotKind = 'cause' | 'count' | 'percent' | 'interval' | 'quote' | 'n' | 'yes' | 'partly' | 'no';

export interface Slot {
  readonly kind: SlotKind;
  /** The code, or null for the slots that need none. */
  readonly code: string | null;
  /** The slot as written, with its braces. */
  readonly source: string;
}

/** Lists the slots of a sentence in order. */
export function slotsOf(text: string): readonly Slot[] {
  return [...text.matchAll(SLOT)].map((match) => ({
    kind: (match[1] ?? match[3]) as SlotKind,
    code: match[2] ?? null,
    source: match[0],
  }));
}

/** Replaces every slot by what `fill` gives for it. */
export function replaceSlots(text: string, fill: (slot: Slot) => string): string {
  return text.replace(
    SLOT,
    (source, kind: SlotKind | undefined, code: string | undefined, plain: SlotKind | undefined) =>
      fill({ kind: (kind ?? plain) as SlotKind, code: code ?? null, source }),
  );
}

/** A sentence before its slots are filled. */
export interface DraftClaim {
  readonly section: 'core' | 'causes' | 'preventable' | 'suggestions';
  /** With slots; no digit outside them. */
  readonly text: string;
}
