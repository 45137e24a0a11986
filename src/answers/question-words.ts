import type { QueryForm, TenureBand } from '../core/query-form.ts';

/** Words that tell what a question wants, in both languages; the first that fits decides. */
export const KIND_WORDS: readonly { readonly kind: QueryForm['kind']; readonly pattern: RegExp }[] = [
  {
    kind: 'trend',
    pattern:
      /\b(?:compared?|comparison|versus|vs\.?|trends?|changed?|changes|risen|increased?|decreased?|(?:got|gotten|getting|become) (?:any )?(?:better|worse))\b|相比|对比|比较|比起|变化|趋势|更?严重了|好转|[和与跟同].{0,12}比(?!例)/giu,
  },
  {
    kind: 'preventable',
    pattern: /\b(?:prevent\w*|avoid\w*|avert\w*)\b|可以?避免|可以?预防|可以?改变|能挽留|可控/giu,
  },
  {
    kind: 'count',
    pattern:
      /\b(?:how many|how often|how much|number of|count|what (?:share|percentage|percent|proportion))\b|多少|几[个位人名份]|占比|比例|百分之几/giu,
  },
  {
    kind: 'quotations',
    pattern:
      /\b(?:sa(?:y|ys|id|ying)|quot(?:e|es|ed|ations?)|words|mention\w*|complain\w*|talk\w*|told|fe(?:el|lt)|th(?:ink|ought)|any(?:one|body)|some(?:one|body))\b|怎么说|怎么讲|说了?[些]?什么|原话|提到|提及|抱怨|有没有人|有人|怎么看|怎么评价|说过|吐槽/giu,
  },
  {
    kind: 'ranking',
    pattern:
      /\b(?:top(?: (?:\d+|three|five|ten))?|main|most|biggest|bigger|leading|rank\w*|reasons?|causes?|why|summar\w+|overview)\b|主要|最多|最常|最重要|前\s*[一二三四五六七八九十\d]+\s*[大个名位]?|总结|概括|概述|汇总|更大|更严重|排名|排行|哪些|什么原因|原因|为什么|为何/giu,
  },
];

export const BY_DEPARTMENT =
  /\b(?:which|what) (?:departments?|teams?)\b|\b(?:by|per) (?:department|team)\b|\b(?:differences? )?between (?:the )?(?:departments|teams)\b|哪[个些]?(?:部门|团队)|(?:按|分|各)部门|部门(?:之间|间)(?:的|有)*(?:差[别异])?|部门差[别异]/giu;
export const COVERAGE =
  /\bhow many (?:interviews?|files?)\b|\bcoverage\b|多少[份个]?(?:访谈|文件)|几[份个]访谈|覆盖/giu;
/** Asks for words outright, where "how many mentioned" only counts. */
export const ASKS_FOR_WORDS =
  /\b(?:what|how) (?:did|do|have) (?:they|people|leavers|those|these)\b[^.?!]{0,20}\b(?:say|said|think|feel)\b|\bquot(?:e|es|ations?)\b|怎么说|怎么讲|说了?[些]?什么|原话/iu;
/** A question that goes on from the one before. */
export const GOES_ON = /^\s*(?:and|what about|how about|then)\b|^\s*(?:那么?|还有|以及|再看)|呢\s*[?？]?\s*$/giu;
/** A question about the people of the answer before. */
export const OF_THEM = /\b(?:of|among) (?:them|those|these)\b|其中|他们当?中|里面/giu;

export const TENURE_WORDS: readonly { readonly band: TenureBand; readonly pattern: RegExp }[] = [
  {
    band: 'under-1-year',
    pattern:
      /\b(?:within|under|less than|in|during) (?:a|one|1|the first|their first) year\b|(?:入职|(?:入职)?(?:不到|不满))(?:一|1)年(?:内|以内)?|(?:一|1)年以?内/giu,
  },
  { band: '1-to-2-years', pattern: /\b(?:one|1) (?:to|or|-) (?:two|2) years\b|(?:入职)?[一1][到至-][两二2]年/giu },
  { band: '2-to-5-years', pattern: /\b(?:two|2) (?:to|-) (?:five|5) years\b|(?:入职)?[两二2][到至-][五5]年/giu },
  {
    band: 'over-5-years',
    pattern: /\b(?:over|more than|beyond) (?:five|5) years\b|(?:入职)?(?:[五5]年以上|超过[五5]年)/giu,
  },
];

/** English words without a topic of their own: what is left of a question beside them must be understood. */
export const PLAIN_WORDS = new Set(
  `a about after all also am an and any anything are as at be because been before but by can could did do does during each
  else employee employees ever exit for from gave give given go got had has have he her him his how i if in interview
  interviewee interviewees interviews into is it its just last leave leaver leavers leaves leaving left many me more
  most much my name named names naming no not number of off often on one only or other our out over people per person
  persons please quarter quarters quit reason reasons resign resigned resigning she show so some stay stayed than thank thanks that
  the their them then there these they this those to too two until us versus very vs was we were what when where which
  while who whole whom why will with within would year years you your cause causes compare compared department dept
  team us really should difference differences problem problems issue issues bigger worse better higher lower ok okay hi hello hey exit exits
  resignation resignations departure departures attrition turnover everyone everybody mostly mainly overall it's what's that's there's who's actually exactly ones period time times thing things anybody someone nobody`.split(
    /\s+/,
  ),
);

/** The same in Chinese; longer ones first where one holds another. */
export const PLAIN_HAN =
  /离职率|老员工|有没有差别|有差别|差别|差异|怎么样|怎么办|占|该|老|严重|更大|更|一下|离职者|离职的|离职|离开的|离开|辞职|员工|访谈|面谈|受访者|大家|他们|她们|我们|你们|的人|人们|有多少|多少|分别|一共|总共|一下|请问|看看|告诉|是不是|有没有|因为|由于|关于|对于|认为|觉得|部门|团队|里面|其中|原因|理由|情况|问题|什么|怎么|怎样|如何|哪些|哪个|第几|季度|今年|去年|公司|主要|最多|是|的|了|有|在|和|与|跟|同|比|把|被|让|对|给|从|到|就|都|也|还|又|很|最|更|吗|呢|吧|啊|呀|人|个|位|名|份|走|说|提|因|为|这|那|些|里|中|上|下|我|你|他|她|它|会|能|可以|要|请|谁|几/gu;
