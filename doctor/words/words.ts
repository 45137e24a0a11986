import type { Language } from '../../src/core/language.ts';
import { EN } from './en.ts';
import { ZH } from './zh.ts';

export type WordKey = keyof typeof EN;
/** What fills a sentence's `{blanks}`; a list holds words of ours, said in the same language. */
export type Blanks = Readonly<Record<string, string | number | readonly WordKey[]>>;
/** Says a sentence in the reader's language. */
export type Say = (key: WordKey, blanks?: Blanks) => string;

/** Big figures are read in groups; milliseconds and tokens have no decimals. */
const SMALL = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 2 });
const GROUPED = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** The doctor's words in one language. */
export function sayIn(language: Language): Say {
  const words: Readonly<Record<WordKey, string>> = language === 'zh' ? ZH : EN;
  const say: Say = (key, blanks = {}) =>
    words[key].replace(/\{(\w+)\}/gu, (whole, name: string) => {
      const value = blanks[name];
      if (value === undefined) return whole;
      if (typeof value === 'number') return (Math.abs(value) < 1 ? SMALL : GROUPED).format(value);
      return typeof value === 'string' ? value : value.map((each) => say(each)).join(language === 'zh' ? '、' : ', ');
    });
  return say;
}
