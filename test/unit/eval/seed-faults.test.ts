import { beforeAll, describe, expect, it } from 'vitest';
import type { Labelled } from '../../../eval/labelled-set.ts';
import { type NeutralExchanges, PAD_TOKENS, padTo, readNeutralExchanges } from '../../../eval/pad.ts';
import { createModelCoder } from '../../../src/coding/model-coder.ts';
import type { Verdict } from '../../../src/core/coding.ts';
import { sentenceText } from '../../../src/core/interview.ts';
import type { Language } from '../../../src/core/language.ts';
import type { CompletionRequest, LanguageModel } from '../../../src/core/ports/language-model.ts';
import { fakeModel, userText } from '../../fixtures/evidence/fake-model.ts';
import {
  causesOf,
  codingPath,
  type Exchange,
  proposed,
  readInterview,
  transcriptOf,
  type Verdicts,
} from '../../support/coding-path.ts';

let path: Awaited<ReturnType<typeof codingPath>>;
let neutral: NeutralExchanges;
beforeAll(async () => {
  [path, neutral] = await Promise.all([codingPath(), readNeutralExchanges()]);
});

const interviewOf = (language: Language, exchanges: readonly Exchange[]) =>
  readInterview(transcriptOf(language, exchanges));

const always =
  (verdict: Verdict | null): Verdicts =>
  () =>
    verdict;

describe('family relocation is not culture', () => {
  const TOLD: readonly (readonly [Language, readonly Exchange[], string])[] = [
    [
      'en',
      [
        ['What are people here like?', 'They are lovely, I have never seen a fairer house.'],
        [
          'Why are you leaving?',
          "My husband was posted to Bergen, so I'm leaving to move there with him and the children.",
        ],
      ],
      'My husband was posted to Bergen',
    ],
    [
      'zh',
      [
        ['这里的人怎么样？', '人都好，风气也正。'],
        ['为什么离职？', '爱人调去了西宁，我辞职是为了带孩子一起搬过去。'],
      ],
      '爱人调去了西宁',
    ],
  ];
  it.each(TOLD)('%s', async (language, exchanges, words) => {
    const interview = interviewOf(language, exchanges);
    const wrong = proposed(interview, [['culture-values', words]]);
    expect(causesOf(await path.attributed(interview, wrong, always('unrelated')))).toEqual([]);
    expect(causesOf(await path.attributed(interview, wrong, always(null)))).toEqual([]);
    const both = proposed(interview, [
      ['culture-values', words],
      ['family-care', words],
    ]);
    const verdicts: Verdicts = (code) => (code === 'family-care' ? 'stated-reason' : 'unrelated');
    expect(causesOf(await path.attributed(interview, both, verdicts))).toEqual(['family-care']);
    expect(causesOf(await path.byReader(interview))).not.toContain('culture-values');
  });
});

describe('overtime nobody mentioned', () => {
  const TOLD: readonly (readonly [Language, readonly Exchange[], string, string])[] = [
    [
      'en',
      [
        ['Did the long evenings wear you out?', 'What evenings? I was home at five.'],
        ['Why are you leaving?', "I'm leaving because of the pay."],
        ['Who has the keys?', 'Oswin has them on his belt.'],
      ],
      'Did the long evenings',
      'Oswin has',
    ],
    [
      'zh',
      [
        ['是不是晚上加班太累？', '哪有晚上，我五点就到家了。'],
        ['为什么离职？', '主要是因为工资太低才走的。'],
        ['钥匙给谁了？', '挂在值班室门后面。'],
      ],
      '是不是晚上加班太累',
      '挂在值班室',
    ],
  ];
  it.each(TOLD)('%s', async (language, exchanges, asked, elsewhere) => {
    const interview = interviewOf(language, exchanges);
    // Even if every verdict were wrong: the interviewer's words and sentences that don't exist are no evidence.
    for (const cited of [asked, 0, interview.sentences.length + 1]) {
      const invented = proposed(interview, [['workload-overtime', cited]]);
      expect(causesOf(await path.attributed(interview, invented, always('stated-reason')))).toEqual([]);
    }
    const unrelated = proposed(interview, [['workload-overtime', elsewhere]]);
    for (const verdict of ['unrelated', null] as const)
      expect(causesOf(await path.attributed(interview, unrelated, always(verdict)))).toEqual([]);
    expect(causesOf(await path.byReader(interview))).toEqual(['pay-level']);
  });
});

