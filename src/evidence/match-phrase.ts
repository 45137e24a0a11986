import { foldForCues } from '../core/cues.ts';
import type { Language } from '../core/language.ts';
import { createLiteralSearch } from '../core/literal-search.ts';
import { oncePer } from '../core/once-per.ts';

type Phrases = Readonly<Record<Language, readonly string[]>>;

/** A gap inside a phrase ("要是……我就不走"): anything may stand there, within one sentence. */
const GAP = /…+|\.{3,}/u;

/** Phrases of both languages, folded and cut at their gaps. */
export type FoldedPhrases = readonly (readonly string[])[];

/** Folds phrases, once for each list: a codebook's are looked for in every interview. */
export const foldPhrases: (phrases: Phrases) => FoldedPhrases = oncePer(({ en, zh }) =>
  [...en, ...zh].map((phrase) =>
    foldForCues(phrase)
      .split(GAP)
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  ),
);

/**
 * Prepares the search for many phrases: of a folded text it gives those, by their places in the list, all of whose parts
 * stand in it. No other can stand there; whether these do is still to be seen.
 */
export function createPhraseSearch(phrases: FoldedPhrases): (folded: string) => readonly number[] {
  const parts = phrases.flatMap((own, phrase) => own.map((part) => ({ phrase, part })));
  const search = createLiteralSearch(parts.map(({ part }) => part));
  /** Those of which no part is missing among the parts found. */
  const complete = (found: ReadonlySet<number>) => {
    const likely = new Set([...found].map((at) => parts[at]?.phrase ?? 0));
    const missing = (phrase: number) => parts.some((each, at) => each.phrase === phrase && !found.has(at));
    return [...likely].filter((phrase) => !missing(phrase)).sort((a, b) => a - b);
  };
  return (folded) => {
    const found: number[] = [];
    search(folded, (part) => found.push(part));
    return found.length === 0 ? found : complete(new Set(found));
  };
}

/** Where the last part of a phrase stands in folded text, or -1; Latin phrases match whole words only. */
function findPhrase(folded: string, parts: readonly string[]): number {
  let last = -1;
  let from = 0;
  for (const part of parts) {
    last = findWhole(folded, part, from);
    if (last < 0) return -1;
    from = last + part.length;
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
 * Finds the first of several phrases that stands in folded text: the offset of its last part, since a phrase with a gap
 * says what it says there; null without one.
 */
export function firstPhrase(folded: string, phrases: FoldedPhrases): { readonly at: number } | null {
  for (const parts of phrases) {
    const at = findPhrase(folded, parts);
    if (at >= 0) return { at };
  }
  return null;
}

/** True when one of the phrases of either language stands in the text. */
export function hasPhrase(text: string, phrases: Phrases): boolean {
  return firstPhrase(foldForCues(text), foldPhrases(phrases)) !== null;
}
