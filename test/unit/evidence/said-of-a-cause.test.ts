import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadCodebook } from '../../../src/coding/load-codebook.ts';
import type { Proposal } from '../../../src/core/coding.ts';
import type { SpeakerRole } from '../../../src/core/interview.ts';
import { checkProposals } from '../../../src/evidence/check-proposals.ts';
import { draftOf } from '../../support/interviews.ts';

const book = await loadCodebook(fileURLToPath(new URL('../../../codebooks/employee-exit.yml', import.meta.url)));

/** What the checks make of a proposal for the leaver's last words: "denied", or "open" for the verdict. */
function checked(code: string, told: readonly string[], coder: Proposal['coder'] = 'model'): string {
  const roles: readonly SpeakerRole[] = ['interviewer', 'leaver'];
  const draft = draftOf(told.map((words, at) => [roles[(at + told.length) % 2] ?? 'leaver', words] as const));
  const last = draft.turns.length - 1;
  const sentences = draft.sentences.filter(({ turn }) => turn === last).map(({ id }) => id);
  const proposal = { code, sentences, coder, model: coder === 'model' ? 'M' : null, link: 'stated' } as const;
  const [segment] = checkProposals(draft, [proposal], book);
  return segment?.status === 'needs-person' || segment?.status === 'accepted' ? 'open' : (segment?.why ?? 'none');
}

describe('a bare "not" is for the verdict to judge', () => {
  it.each([
    ['pay-level', "The pay isn't fair."],
    ['workload-overtime', "Nobody wasn't tired."],
    ['work-environment', "The ladders weren't safe."],
    ['manager-behavior', 'He never even looked at us.'],
    ['manager-behavior', '领导什么都不管。'],
    ['manager-behavior', '老板根本不在乎我们。'],
    ['reward-fairness', '加班不算钱。'],
  ])('where a model proposes %s, and silence for the reader: %s', (code, words) => {
    expect(checked(code, [words])).toBe('open');
  });
  it.each([
    ['pay-level', "It wasn't the pay."],
    ['pay-level', 'Money had nothing to do with it.'],
    ['workload-overtime', "I'm not going because of the hours."],
    ['manager-behavior', 'My boss was never the reason.'],
    ['pay-level', '不是因为钱。'],
    ['workload-overtime', '跟加班没关系。'],
    ['relocation-commute', '通勤我无所谓。'],
    ['manager-behavior', '真不怪组长。'],
  ])('but a denial of the reason stays rejected, %s: %s', (code, words) => {
    for (const coder of ['model', 'reader'] as const) expect(checked(code, [words], coder)).toBe('denied');
  });
  it('the reader stays strict', () => {
    expect(checked('pay-level', ["The pay isn't fair."], 'reader')).toBe('denied');
    expect(checked('manager-behavior', ['领导什么都不管。'], 'reader')).toBe('denied');
  });
});

describe('what is said in the clause that names the cause', () => {
  it.each([
    ['pay-level', 'The salary was fine, I lived two streets away and knew every baker on the way.', 'denied'],
    ['workload-overtime', "Overtime never bothered me, I have a dog that doesn't wake before ten.", 'denied'],
    ['manager-behavior', 'At my previous company the boss shouted, here there is a garden.', 'other-employer'],
    ['pay-level', '工资我无所谓，老房子是自己的，楼下就是菜场。', 'denied'],
    ['workload-overtime', '加班跟我没关系，我六点去接孩子，路上买两个包子。', 'denied'],
    ['workload-overtime', '上一家天天加班到十一点，这边院子里有棵枣树。', 'other-employer'],
  ])('holds for %s, whatever stands beside it: %s', (code, words, why) => {
    expect(checked(code, [words])).toBe(why);
  });
  it.each([
    ['workload-overtime', "It wasn't the pay, I worked sixty hours a week."],
    ['pay-level', 'The salary is worse than at my last company.'],
    ['pay-level', "With a decent salary I'd have stayed."],
    ['career-growth', '没什么晋升空间。'],
    ['workload-overtime', '不是因为钱，天天加班到十点。'],
    ['pay-level', '工资比上家还低。'],
  ])('and not for %s: %s', (code, words) => {
    expect(checked(code, [words])).toBe('open');
  });
});

describe('what was asked', () => {
  it.each([
    ['pay-level', ['Was the salary too low?', 'No. Bread is bread.'], 'denied'],
    ['workload-overtime', ['Did the overtime get to you?', 'Not really, a desk is a desk.'], 'denied'],
    ['work-environment', ['Where did you work before us?', 'The roof leaked on the ledgers.'], 'other-employer'],
    ['schedule-flexibility', ['What is the next place like?', 'They open at noon.'], 'unrelated'],
    ['work-environment', ['What should we improve?', 'Buy a second kettle.'], 'mentioned'],
    ['pay-level', ['是不是工资太低？', '不是。馒头还是馒头。'], 'denied'],
    ['workload-overtime', ['加班多不多，是这个原因吗？', '没有，六点天还亮着。'], 'denied'],
    ['work-environment', ['来之前那家怎么样？', '屋顶往账本上漏水。'], 'other-employer'],
    ['schedule-flexibility', ['下家怎么样？', '中午才开门。'], 'unrelated'],
    ['work-environment', ['有什么建议？', '再买一个水壶。'], 'mentioned'],
  ] as const)('makes an answer no reason, %s: %s', (code, told, why) => {
    expect(checked(code, told)).toBe(why);
  });
  it.each([
    ['workload-overtime', ['Was the salary too low?', 'No, it was the overtime.']],
    ['pay-level', ['Was the salary too low?', 'No raise in four years.']],
    ['work-environment', ['Where did you work before us?', "In a bank. Here the roof leaks, that's why I'm leaving."]],
    ['relocation-commute', ['Where are you going next?', 'North, my husband was posted there.']],
    ['external-offer', ['What is the next place like?', 'They let me lead the restoration.']],
    ['pay-level', ['是不是工资太低？', '没有涨过工资，四年了。']],
    ['workload-overtime', ['是不是工资太低？', '不是，是加班太多。']],
    ['relocation-commute', ['接下来去哪？', '跟爱人去西宁。']],
  ] as const)('and leaves a reason that the leaver gives all the same, %s: %s', (code, told) => {
    expect(checked(code, told.slice(0))).toBe('open');
  });
});
