import { foldForCues } from '../core/cues.ts';
import type { Language } from '../core/language.ts';

type Phrases = Readonly<Record<Language, readonly string[]>>;

/** A gap inside a phrase ("要是……我就不走"): anything may stand there, within one sentence. */
const GAP = /…+|\.{3,}/u;

/** Where the last part of a phrase stands in folded text, or -1; Latin phrases match whole words only. */
function findPhrase(folded: string, phrase: string): number {
  let last = -1;
  let from = 0;
  for (const part of foldForCues(phrase).split(GAP)) {
    const wanted = part.trim();
    if (wanted === '') continue;
    last = findWhole(folded, wanted, from);
    if (last < 0) return -1;
    from = last + wanted.length;
  }
  return last;
}

function findWhole(folded: string, wanted: string, from: number): number {
  for (let at = folded.indexOf(wanted, from); at >= 0; at = folded.indexOf(wanted, at + 1)) {
    const before = folded[at - 1] ?? ' ';
    const after = folded[at + wanted.length] ?? ' ';
    const cutBefore = /[a-z]/.test(before) && /[a-z]/.test(wanted[0] ?? '');
    const cutAfter = /[a-z]/.test(after) && /[a-z]/.test(wanted.at(-1) ?? '');
    if (!cutBefore && !cutAfter) return at;
  }
  return -1;
}

/**
 * Finds the first of several phrases of either language that stands in a text: the offset of its last part in the
 * folded text, since a phrase with a gap says what it says there; null without one.
 */
export function firstPhrase(text: string, phrases: Phrases): { readonly at: number } | null {
  const folded = foldForCues(text);
  for (const phrase of [...phrases.en, ...phrases.zh]) {
    const at = findPhrase(folded, phrase);
    if (at >= 0) return { at };
  }
  return null;
}

/** True when one of the phrases of either language stands in the text. */
export function hasPhrase(text: string, phrases: Phrases): boolean {
  return firstPhrase(text, phrases) !== null;
}
