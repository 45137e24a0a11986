import { beforeAll, describe, expect, it } from 'vitest';
import { codingPath, readInterview, transcriptOf } from '../../support/coding-path.ts';

let path: Awaited<ReturnType<typeof codingPath>>;
beforeAll(async () => {
  path = await codingPath();
});

/** The primary causes that the parts without a model find in one answer to "why are you leaving?". */
async function primariesOf(language: 'en' | 'zh', answer: string): Promise<readonly string[]> {
  const [why, keys, hook] =
    language === 'en'
      ? ['Why are you leaving?', 'Who has the keys?', 'They hang by the door.']
      : ['为什么离职？', '钥匙给谁了？', '挂在门边上。'];
  const text = transcriptOf(language, [
    [why, answer],
    [keys, hook],
  ]);
  const { causes } = await path.byReader(readInterview(text));
  return causes.filter(({ role }) => role === 'primary').map(({ code }) => code);
}

type Told = readonly [answer: string, primary: string];

/** Two answers in nearly the same words with different causes; the other one's code must not be named. */
const PAIRS: Readonly<Record<'en' | 'zh', readonly (readonly [topic: string, first: Told, second: Told])[]>> = {
  en: [
    [
      'offer and manager',
      ["I wasn't looking. A headhunter rang with an offer I couldn't refuse, so I took it.", 'external-offer'],
      [
        "When the headhunter rang I only listened because my manager had shouted at me; that's why I'm leaving.",
        'manager-behavior',
      ],
    ],
    [
      'before the axe and under it',
      ['They lay people off every quarter and I feared I was next, so I left first.', 'reorg-instability'],
      ['They lay people off every quarter, and this time I was made redundant.', 'nothing'],
    ],
    [
      'promise and arrangement',
      [
        "I was promised two days at home when I was hired and there were none. That's not what I signed up for, so I'm leaving.",
        'expectation-mismatch',
      ],
      ["After three years of working from home they ended it, so I'm leaving.", 'schedule-flexibility'],
    ],
    [
      'family and culture',
      [
        "My mother can't be left alone, so I'm leaving to look after her; the politics here I could bear.",
        'family-care',
      ],
      [
        'My mother would like me nearer, but the real reason is the politics: everything goes by whom you know.',
        'culture-values',
      ],
    ],
    [
      'pay and career',
      ["Keep my title as it is, pay me fairly and I'd have stayed.", 'pay-level'],
      [
        "The raise they offered was decent, but I was passed over for promotion again, so I'm leaving.",
        'career-growth',
      ],
    ],
    [
      'manager and culture',
      ["My manager shouts at me in front of everybody; under anyone else I'd have stayed.", 'manager-behavior'],
      ["I'm leaving because of the politics; my manager is fine, it is the whole company.", 'culture-values'],
    ],
    [
      'workload and schedule',
      ["I'm leaving because of the overtime, it was never under twelve hours a day.", 'workload-overtime'],
      ["There was no overtime at all, I'm leaving because of the night shifts.", 'schedule-flexibility'],
    ],
    [
      'content and career',
      ["I don't mind the grade, but the work is boring, so I'm leaving.", 'job-content'],
      ["I like the work, but there is no room for promotion, so I'm leaving.", 'career-growth'],
    ],
    [
      'level and fairness of pay',
      ["I'm leaving because the pay is too low for this town.", 'pay-level'],
      ["I'm leaving because the new hires are paid more than me for the same work.", 'reward-fairness'],
    ],
    [
      'here and there',
      ["At my last job it was the commute; here I'm leaving because of the overtime.", 'workload-overtime'],
      ["At my last job it was the overtime; here I'm leaving because of the commute.", 'relocation-commute'],
    ],
    [
      'mine and theirs',
      ["My colleague left over the pay, but I'm leaving because of the commute.", 'relocation-commute'],
      ["My colleague left over the commute, but I'm leaving because of the pay.", 'pay-level'],
    ],
    [
      'this and not that',
      ["It wasn't the hours, it was the pay that made me leave.", 'pay-level'],
      ["It wasn't the pay, it was the hours that made me leave.", 'workload-overtime'],
    ],
  ],
  zh: [
    [
      '机会与上级',
      ['我没在看机会，是猎头找来的，那个机会太好了，所以我就接了。', 'external-offer'],
      ['猎头找来的时候我本来不想接，要不是主管那天当众骂我，我也不会走。', 'manager-behavior'],
    ],
    [
      '裁员之前与之后',
      ['部门年年裁员，我怕轮到自己，所以自己先走了。', 'reorg-instability'],
      ['部门年年裁员，这次轮到我，我是被裁的。', 'nothing'],
    ],
    [
      '承诺与安排',
      ['面试时说好每周在家办公两天，来了才知道一天都没有，跟说的不一样，所以我走了。', 'expectation-mismatch'],
      ['一直是混合办公，今年取消了居家办公，所以我决定走。', 'schedule-flexibility'],
    ],
    [
      '家庭与文化',
      ['我妈身边离不了人，我辞职是为了回去照顾她；公司那点人情关系我忍得了。', 'family-care'],
      ['我妈也想我离近点，不过真正让我走的是公司什么都靠关系。', 'culture-values'],
    ],
    [
      '薪酬与晋升',
      ['职位不变，工资给到位我就不走了。', 'pay-level'],
      ['钱是给加了，可是晋升又没轮到我，所以我才决定走。', 'career-growth'],
    ],
    [
      '上级与文化',
      ['主管当着大家的面骂我，换个领导我就不走了。', 'manager-behavior'],
      ['主管人不错，真正让我走的是公司的风气，什么都讲关系。', 'culture-values'],
    ],
    [
      '工作量与班次',
      ['主要是因为加班太多才走的，一天没有少于十二个小时。', 'workload-overtime'],
      ['加班倒没有，离职是因为老上夜班。', 'schedule-flexibility'],
    ],
    [
      '内容与晋升',
      ['级别我不在乎，就是工作太枯燥才决定离职。', 'job-content'],
      ['工作内容我喜欢，就是没有晋升空间才决定离职。', 'career-growth'],
    ],
    [
      '薪酬高低与公平',
      ['离职是因为工资太低，在这个城市不够花。', 'pay-level'],
      ['离职是因为薪资倒挂，新来的比我拿得多。', 'reward-fairness'],
    ],
    [
      '这里与上家',
      ['上家是因为通勤远，这边我是因为加班太多才走的。', 'workload-overtime'],
      ['上家是因为加班多，这边我是因为通勤太远才走的。', 'relocation-commute'],
    ],
    [
      '自己与同事',
      ['同事是嫌工资低，我是因为通勤太远才走的。', 'relocation-commute'],
      ['同事是嫌通勤远，我是因为工资太低才走的。', 'pay-level'],
    ],
    [
      '这个而不是那个',
      ['不是因为加班，是因为工资太低才走的。', 'pay-level'],
      ['不是因为工资，是因为加班太多才走的。', 'workload-overtime'],
    ],
  ],
};

describe.each(['en', 'zh'] as const)('minimal pairs, %s', (language) => {
  const told = PAIRS[language].flatMap(([topic, first, second]) => [
    [topic, ...first] as const,
    [topic, ...second] as const,
  ]);

  it.each(told)('%s: %s', async (_, answer, primary) => {
    // Silence sends the interview to a person or a model, and is no mistake.
    const named = await primariesOf(language, answer);
    expect(named.filter((code) => code !== primary)).toEqual([]);
  });

  it('are told apart without a model more often than not', async () => {
    const named = await Promise.all(told.map(([, answer]) => primariesOf(language, answer)));
    const right = told.filter(([, , primary], index) => named[index]?.join() === primary);
    expect(right.length).toBeGreaterThan(told.length / 2);
  });
});
