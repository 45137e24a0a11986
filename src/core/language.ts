/** A language a person reads: every sentence we show exists in both. */
export type Language = 'en' | 'zh';

/** The language an interview is in; `mixed` when neither language holds four fifths of its words. */
export type InterviewLanguage = Language | 'mixed';

/** The languages whose patterns and words fit an interview: both, in a mixed one. */
export function languagesOf(language: InterviewLanguage): readonly Language[] {
  return language === 'mixed' ? ['en', 'zh'] : [language];
}

/** The same words in both languages. */
export type Bilingual = Readonly<Record<Language, string>>;

const HAN = /\p{Script=Han}/u;

/** Tells the language to answer in: Chinese as soon as the asker wrote a Han character, else English. */
export function languageOf(text: string): Language {
  return HAN.test(text) ? 'zh' : 'en';
}
