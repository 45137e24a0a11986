import type { InterviewLanguage } from '../../core/language.ts';

/** Han characters a Chinese word has on average; makes the two languages' words comparable. */
const HAN_PER_WORD = 2;
/** A language with this share of the words is the language (core/language.ts). */
const CLEAR_SHARE = 0.8;

/** Tells a text's language by its words. */
export function languageShare(text: string): InterviewLanguage {
  const han = (text.match(/\p{Script=Han}/gu)?.length ?? 0) / HAN_PER_WORD;
  const latin = text.match(/\p{Script=Latin}+(?:['’-]\p{Script=Latin}+)*/gu)?.length ?? 0;
  const share = han / Math.max(han + latin, 1);
  if (share >= CLEAR_SHARE) return 'zh';
  return share <= 1 - CLEAR_SHARE ? 'en' : 'mixed';
}
