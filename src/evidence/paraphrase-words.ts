/** Whom or what a sentence speaks of; in both languages, so that a sentence can rest on words of the other one. */
export const SUBJECTS: readonly {
  readonly pattern: RegExp;
  /** A summary that leaves it out says something else: what befell a colleague befell no leaver. */
  readonly mustStay: boolean;
}[] = [
  {
    pattern:
      /\b(?:managers?|management|boss(?:es)?|supervisors?|(?:team )?leads?|leaders?(?:hip)?|directors?)\b|主管|领导|上司|经理|老板|组长|上级|管理层/iu,
    mustStay: false,
  },
  {
    pattern: /\b(?:colleagues?|co-?workers?|team ?mates?|peers?|friends?)\b|同事|同伴|队友|朋友/iu,
    mustStay: true,
  },
  { pattern: /\b(?:hr|human resources|personnel)\b|人事|人力资源/iu, mustStay: false },
  { pattern: /\b(?:customers?|clients?)\b|客户|顾客/iu, mustStay: false },
  {
    pattern:
      /\b(?:famil(?:y|ies)|mother|father|mum|mom|dad|parents?|wife|husband|spouse|partner|child(?:ren)?|kids?|sons?|daughters?)\b|家人|家庭|家里|母亲|父亲|妈|爸|父母|妻子|丈夫|老婆|老公|爱人|孩子|儿子|女儿|老人/iu,
    mustStay: true,
  },
  {
    pattern:
      /\b(?:elsewhere|another (?:company|firm|employer|job|place)|other (?:compan(?:y|ies)|firms?|employers?)|new (?:job|employer|company)|(?:last|previous|former) (?:job|employer|company|firm)|outside)\b|另一家|别的公司|别家|其他公司|新公司|新工作|上一家|前公司|之前的公司|外面/iu,
    mustStay: true,
  },
  {
    pattern: /\b(?:everybody|everyone|all of (?:them|us))\b|大家|人人|所有人|每个人/iu,
    mustStay: false,
  },
];

/** "If they had paid more": what was not so. The second is how a summary may keep it. */
export const CONDITION = /\bif\b|\bwould have\b|\bhad (?:they|it|i|the)\b|如果|要是|假如|假使|倘若/iu;
export const CONDITION_KEPT = /\b(?:if|would|could|might|wish\w*|want\w*)\b|如果|要是|假如|会|可能|希望|愿意/iu;

/** "At first … but now": what is over. */
export const OVER = /\b(?:at first|initially|in the beginning|used to|early on)\b|一开始|起初|刚来|最初|以前/iu;

/** "That is not why I am leaving". */
export const NO_CAUSE =
  /\b(?:not|n['’]t|never)\b[^.;!?]{0,20}\b(?:why|reasons?|because|cause)\b|不是[^。；！？]{0,12}(?:原因|理由)|不是因为|并非因为/iu;
export const CAUSE =
  /\b(?:because|due to|reasons?|caused?|drove|led to|left (?:for|over)|made them leave)\b|因为|因此|由于|原因|理由|导致|所以/iu;

/** Judgements in favour. Words that may go either way ("rise", "change") are none. */
export const PRAISE =
  /\b(?:good|great|excellent|nice|fair|happy|glad|lik(?:e|es|ed)|lov(?:e|es|ed)|enjoy\w*|prais\w*|supportive|helpful|satisf\w+|fine|easy|friendly|kind|proud|appreciat\w*|respected|trusted|pleased|smooth|wonderful|sav(?:e|es|ed)|get(?:ting)? on|got on|get along)\b|不错|很好|还可以|满意|喜欢|称赞|赞扬|表扬|支持|愿意|公平|友好|方便|轻松|开心|认可|尊重|信任|节?省了?|优秀|耐心|合得来|好了/giu;

/** Judgements against. */
export const BLAME =
  /\b(?:bad(?:ly)?|poor(?:ly)?|terribl[ey]|awful|toxic|unfair\w*|low|long|heavy|hard|difficult\w*|trouble|problem\w*|shout\w*|yell\w*|bull(?:y|ies|ied|ying)|harass\w*|abus\w*|ignor\w*|hate[ds]?|unhappy|tired|exhaust\w*|stress\w*|burn(?:t|ed)? ?out|worse|worst|slow|old|outdated|wast(?:e|es|ed)|unpaid|unclear|refus\w*|reject\w*|denied|turned down|cut|lack\w*|fail\w*|impossible|fight|fought|stood still|stagnat\w*|dirty|cold|crush\w*|forc(?:e|es|ed)|threat\w*|dislik\w*|frustrat\w*|disappoint\w*|annoy\w*|complain\w*|passed over|took credit|ill)\b|差|糟|恶劣|太低|偏低|很低|骂|吼|累|辛苦|难|费劲|问题|不公|拖欠|太慢|旧|浪费|压垮|压力|逼|霸凌|骚扰|歧视|抢|拒绝|取消|克扣|很冷|停滞|不满|合不来|很长|太长|病|跳过/giu;

/** Reproaches that nobody may read out of neutral words. */
export const REPROACH =
  /\b(?:toxic|bull(?:y|ies|ied|ying)|harass\w*|abus\w*|ignor\w*|crush\w*|forc(?:e|es|ed)|threat\w*|discriminat\w*|hate[ds]?|wast(?:e|es|ed))\b|恶劣|压垮|逼|霸凌|骚扰|歧视|争吵|威胁|浪费|理会/iu;

export const NEGATION =
  /\b(?:not|never|no|nobody|none|nothing|without|neither|nor|hardly|barely|cannot)\b|n['’]t\b|不(?!错|公|满|同|断|仅|但)|没(?!问题)|未|无(?!论)|别(?!的|家|人)|并非/giu;

/** What stands between a negation and the judgement it turns round: "not a very good", 不是很好. */
export const TURNED =
  /(?:\b(?:not|never|no|hardly|barely|without)|n['’]t)(?:\s+\w+){0,3}\s*$|(?:不|没有?|未|并非|谈不上)(?:[^，。；不没]{0,3})$/iu;

/** Words in which a summary reports, and others without a matter of their own; judgements are compared apart. */
export const REPORTING = new Set(
  `say said says told tell felt feel feels think thought mention mentioned describe described report reported state stated
  see saw seen leaver leavers people person some several one ones they them their there here have had has was were been
  being are made make makes get got too very more most also while when after before through with from for and that this
  these those which who whose would could should into out over under because left leave leaving company firm work working
  found find give gave given put set take took need needed each other such still not did does doing done`.split(/\s+/),
);
export const REPORTING_HAN =
  /有人|他们|她们|我们|你们|大家|自己|离职者|员工|认为|觉得|表示|提到|说|因为|由于|因此|而且|以及|并且|经常|已经|没有|不是|可以|需要|一个|这里|那里|公司|的|了|是|在|和|与|也|都|就|还|很|被|把|给|让|对|从|到|为|因|后|时|会|要|得|地|着|过|我|你|他|她|它|这|那|们/gu;
