/** A cause as the invented leavers tell it: words by which a diligent model finds it, and sentences that say it. */
export interface ToldCause {
  readonly code: string;
  readonly words: RegExp;
  readonly en: readonly string[];
  readonly zh: readonly string[];
}

/** What people of the bench leave for; each sentence stands alone and names its cause outright. */
export const CAUSES: readonly ToldCause[] = [
  {
    code: 'pay-level',
    words: /\bpay\b|salary|工资/i,
    en: [
      "I'm leaving because my pay has not gone up in four years.",
      'I am leaving because the salary is far below what other depots pay.',
    ],
    zh: ['我是因为工资太低，四年没涨过薪才走的。', '主要是因为工资比同行低太多，所以才辞职。'],
  },
  {
    code: 'family-care',
    words: /care for|look after|照顾|带，我得回去/,
    en: [
      "I'm leaving because my mother is ill and I have to care for her at home.",
      'I am leaving because there is nobody else to look after my disabled son.',
    ],
    zh: ['因为我妈病了，我要回家照顾她，所以才辞职的。', '主要是因为孩子没人带，我得回去照顾孩子，所以离职。'],
  },
  {
    code: 'manager-behavior',
    words: /my manager|组长|主管/,
    en: [
      "I'm leaving because my manager shouts at me in front of everybody.",
      'I am leaving because my manager humiliated me in every review.',
    ],
    zh: ['因为组长当着所有人骂我，我才决定走的。', '我走就是因为主管天天针对我，总让我背锅。'],
  },
  {
    code: 'workload-overtime',
    words: /overtime|every weekend|加班/,
    en: [
      'I am leaving because I have worked overtime until ten every evening since spring.',
      'I resigned because I had to work every weekend and could not rest.',
    ],
    zh: ['我辞职就是因为天天加班到十点，实在撑不住了。', '因为每个周末都要加班，身体受不了，所以才走。'],
  },
  {
    code: 'career-growth',
    words: /promotion|next step|晋升|上升空间/,
    en: [
      'I am leaving because my promotion was put off three years in a row.',
      'I resigned because there was no next step for me here.',
    ],
    zh: ['我离职是因为晋升三年都轮不到我。', '主要是因为这里没有上升空间，所以我才走。'],
  },
  {
    code: 'relocation-commute',
    words: /commute|moving to another city|通勤|搬到/,
    en: [
      'I am leaving because my commute takes two hours each way.',
      'I am leaving because we are moving to another city with my wife.',
    ],
    zh: ['因为通勤单程要两个小时，我才辞职的。', '我走是因为全家要搬到外地去。'],
  },
];

/** What a careless reader takes for a reason: a complaint that nobody ties to leaving. */
export const COMPLAINTS = {
  en: 'The salary slip is hard to read, I must say.',
  zh: '工资条是有点难看懂。',
} as const;