describe('pay is not career development at 50K tokens', () => {
  const TOLD: readonly (readonly [Language, readonly Exchange[], string])[] = [
    [
      'en',
      [
        ['How did you begin?', 'I began in the spring, at the small loom.'],
        ['You turned the foreman post down?', 'I did, I like my loom.'],
        ['Why are you leaving?', "I'm leaving because of the pay. It hasn't moved in five years."],
        ['Where is the pattern book?', 'I laid it on the shelf by the door.'],
      ],
      "I'm leaving because of the pay.",
    ],
    [
      'zh',
      [
        ['刚来的时候做什么？', '开春来的，先学小织机。'],
        ['班长你没去当？', '没去，我就喜欢开织机。'],
        ['为什么离职？', '主要是因为工资太低才走的。五年没动过。'],
        ['样本册放哪里了？', '放在门口的架子上。'],
      ],
      '主要是因为工资太低才走的。',
    ],
  ];
  it.each(TOLD)('%s', async (language, exchanges, words) => {
    const short: Labelled = {
      id: 'seed',
      language,
      text: transcriptOf(language, exchanges),
      separation_type: 'voluntary',
      primary: ['pay-level'],
      contributing: [],
      mentioned: [],
      special: null,
      evidence: {},
      traps: [],
    };
    const interview = readInterview(padTo(PAD_TOKENS['50k'], short, neutral).text);
    const model = citing(words, ['career-growth', 'pay-level']);
    const outcome = await createModelCoder({ model, codebook: path.codebook }).code(interview);
    expect(model.requests.length).toBeGreaterThan(30);
    const verdicts: Verdicts = (code) => (code === 'pay-level' ? 'stated-reason' : 'unrelated');
    const attribution = await path.attributed(interview, outcome, verdicts);
    expect(causesOf(attribution)).toEqual(['pay-level']);
    const [cited] = attribution.causes[0]?.evidence[0]?.sentences ?? [];
    expect(cited && sentenceText(interview, cited)).toBe(words);
    expect(causesOf(await path.byReader(interview))).toEqual(['pay-level']);
  });

  /** A coder that proposes codes for the one line of all windows that holds the words. */
  function citing(
    words: string,
    codes: readonly string[],
  ): LanguageModel & { readonly requests: readonly CompletionRequest[] } {
    return fakeModel((request) => {
      const line = /^\[(\d+)\] (?:NOTE: )?(.*)$/gmu;
      const numbered = [...userText(request).matchAll(line)].find((each) => each[2] === words);
      const found = numbered === undefined ? [] : codes.map((code) => ({ code, stated: [Number(numbered[1])] }));
      return JSON.stringify(found);
    });
  }
});

describe('company A is not company B', () => {
  const TOLD: readonly (readonly [Language, readonly Exchange[], string])[] = [
    [
      'en',
      [
        ['What was it like before you came?', 'At my previous company the boss threw the ledger at people.'],
        ['Why are you leaving us?', "I'm leaving because of the commute, it is two hours each way."],
      ],
      'At my previous company',
    ],
    [
      'zh',
      [
        ['来之前那边怎么样？', '上家公司的老板动不动就拿账本砸人。'],
        ['为什么离开我们？', '通勤太远，来回四个小时，所以我才决定走。'],
      ],
      '上家公司',
    ],
  ];
  it.each(TOLD)('%s', async (language, exchanges, words) => {
    const interview = interviewOf(language, exchanges);
    const outcome = proposed(interview, [['manager-behavior', words]]);
    // The words themselves say whose trouble it was: no verdict is asked, so none can be wrong.
    const attribution = await path.attributed(interview, outcome, always('stated-reason'));
    expect(causesOf(attribution)).toEqual([]);
    expect(causesOf(await path.byReader(interview))).toEqual(['relocation-commute']);
  });
});

