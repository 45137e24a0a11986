import type { Codebook } from '../core/codebook.ts';

export interface NamedCauses {
  readonly codes: readonly string[];
  /** The words that named them, as typed. */
  readonly words: readonly string[];
  /** The text without those words. */
  readonly rest: string;
}

/** Names of one code are joined by these: "Culture, values and ways of working". */
const JOINTS = /[,;、，；]|\band\b|与|和/u;
/** Parts shorter than this (Latin letters, Han characters) stand for too much. */
const PART_MIN = { latin: 4, han: 2 };

function partsOf(name: string): readonly string[] {
  return name
    .split(JOINTS)
    .map((part) => part.trim())
    .filter((part) => part.length >= (/\p{Script=Han}/u.test(part) ? PART_MIN.han : PART_MIN.latin));
}

/** Longest first, so that "career move to public sector" isn't taken for a career. */
function vocabularyOf(codebook: Codebook): readonly { readonly term: string; readonly code: string }[] {
  return codebook.codes
    .flatMap(({ id, name, ticks }) =>
      [id, name.en, name.zh, ...partsOf(name.en), ...partsOf(name.zh), ...ticks].map((term) => ({
        term: term.normalize('NFKC').toLowerCase(),
        code: id,
      })),
    )
    .sort((a, b) => b.term.length - a.term.length);
}

function patternOf(term: string): RegExp {
  const escaped = RegExp.escape(term);
  return /\p{Script=Han}/u.test(term)
    ? new RegExp(escaped, 'gu')
    : new RegExp(`(?<![\\p{L}\\p{N}])${escaped}s?(?![\\p{L}\\p{N}])`, 'giu');
}

/** Finds the causes that a text names by the codebook's names and its forms' labels. */
export function causesIn(text: string, codebook: Codebook): NamedCauses {
  const codes: string[] = [];
  const words: string[] = [];
  let rest = text.normalize('NFKC');
  for (const { term, code } of vocabularyOf(codebook)) {
    rest = rest.replace(patternOf(term), (found) => {
      if (!codes.includes(code)) codes.push(code);
      words.push(found);
      return ' ';
    });
  }
  return { codes, words, rest };
}
