import type { Language } from '../core/language.ts';

/** What a word of order says of the causes it stands with. */
export interface OrderWord {
  /** `top`: before all others; `bottom`: after them; `among`: one of the first; a number: the place, 1-based. */
  readonly says: 'top' | 'bottom' | 'among' | number;
  readonly pattern: RegExp;
  /** An ordinal may also say what to do first: in a suggestion it tells nothing of the ranking. */
  readonly isOrdinal?: boolean;
}

const ORDINALS: Readonly<Record<Language, readonly string[]>> = {
  en: ['second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'],
  zh: ['第二', '第三', '第四', '第五', '第六', '第七', '第八'],
};

/** Words that place causes; the first that fits a clause counts. */
export const ORDER_WORDS: Readonly<Record<Language, readonly OrderWord[]>> = {
  en: [
    {
      says: 'among',
      pattern: /\b(?:one of|among|some of) the (?:most|main|chief|major|top|leading|first|highest)\b/iu,
    },
    { says: 'bottom', pattern: /(?<!\bat )\bleast\b|\blowest\b|\blast(?! (?:period|quarter|month|year))\b/iu },
    { says: 'top', pattern: /\b(?:most(?! likely)|main|chief|top|highest|strongest|lead|leads|leading|led)\b/iu },
    { says: 'top', pattern: /\bfirst\b/iu, isOrdinal: true },
    ...ORDINALS.en.map((word, index) => ({
      says: index + 2,
      pattern: new RegExp(`\\b${word}\\b`, 'iu'),
      isOrdinal: true,
    })),
  ],
  zh: [
    { says: 'among', pattern: /(?:最[^，。]{1,4}|主要|首要|突出)(?:的)?(?:原因|因素|问题)?之一/u },
    { says: 'bottom', pattern: /最(?:少|低|轻|小|末)|(?:排在|列在|居于|位居)(?:最后|末)|末位/u },
    { says: 'top', pattern: /最(?!后|终|近)|居首|首位|首要|主因/u },
    { says: 'top', pattern: /第一/u, isOrdinal: true },
    ...ORDINALS.zh.map((word, index) => ({ says: index + 2, pattern: new RegExp(word, 'u'), isOrdinal: true })),
  ],
};

/** Words between two causes that say which stands before the other. */
export const RELATIONS: Readonly<Record<Language, { readonly before: RegExp; readonly after: RegExp }>> = {
  en: {
    before:
      /\b(?:followed by|ahead of|before|above|(?:more|higher|stronger)\b[^,;]{0,24}\bthan|next comes?|then comes?)\b/giu,
    after: /\b(?:behind|below|(?:less|lower|fewer)\b[^,;]{0,24}\bthan)\b/giu,
  },
  zh: {
    before: /其次|其后|随后|之后是|高于|多于|重于|领先于|先于/gu,
    after: /低于|少于|轻于|次于|落后于|排在(?=\{)/gu,
  },
};

/** Words that place by how many named a cause, not by what it weighs. */
export const BY_MENTIONS: Readonly<Record<Language, RegExp>> = {
  en: /\b(?:often|frequent|frequently|common|commonly|named|mentioned|cited|raised|widespread)\b/iu,
  zh: /提到|提及|谈到|说到|常见|频繁|次数|人数/u,
};

/** What a sentence says of who could change a cause; the first that fits counts. */
export const CHANGE_WORDS: Readonly<Record<Language, readonly { readonly says: string; readonly pattern: RegExp }[]>> =
  {
    en: [
      { says: 'no', pattern: /\bcannot (?:be )?changed?\b/iu },
      { says: 'partly', pattern: /\bchanged? (?:only )?(?:in part|partly)\b|\bpartly (?:be )?chang/iu },
      { says: 'yes', pattern: /\bcan (?:be |fully |wholly |entirely )*changed?\b|\bchangeable\b|\bpreventable\b/iu },
    ],
    zh: [
      { says: 'no', pattern: /(?:无法|不能|难以)(?:改变|控制|避免|预防)/u },
      { says: 'partly', pattern: /部分(?:可以|可|能)?(?:改变|控制|避免|预防)/u },
      { says: 'yes', pattern: /(?:可以|能够|可|能)(?:完全)?(?:改变|控制|避免|预防)/u },
    ],
  };

/** A level of frequency in words, as the table names it. */
export const FREQUENCY_WORDS: Readonly<Record<Language, RegExp>> = {
  en: /\bfrequency(?: level)?(?: is| of|:)? (medium-high|high|medium|low)\b|\b(medium-high|high|medium|low) frequency\b/iu,
  zh: /频率(?:为|是|属于|程度)?(中高|高|中|低)|(中高|高|中|低)频/u,
};
