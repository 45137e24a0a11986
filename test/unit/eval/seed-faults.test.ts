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
      const line = /^\[(\d+)\] \w+: (.*)$/gmu;
      const numbered = [...userText(request).matchAll(line)].find((each) => each[2] === words);
      const found =
        numbered === undefined ? [] : codes.map((code) => ({ code, sentences: [Number(numbered[1])], link: 'stated' }));
      return JSON.stringify({ found });
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
});
