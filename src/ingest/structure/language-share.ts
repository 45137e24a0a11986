import type { InterviewLanguage } from '../../core/language.ts';

/** Han characters a Chinese word has on average; makes the two languages' words comparable. */
const HAN_PER_WORD = 2;
/** A language with this share of the words is the language (core/language.ts). */
const CLEAR_SHARE = 0.8;

/** Counts a text's Chinese and Latin words. */
export function wordsOf(text: string): { readonly han: number; readonly latin: number } {
  return {
    han: (text.match(/\p{Script=Han}/gu)?.length ?? 0) / HAN_PER_WORD,
    latin: text.match(/\p{Script=Latin}+(?:['’-]\p{Script=Latin}+)*/gu)?.length ?? 0,
  };
}

/** Tells a text's language by its words. */
export function languageShare(text: string): InterviewLanguage {
  const { han, latin } = wordsOf(text);
  const share = han / Math.max(han + latin, 1);
  if (share >= CLEAR_SHARE) return 'zh';
  return share <= 1 - CLEAR_SHARE ? 'en' : 'mixed';
}
