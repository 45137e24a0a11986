import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadCodebook } from '../../../../src/coding/load-codebook.ts';
import { createCodebookReader } from '../../../../src/coding/reader/codebook-reader.ts';
import type { SpeakerRole } from '../../../../src/core/interview.ts';
import { interviewOf } from '../../../support/interviews.ts';

const book = fileURLToPath(new URL('../../../../codebooks/employee-exit.yml', import.meta.url));
const { codebook, patterns, cues } = await loadCodebook(book);
const reader = createCodebookReader(codebook, patterns, cues);

const read = (...turns: readonly (readonly [SpeakerRole, string])[]) => reader.code(interviewOf(turns));
const codesOf = async (...turns: readonly (readonly [SpeakerRole, string])[]) => {
  const outcome = await read(...turns);
  return outcome.kind === 'found' ? outcome.proposals.map(({ code, link }) => `${code} ${link}`) : [];
};

describe('a cause is proposed where the leaver ties it to the leaving', () => {
  it.each([
    ['The main reason is that I had no pay rise in four years.', 'pay-level stated'],
    ['My boss shouted at me in the shop again. So I handed in my notice.', 'manager-behavior stated'],
    ["If you had given me a raise I'd have stayed.", 'pay-level counterfactual'],
    ['说到底是四年没涨过工资。', 'pay-level stated'],
    ['店长又当着客人骂我。我当天就写了辞职信。', 'manager-behavior stated'],
    ['换个领导我就不走了。', 'manager-behavior counterfactual'],
  ])('%s', async (words, expected) => {
    expect(await codesOf(['leaver', words])).toEqual([expected]);
  });

  it('by an answer to the direct question', async () => {
    const english = ['interviewer', 'Why are you leaving us?'] as const;
    expect(await codesOf(english, ['leaver', 'I was passed over for the third year.'])).toEqual([
      'career-growth why-answer',
    ]);
    const chinese = ['interviewer', '那您为什么离职呢？'] as const;
    expect(await codesOf(chinese, ['leaver', '这里看不到上升空间。'])).toEqual(['career-growth why-answer']);
  });

  it('and points to the words, also where the tie follows in the next sentence', async () => {
    const outcome = await read([
      'leaver',
      'Nice canteen. They work us short-staffed. I would have stayed with two more hands.',
    ]);
    expect(outcome).toMatchObject({ kind: 'found', proposals: [{ code: 'workload-overtime', sentences: [2, 3] }] });
  });

  it('reads an interviewer’s note in the third person', async () => {
    expect(await codesOf(['note', 'She is leaving because of her commute of two hours each way.'])).toEqual([
      'relocation-commute stated',
    ]);
    expect(await codesOf(['note', '她离职是因为通勤单程要两个小时。'])).toEqual(['relocation-commute stated']);
  });

  it('takes a reason from the question only when it is plainly affirmed', async () => {
    expect(await codesOf(['interviewer', 'So you leave over the commute?'], ['leaver', 'Exactly.'])).toEqual([
      'relocation-commute stated',
    ]);
    expect(await codesOf(['interviewer', '是因为通勤太远才走的吗？'], ['leaver', '对的。'])).toEqual([
      'relocation-commute stated',
    ]);
    expect(await codesOf(['interviewer', 'So you leave over the commute?'], ['leaver', 'A bit, I suppose.'])).toEqual(
      [],
    );
    expect(await codesOf(['interviewer', '是因为通勤太远才走的吗？'], ['leaver', '有点吧，但主要不是。'])).toEqual([]);
  });
});

describe('it keeps silent', () => {
  const why = { en: 'Why are you leaving?', zh: '为什么离职？' };
  it.each([
    ['a denial', 'en', "It wasn't because my boss micromanaged me."],
    ['a denial', 'zh', '不是因为领导骂我。'],
    ['another person', 'en', 'My colleague left because she was underpaid.'],
    ['another person', 'zh', '同事小周是嫌工资太低走的。'],
    ['a former employer', 'en', 'At my previous firm I had no promotion for years.'],
    ['a former employer', 'zh', '上一家公司看不到晋升空间。'],
    ['a fear', 'en', 'If they ever moved the office to the coast I would go.'],
    ['a fear', 'zh', '哪天公司搬到外地我可能会考虑走。'],
    ['a settled trouble', 'en', 'We were short-staffed. But that was sorted in spring.'],
    ['a settled trouble', 'zh', '刚来的时候天天加班到十点，后来就好了。'],
    ['hearsay', 'en', 'People say the pay is too low.'],
    ['hearsay', 'zh', '听说有人嫌工资太低。'],
    ['a task', 'en', 'I led the restructuring of our database.'],
    ['a task', 'zh', '架构调整了两次，那个项目是我负责的。'],
  ] as const)('on %s (%s): %s', async (_kind, language, words) => {
    expect(await codesOf(['interviewer', why[language]], ['leaver', words])).toEqual([]);
  });

  it('on the interviewer’s own words and on complaints without a tie', async () => {
    expect(await codesOf(['interviewer', 'I think you leave because the pay is too low.'])).toEqual([]);
    expect(await codesOf(['interviewer', '您走主要是因为工资太低。'])).toEqual([]);
    const outcome = await read(['interviewer', 'How is the shop?'], ['leaver', 'We are short-staffed.']);
    expect(outcome).toEqual({ kind: 'unsure', why: 'no-model' });
  });
});

describe('no cause is a finding, not a failure to find', () => {
  it.each([
    ['Why are you leaving?', 'Personal reasons.', 'generic-reason'],
    ['为什么离职？', '个人原因。', 'generic-reason'],
    ['Why are you leaving?', "I'd rather not say.", 'no-cause-found'],
    ['为什么离职？', '不太想说。', 'no-cause-found'],
  ])('%s %s', async (question, answer, special) => {
    expect(await read(['interviewer', question], ['leaver', answer])).toEqual({
      kind: 'none',
      special,
      sentences: [2],
    });
  });

  it('an answer it cannot read stays open', async () => {
    const question = ['interviewer', 'Why are you leaving?'] as const;
    const answer = [
      'leaver',
      'The lighthouse keeper rang about his granddaughter and the whole business of the boats.',
    ] as const;
    expect(await read(question, answer)).toEqual({ kind: 'unsure', why: 'no-model' });
  });

  it('says when more was seen than decided', async () => {
    const outcome = await read(['leaver', 'The main reason is that I had no pay rise. My laptop was ancient.']);
    expect(outcome).toMatchObject({ kind: 'found', unsure: true, proposals: [{ code: 'pay-level' }] });
  });
});

it('leaves an interview with unclear speakers to a person', async () => {
  const interview = interviewOf([['leaver', 'The reason is the low pay.']], { doubt: 'speakers-swapped' });
  expect(await reader.code(interview)).toEqual({ kind: 'unsure', why: 'speakers-swapped' });
});
