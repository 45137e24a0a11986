import type { BilingualPatterns } from '../../core/cues.ts';
import { type InterviewLanguage, type Language, languagesOf } from '../../core/language.ts';
import { createPrefilter } from '../../core/prefilter.ts';
import type { ReaderPatterns } from './pattern-schema.ts';

/** One of a codebook's patterns. */
export interface CodedPattern {
  readonly code: string;
  /** Else a topic. */
  readonly isFact: boolean;
  readonly expression: RegExp;
  /** Make its code void in a clause that holds them. */
  readonly unless: BilingualPatterns | undefined;
}

/**
 * Names the patterns that may match a text in a language: by codes as they stand in the codebook, facts before topics.
 * Those not named don't match it.
 */
export type PatternSearch = (text: string, language: InterviewLanguage) => readonly CodedPattern[];

/** Prepares the search for a codebook's facts and topics: hundreds that would else be tried on every sentence. */
export function createPatternSearch({ codes }: ReaderPatterns): PatternSearch {
  const all = Object.entries(codes).flatMap(([code, { facts, topics, unless }]) =>
    [facts, topics].flatMap((patterns) =>
      (['en', 'zh'] as const).flatMap((language) =>
        patterns[language].map((expression) => ({ code, isFact: patterns === facts, expression, unless, language })),
      ),
    ),
  );
  const ordinals = new Map(all.map(({ expression }, ordinal) => [expression, ordinal]));
  const prepare = (wanted: Language) =>
    createPrefilter(all.flatMap(({ expression, language }) => (language === wanted ? [expression] : [])));
  // A tenth of a second each: at the first interview in that language, and never where there is none.
  const prepared: Partial<Record<Language, ReturnType<typeof prepare>>> = {};
  const searchOf = (language: Language) => {
    prepared[language] ??= prepare(language);
    return prepared[language];
  };
  return (text, language) => {
    const likely = languagesOf(language).flatMap((each) => [...searchOf(each)(text)]);
    const inOrder = likely.map((expression) => ordinals.get(expression) ?? 0).sort((a, b) => a - b);
    return inOrder.flatMap((ordinal) => all[ordinal] ?? []);
  };
}
