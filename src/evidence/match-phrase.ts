import { foldForCues } from '../core/cues.ts';
import type { Language } from '../core/language.ts';

type Phrases = Readonly<Record<Language, readonly string[]>>;

/** A gap inside a phrase ("要是……我就不走"): anything may stand there, within one sentence. */
const GAP = /…+|\.{3,}/u;

/** Where a phrase stands in folded text, or -1; Latin phrases match whole words only. */
function findPhrase(folded: string, phrase: string): number {
  let first = -1;
  let from = 0;
  for (const part of foldForCues(phrase).split(GAP)) {
    const wanted = part.trim();
    if (wanted === '') continue;
    const at = findWhole(folded, wanted, from);
    if (at < 0) return -1;
    if (first < 0) first = at;
    from = at + wanted.length;
  }
  return first;
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

/** Where the first of several phrases of either language stands in a text: offsets in the folded text, or null. */
export function firstPhrase(text: string, phrases: Phrases): { readonly phrase: string; readonly at: number } | null {
  const folded = foldForCues(text);
  for (const phrase of [...phrases.en, ...phrases.zh]) {
    const at = findPhrase(folded, phrase);
    if (at >= 0) return { phrase, at };
  }
  return null;
}

/** True when one of the phrases of either language stands in the text. */
export function hasPhrase(text: string, phrases: Phrases): boolean {
  return firstPhrase(text, phrases) !== null;
}