describe('the order of telling is not the order of events', () => {
  const PIECES: readonly (readonly [Language, readonly Exchange[], string])[] = [
    [
      'en',
      [
        ['How is the workshop now?', 'The roof leaked in 2021, but it was repaired and has been fine since.'],
        ['Why are you leaving?', "I'm leaving because of the pay. In June 2024 they cut the allowance."],
        ['And the early days?', 'In 2020 I learnt to set the plane.'],
      ],
      'The roof leaked in 2021',
    ],
    [
      'zh',
      [
        ['现在车间怎么样？', '2021年屋顶漏过水，后来修好了，早就没问题了。'],
        ['为什么离职？', '主要是因为工资太低才走的。2024年6月又把补贴取消了。'],
        ['刚来那会儿呢？', '2020年学的刨床。'],
      ],
      '2021年屋顶漏过水',
    ],
  ];
  it.each(PIECES)('%s: whichever is told first, what was put right is over', async (language, exchanges, repaired) => {
    for (const told of [exchanges, exchanges.toReversed(), [...exchanges.slice(1), ...exchanges.slice(0, 1)]]) {
      const interview = interviewOf(language, told);
      const outcome = proposed(interview, [
        ['work-environment', repaired],
        ['pay-level', language === 'en' ? 'because of the pay' : '工资太低'],
      ]);
      const attribution = await path.attributed(interview, outcome, always('stated-reason'));
      expect(causesOf(attribution)).toEqual(['pay-level']);
      expect(causesOf(await path.byReader(interview))).toEqual(['pay-level']);
    }
  });

  /** Every order in which three sentences can be told. */
  const ORDERS = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ] as const;

  type Dated = readonly [code: string, told: (when: string) => string];
  const CHAINS: readonly (readonly [Language, string, Dated, Dated, string, readonly [string, string]])[] = [
    [
      'en',
      'Why are you leaving?',
      ['manager-behavior', (when) => `${when} the new manager began to shout at me.`],
      ['job-content', (when) => `${when} I was put on copying figures, which led to this.`],
      'That is all of it.',
      ['In March 2024', 'In May 2024'],
    ],
    [
      'en',
      'Why are you leaving?',
      ['workload-overtime', (when) => `${when} the midnight releases began.`],
      ['health-wellbeing', (when) => `${when} I have had an ulcer, it came with them.`],
      'That is all of it.',
      ['In Q1 2023', 'Since November 2023'],
    ],
    [
      'zh',
      '为什么离职？',
      ['manager-behavior', (when) => `${when}新主管开始天天骂我。`],
      ['job-content', (when) => `${when}把我调去抄数字，结果就成了这样。`],
      '就这些。',
      ['2024年3月', '2024年5月'],
    ],
    [
      'zh',
      '为什么离职？',
      ['workload-overtime', (when) => `${when}开始半夜上线。`],
      ['health-wellbeing', (when) => `${when}胃就坏了，是跟着上线来的。`],
      '就这些。',
      ['前年年底', '去年五月'],
    ],
  ];
  it.each(CHAINS)('%s: of two causes that led to each other the earlier is the root: %s %s', async (...chain) => {
    const [language, why, [root, toldRoot], [result, toldResult], rest, [early, late]] = chain;
    for (const [when, first, second] of [
      [[early, late], root, result],
      [[late, early], result, root],
    ] as const) {
      const sentences = [toldRoot(when[0] ?? ''), toldResult(when[1] ?? ''), rest];
      for (const order of ORDERS) {
        const interview = interviewOf(language, [[why, order.map((at) => sentences[at]).join(' ')]]);
        const outcome = proposed(interview, [
          [root, sentences[0] ?? ''],
          [result, sentences[1] ?? ''],
        ]);
        const { causes } = await path.attributed(interview, outcome, always('stated-reason'));
        expect(causes.map(({ role, code }) => `${role} ${code}`)).toEqual([
          `primary ${first}`,
          `contributing ${second}`,
        ]);
      }
    }
  });

  const TRIGGERS: readonly (readonly [Language, string, Dated, Dated, string, readonly [string, string]])[] = [
    [
      'en',
      'How did it go?',
      ['company-direction', (when) => `${when} they cancelled our project.`],
      ['pay-level', (when) => `${when} the pay was frozen.`],
      'I decided to leave in June 2024.',
      ['In May 2024', 'In February 2024'],
    ],
    [
      'zh',
      '经过是怎样的？',
      ['company-direction', (when) => `${when}把我们的项目砍了。`],
      ['pay-level', (when) => `${when}工资冻结了。`],
      '我是2024年6月决定离职的。',
      ['2024年5月', '2024年2月'],
    ],
  ];
  it.each(TRIGGERS)('%s: the last dated event before the decision set it off: %s %s', async (...told) => {
    const [language, asked, [one, toldOne], [other, toldOther], decided, [near, far]] = told;
    for (const [whenOne, whenOther, trigger] of [
      [near, far, one],
      [far, near, other],
    ] as const) {
      const sentences = [toldOne(whenOne), toldOther(whenOther), decided];
      for (const order of ORDERS) {
        const interview = interviewOf(language, [[asked, order.map((at) => sentences[at]).join(' ')]]);
        const outcome = proposed(interview, [
          [one, sentences[0] ?? ''],
          [other, sentences[1] ?? ''],
        ]);
        const { causes } = await path.attributed(interview, outcome, always('stated-reason'));
        expect(causes[0]).toMatchObject({ role: 'primary', code: trigger, trigger: 'event', strength: 5 });
        expect(causes[1]).toMatchObject({ role: 'contributing', trigger: null });
      }
    }
  });

  /** `decided` is told before and after the event where both are dated; else only before it. */
  const AFTERWARDS = [
    {
      language: 'en',
      code: 'reward-fairness',
      after: 'After I had handed in my notice they also cut the bonus.',
      before: 'They cut the bonus.',
      decided: '',
    },
    {
      language: 'en',
      code: 'reward-fairness',
      after: 'In August 2024 they cut the bonus.',
      before: 'In May 2024 they cut the bonus.',
      decided: 'I handed in my notice in June 2024.',
    },
    {
      language: 'en',
      code: 'work-environment',
      after: 'After that they took the heaters away.',
      before: 'They took the heaters away.',
      decided: 'I handed in my notice.',
    },
    {
      language: 'zh',
      code: 'reward-fairness',
      after: '我提了离职之后他们才取消年终奖。',
      before: '他们取消了年终奖。',
      decided: '',
    },
    {
      language: 'zh',
      code: 'reward-fairness',
      after: '2024年8月取消了年终奖。',
      before: '2024年5月取消了年终奖。',
      decided: '我是2024年6月提的离职。',
    },
    {
      language: 'zh',
      code: 'work-environment',
      after: '后来又把取暖器收走了。',
      before: '他们把取暖器收走了。',
      decided: '我提了离职。',
    },
  ] as const;
  it.each(AFTERWARDS)(
    '$language: what came after the decision is no cause of it: $after',
    async ({ language, code, after, before, decided }) => {
      const ask = language === 'en' ? 'What happened?' : '发生了什么？';
      const told = async (words: string, ...sentences: readonly string[]) => {
        const interview = interviewOf(language, [[ask, sentences.join(' ').trim()]]);
        return path.attributed(interview, proposed(interview, [[code, words]]), always('stated-reason'));
      };
      const late = await told(after, decided, after);
      expect(causesOf(late)).toEqual([]);
      expect(late.causes).toMatchObject([{ code, role: 'mentioned' }]);
      if (/2024/.test(decided)) expect(causesOf(await told(after, after, decided))).toEqual([]);
      expect(causesOf(await told(before, decided, before))).toEqual([code]);
      expect(causesOf(await told(before, before, decided))).toEqual([code]);
    },
  );

  const OVER: readonly (readonly [Language, string, string, string])[] = [
    [
      'en',
      'workload-overtime',
      'The overtime was in 2023, since the new planner came it has been fine.',
      'It was fine in 2023, since the new planner came we have overtime every night.',
    ],
    [
      'en',
      'workload-overtime',
      'In 2024 things were fine, the overtime was in 2022.',
      'In 2022 things were fine, the overtime was in 2024.',
    ],
    [
      'en',
      'workload-overtime',
      'The overtime was in 2023. Since the new planner came it has been fine.',
      'The overtime was in 2023. The canteen was new.',
    ],
    [
      'zh',
      'workload-overtime',
      '加班是2023年的事，新排产员来了以后就正常了。',
      '2023年还正常，新排产员来了以后天天加班。',
    ],
    ['zh', 'workload-overtime', '2024年已经好多了，加班多是2022年。', '2022年已经好多了，2024年又天天加班到十点。'],
    ['zh', 'workload-overtime', '2023年天天加班。后来都正常了。', '2023年天天加班。食堂是新的。'],
  ];
  it.each(OVER)('%s %s: what the dates say is over is over: %s', async (language, code, over, lasting) => {
    const ask = language === 'en' ? 'And the hours?' : '工时呢？';
    const told = async (words: string) => {
      const interview = interviewOf(language, [[ask, words]]);
      const [first = words] = words.split(/(?<=[.。]) ?/u);
      return causesOf(await path.attributed(interview, proposed(interview, [[code, first]]), always('stated-reason')));
    };
    expect(await told(over)).toEqual([]);
    expect(await told(lasting)).toEqual([code]);
  });

  const PHASES: readonly (readonly [Language, string, string, string])[] = [
    [
      'en',
      'Hire date: 2021-09-01\nLast day: 2025-03-31\n',
      'In 2018 the boss threw ledgers at people.',
      'In 2023 the boss threw ledgers at people.',
    ],
    [
      'zh',
      '入职日期：2021-09-01\n离职日期：2025-03-31\n',
      '2018年老板动不动拿账本砸人。',
      '2023年老板动不动拿账本砸人。',
    ],
  ];
  it.each(PHASES)('%s: before the first day it was another employer: %s', async (language, head, earlier, later) => {
    const ask = language === 'en' ? 'What do you remember?' : '还记得什么？';
    const told = async (words: string) => {
      const interview = readInterview(`${head}\n${transcriptOf(language, [[ask, words]])}`);
      return path.attributed(interview, proposed(interview, [['manager-behavior', words]]), always('stated-reason'));
    };
    expect(causesOf(await told(earlier))).toEqual([]);
    expect(causesOf(await told(later))).toEqual(['manager-behavior']);
  });
});

describe('C34: the interviewer’s words, a mere remark, a past job', () => {
  const TOLD: readonly (readonly [Language, readonly Exchange[], string, string])[] = [
    [
      'en',
      [
        ['So it was too much overtime?', 'Not really.'],
        ['Where were you before us?', 'At my previous company the overtime never ended.'],
      ],
      'Not really',
      'At my previous company',
    ],
    [
      'zh',
      [
        ['所以是加班太多？', '也不是。'],
        ['来之前那家怎么样？', '上一家天天加班到半夜。'],
      ],
      '也不是',
      '上一家',
    ],
  ];
  it.each(TOLD)('%s: none of them is a cause here and now', async (language, exchanges, answer, past) => {
    const interview = interviewOf(language, exchanges);
    for (const cited of [1, answer, past]) {
      const outcome = proposed(interview, [['workload-overtime', cited]]);
      expect(causesOf(await path.attributed(interview, outcome, always('stated-reason')))).toEqual([]);
    }
  });
});
