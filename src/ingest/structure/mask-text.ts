import type { Mask, Span } from '../../core/interview.ts';
import type { Language } from '../../core/language.ts';
import { findNames } from './mask-names.ts';

interface MaskedText {
  readonly text: string;
  readonly masks: readonly Mask[];
}

const ROLE_WORDS: Readonly<Record<Mask['kind'], Readonly<Record<Language, string>>>> = {
  name: { en: '[name]', zh: '【姓名】' },
  email: { en: '[email]', zh: '【邮箱】' },
  phone: { en: '[phone]', zh: '【电话】' },
  id: { en: '[id]', zh: '【编号】' },
};

const PATTERNS: readonly (readonly [Mask['kind'], RegExp])[] = [
  ['email', /[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g],
  ['id', /(?<!\d)[1-9]\d{16}[\dXx](?![\dXx])/g],
  [
    'id',
    /(?<=(?:工号|员工编号|身份证号?码?|(?:employee|staff)\s+(?:id|no\.?|number))\s*(?:是|is)?\s*[:：#]?\s*)(?=[\w-]*\d)[A-Za-z0-9][\w-]{2,}/gi,
  ],
  ['phone', /(?<![\d.-])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\d-])/g],
  ['phone', /(?<![\d-])0\d{2,3}-\d{7,8}(?!\d)/g],
  ['phone', /\+\d{1,3}(?:[ -]?\(?\d{2,4}\)?){2,4}(?!\d)/g],
  ['phone', /(?<![\d-])\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}(?![\d-])/g],
  ['phone', /(?<![\d-])0\d{3,4} \d{3} ?\d{3,4}(?!\d)/g],
];

/** A way to mask texts of one document with the same names. */
export interface Masker {
  mask(text: string, keep?: readonly Span[]): MaskedText;
}

/** Replaces personal names, e-mail addresses, phone and staff numbers by one role word a kind; `keep` spans stay as printed. */
export function createMasker(language: Language, names: readonly string[]): Masker {
  return {
    mask(text, keep = []) {
      const found: (Span & { readonly kind: Mask['kind'] })[] = findNames(text, names).map((span) => ({
        ...span,
        kind: 'name',
      }));
      for (const [kind, pattern] of PATTERNS) {
        for (const match of text.matchAll(pattern))
          found.push({ kind, start: match.index, end: match.index + match[0].length });
      }
      const kept = [...keep].sort((a, b) => a.start - b.start);
      return replace(text, withoutOverlap(found, kept), language);
    },
  };
}

function withoutOverlap<T extends Span>(found: readonly T[], keep: readonly Span[]): readonly T[] {
  const sorted = found.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const chosen: T[] = [];
  let end = -1;
  for (const span of sorted) {
    if (span.start < end || keep.some((kept) => kept.start < span.end && span.start < kept.end)) continue;
    chosen.push(span);
    end = span.end;
  }
  return chosen;
}

function replace(
  text: string,
  found: readonly (Span & { readonly kind: Mask['kind'] })[],
  language: Language,
): MaskedText {
  const masks: Mask[] = [];
  let masked = '';
  let from = 0;
  for (const { kind, start, end } of found) {
    masked += text.slice(from, start);
    const word = ROLE_WORDS[kind][language];
    masks.push({
      kind,
      start: masked.length,
      end: masked.length + word.length,
      originalStart: start,
      originalEnd: end,
    });
    masked += word;
    from = end;
  }
  return { text: masked + text.slice(from), masks };
}
