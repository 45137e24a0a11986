/** English month names by number; the first three letters are enough, and "sept" is usual. */
export const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
/** "May I" and "to march" are no months: in lower case a word of time must stand in front. */
export const MONTH_AT = new RegExp(
  String.raw`(?<=\b(?:in|since|from|last|this|until|till|by|of|early|late|mid|before|after|end of|\d{1,2}(?:st|nd|rd|th)?)[ -])${MONTH}\b(?:\s+\d{1,2}(?:st|nd|rd|th)?\b)?(?:,?\s+(?:of )?((?:19|20)\d{2}))?`,
  'giu',
);

const COUNT = '(\\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a couple of|a few)';
export const AGO = new RegExp(String.raw`\b${COUNT} (day|week|month|year)s? (?:ago|back|earlier)\b`, 'giu');
export const AGO_ZH = /(\d{1,3}|[半一二两三四五六七八九十几]{1,3})个?(天|周|星期|礼拜|月|年)(?:多)?(?:之前|以前|前)/gu;

/** How many a number word counts; "a few" and 几 are no number. */
export const COUNTS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  'a couple of': 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  半: 0.5,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  十: 10,
  十一: 11,
  十二: 12,
};

/** 2024-03-05, 2024/3, 2024年三月, 2024年: year, month, day. */
export const DATE =
  /(?<![\d.])((?:19|20)\d{2})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d)|年(?:的)?(?:(\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份)?(?:(\d{1,2})[日号])?)?)/gu;
/** "in 2024", "back in 2021": a bare number of four digits is no year by itself. */
export const YEAR =
  /(?<=\b(?:in|since|from|until|till|during|of|by|early|late|mid|summer|winter|spring|autumn|fall)[ -])((?:19|20)\d{2})(?![\d/年-])\b/giu;
/** Q3 2024, 2024年第三季度, 去年三季度: year or year word, quarter, year. */
export const QUARTER =
  /(?:((?:19|20)\d{2})年?|(去年|今年|前年))?(?:\bq([1-4])\b|第?([一二三四1-4])季度)(?:\s*(?:of )?((?:19|20)\d{2}))?/giu;
/** 去年三月, 今年, 前年五月, 三月份: year word, month. */
export const MONTH_ZH =
  /(去年|今年|前年|上年)(?:的)?(\d{1,2}|[一二三四五六七八九十]{1,2})月|(去年|今年|前年|上年)(?!\d|[一二三四]季)(?:年?(底|初|末)|(上|下)半年)?|(?<![\d年个十一二三四五六七八九])(\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份)?/gu;

/** Words that count from the day of telling: how many days back they reach, at most and at least. */
export const NEAR: readonly (readonly [RegExp, readonly [number, number]])[] = [
  [/\btoday\b|今天/giu, [0, 0]],
  [/\byesterday\b|昨天|昨晚/giu, [1, 1]],
  [/\bthis week\b|这个?(?:星期|周|礼拜)|本周/giu, [6, 0]],
  [/\blast week\b|上个?(?:星期|周|礼拜)(?!末)/giu, [13, 1]],
  [/\bthis month\b|这个月|本月/giu, [30, 0]],
  [/\blast month\b|上个?月/giu, [61, 1]],
];
/** Whole years from the year of telling. */
export const YEARS: readonly (readonly [RegExp, number])[] = [
  [/\bthis year\b/giu, 0],
  [/\blast year\b/giu, -1],
  [/\bthe year before last\b/giu, -2],
];

export const AT_HIRING =
  /\bwhen i (?:first )?(?:joined|started|came|arrived)(?! (?:looking|applying|to (?:look|think|feel)))\b|\b(?:in|on|during) my first (?:day|week|month)\b|刚(?:来|入职|进来|进公司)(?:的?时候|那会儿|时|那阵)?|入职(?:的?时候|时|当天|那天|第一[天周])/giu;
export const BEFORE_HIRING =
  /\bbefore i (?:joined|came|started)(?: here)?\b|(?:来(?:这里|这儿|这边|公司)?|入职|进公司)(?:之前|以前|前)(?!台)/giu;

