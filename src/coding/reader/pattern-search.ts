import type { InterviewLanguage } from '../../core/language.ts';
import { createPrefilter } from '../../core/prefilter.ts';
import type { ReaderPatterns } from './pattern-schema.ts';

/** Names the facts and topics of all codes that may match a text in a language; those not named don't match it. */
export type PatternSearch = (text: string, language: InterviewLanguage) => ReadonlySet<RegExp>;

/** Prepares the search for a codebook's facts and topics, hundreds of which would be tried on every sentence. */
export function createPatternSearch({ codes }: ReaderPatterns): PatternSearch {
  const all = Object.values(codes);
  const prepare = (language: 'en' | 'zh') =>
    createPrefilter(all.flatMap(({ facts, topics }) => [...facts[language], ...topics[language]]));
  const search = { en: prepare('en'), zh: prepare('zh') };
  return (text, language) => (language === 'mixed' ? search.en(text).union(search.zh(text)) : search[language](text));
}