/** An event that everybody knows by its name: "after the merger", 合并之后. */
export const NAMED =
  /\bthe (merger|takeover|acquisition|reorgani[sz]ation|restructuring|buyout|move|relaunch|strike|audit|layoffs|sale)\b|(合并|并购|收购|重组|改制|搬迁|搬家|上市|裁员|换届|融资)/giu;

/** How an expression is turned into a stretch, by what stands in front of it and behind it. */
export const MODE = {
  before: {
    front: /\b(?:before|prior to|until|till|up to)\s*(?:the\s*)?$|(?:直到|截至)$/iu,
    behind: /^(?:之前|以前|前(?!后|台|面))/u,
  },
  after: { front: /\b(?:after|following)\s*(?:the\s*)?$/iu, behind: /^(?:之后|以后|后(?!来|面|悔))/u },
} as const;

/** The leaver's own decision: notice given, or the mind made up. */
export const DECIDED =
  /\b(?:handed|gave|given|put|sent|turned) in (?:my|the) (?:notice|resignation|letter)\b|\b(?:gave|given|submitted|filed|wrote) (?:my |the )?(?:notice|resignation)\b|\bhanded (?:my|the) (?:notice|resignation|letter) in\b|\bi (?:have |had |had already )?resigned\b|\b(?:i|i'd|i had) decided (?:to (?:leave|go|quit|resign|get out)|on leaving|in|that|then|last|on)\b|\bmade up my mind\b|提(?:了|的|出|交)?(?:了|的)?(?:离职|辞职)|(?:递|交|写)(?:了|的|上)?(?:辞呈|辞职|离职)|辞了职|(?:决定|决心)(?:要)?(?:走|离开|离职|辞职)|下(?:定|了)?(?:的)?决心/iu;

/** What came after it can't have caused it: "after I had handed in my notice they also …", 提了离职之后他们才……. */
export const AFTER_DECIDING =
  /\b(?:after|once|when|now that|since) (?:i|i'd|i've|i had|i have)(?: had| already)? (?:already )?(?:handed|given|gave|put|resigned|decided to (?:leave|go|quit|resign)|made up my mind|submitted)\b|\b(?:after|since) (?:my (?:resignation|notice)|(?:giving|handing in|putting in) (?:my )?(?:notice|resignation))\b|(?:提|交|递)(?:了|完|出|的)?(?:离职|辞职|辞呈)(?:信|申请|报告|书)?(?:了)?(?:之后|以后|后(?!来|悔)|，?(?:他们|公司|领导|人家)(?:才|又|还))|(?:决定|定)(?:要)?(?:走|离职|辞职)(?:了)?(?:之后|以后|后(?!来|悔))/iu;

/** Hiring is told with dates before the first day, and is of this employer. */
export const OF_HIRING =
  /\b(?:interview|recruiter|recruit\w{0,3}|hired|hiring|contract|offer|promised|advert|told me)\b|面试|招聘|招我|offer|录用|签合同|答应|承诺|说好|谈好/iu;

/** Says that a trouble was over. */
export const FINE =
  /\b(?:it|that|they|things|everything|all|which)(?:'s| is| has| have|'ve| was| were| got)?(?: been| gone| got)?(?: perfectly| quite| all| much| back to)? (?:fine|better|ok|okay|right|all right|quiet|normal|solved|sorted|fixed|settled|resolved|good)\b|(?:就|都|已经|一切)?(?:好了|好多了|没问题了?|正常了?|解决了|恢复了|修好了|没事了|顺了|改善了|没再犯过?|没有了)/iu;
export const NOT_FINE =
  /\b(?:not|never|n't|no longer|hardly|anything but|until)\b[^,;]{0,20}$|(?:没|不|未|还没|没有)[^，]{0,3}$/iu;
/** Holds to the day of telling. */
export const TO_THIS_DAY =
  /\b(?:since|now|these days|by now|nowadays|today)\b|现在|如今|之后|以后|后来|以来|至今|目前/iu;
