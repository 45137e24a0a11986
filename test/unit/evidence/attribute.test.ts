import { describe, expect, it } from 'vitest';
import type { SeparationFinding } from '../../../src/core/attribution.ts';
import type { CodedSegment, CodingOutcome } from '../../../src/core/coding.ts';
import type { Interview, SpeakerRole } from '../../../src/core/interview.ts';
import { attribute } from '../../../src/evidence/attribute.ts';
import { evidenceCodebook as codebook } from '../../fixtures/evidence/codebook.ts';
import { interviewOf } from '../../support/interviews.ts';

const VOLUNTARY: SeparationFinding = { type: 'voluntary', ranked: true, doubt: false, sentence: null };
const FOUND: CodingOutcome = { kind: 'found', proposals: [], unsure: false };
const NONE: CodingOutcome = { kind: 'none', special: 'no-cause-found', sentences: [] };
const GENERIC: CodingOutcome = { kind: 'none', special: 'generic-reason', sentences: [1] };
const FAILED: CodingOutcome = { kind: 'failed', fault: 'model-slow' };

function segment(code: string, sentences: readonly number[], more: Partial<CodedSegment> = {}): CodedSegment {
  return {
    code,
    sentences,
    coder: 'reader',
    model: null,
    link: 'stated',
    status: 'accepted',
    why: null,
    verdicts: [],
    ...more,
  };
}

interface Case {
  readonly turns: readonly (readonly [SpeakerRole, string])[];
  readonly segments?: readonly CodedSegment[];
  readonly outcomes?: readonly CodingOutcome[];
  readonly separation?: Partial<SeparationFinding>;
  readonly interview?: Partial<Interview>;
}

function attributed({ turns, segments = [], outcomes = [FOUND], separation = {}, interview = {} }: Case) {
  return attribute({
    interview: interviewOf(turns, interview),
    segments,
    outcomes,
    separation: { ...VOLUNTARY, ...separation },
    codebook,
  });
}

/** "primary:pay5 contributing:offer2" */
const roles = (result: ReturnType<typeof attributed>) =>
  result.causes.map(({ role, code, strength }) => `${role}:${code}${strength}`).join(' ');

describe('R0, separation first', () => {
  const turns = [['leaver', 'The pay was low.']] as const;
  it('gives no cause to a leaver who did not choose', () => {
    const result = attributed({
      turns,
      segments: [segment('pay', [1])],
      separation: { type: 'retirement', ranked: false },
    });
    expect(result).toMatchObject({ outcome: 'coded', causes: [], special: null, codebook: 'sample@2.0' });
  });
  it('leaves a doubted resignation to a person', () => {
    const result = attributed({ turns, segments: [segment('pay', [1])], separation: { doubt: true } });
    expect(result).toMatchObject({ outcome: 'review', why: 'separation-doubt' });
  });
  it('asks before it trusts speakers in doubt, whatever was coded', () => {
    const result = attributed({ turns, segments: [segment('pay', [1])], interview: { doubt: 'speakers-swapped' } });
    expect(result).toMatchObject({ outcome: 'review', why: 'speakers-swapped', causes: [] });
  });
});

describe('R4 and strengths', () => {
  it('counts a complaint without a link apart', () => {
    const result = attributed({
      turns: [['leaver', 'The pay was low. 食堂一般。 My boss shouted.']],
      segments: [segment('manager', [3]), segment('pay', [1], { status: 'mentioned', why: 'mentioned', link: 'none' })],
    });
    expect(roles(result)).toBe('primary:manager4 mentioned:pay1');
  });
  it.each([
    ['The main reason is the pay.', 5],
    ['I would have stayed if the pay had moved.', 5],
    ['That letter about pay was the last straw.', 5],
    ['The pay is low.', 4],
    ['最主要还是钱太少。', 5],
    ['要是工资动一动，我就不走了。', 5],
    ['降薪那次是最后一根稻草。', 5],
    ['钱太少。', 4],
  ])('a primary told as %j has strength %i', (words, strength) => {
    const [cause] = attributed({ turns: [['leaver', words]], segments: [segment('pay', [1])] }).causes;
    expect(cause).toMatchObject({ role: 'primary', strength });
  });
  it('names the event and strengthens a contributing cause that is called a reason', () => {
    const result = attributed({
      turns: [['leaver', 'That shouting was the last straw. The road is also a reason I am leaving. The pay is low.']],
      segments: [segment('manager', [1]), segment('family', [2]), segment('pay', [3])],
    });
    expect(roles(result)).toBe('primary:manager5 contributing:family3 contributing:pay2');
    expect(result.causes[0]?.trigger).toBe('event');
  });
  it('keeps three contributing causes, strongest first, and mentions the rest', () => {
    const result = attributed({
      turns: [['leaver', 'The main reason is pay. Hours. Boss. No path. It also counted that mother is ill.']],
      segments: ['pay', 'hours', 'manager', 'growth', 'family'].map((code, index) => segment(code, [index + 1])),
    });
    expect(roles(result)).toBe(
      'primary:pay5 contributing:family3 contributing:hours2 contributing:manager2 mentioned:growth1',
    );
  });
});

describe('R5, most specific', () => {
  it('drops "another cause" from words that hold a concrete one', () => {
    const result = attributed({
      turns: [['leaver', '工资太低。']],
      segments: [segment('other-cause', [1]), segment('pay', [1])],
    });
    expect(roles(result)).toBe('primary:pay4');
  });
});

describe('R6, push behind pull', () => {
  it.each(['A recruiter rang with a main reason to go. My boss had shouted.', '说到底是有个好机会。领导天天骂人。'])(
    'a named push is primary: %s',
    (words) => {
      const result = attributed({
        turns: [['leaver', words]],
        segments: [segment('offer', [1]), segment('manager', [2])],
      });
      expect(result.causes.map(({ role, code }) => `${role}:${code}`)).toEqual([
        'primary:manager',
        'contributing:offer',
      ]);
    },
  );
  it('lets a pull be primary where nothing here is named', () => {
    const result = attributed({ turns: [['leaver', '对方找来的。']], segments: [segment('offer', [1])] });
    expect(roles(result)).toBe('primary:offer4');
  });
  it('does not demote a pull for a complaint without a link', () => {
    const result = attributed({
      turns: [['leaver', '对方找来的。 加班有点多。']],
      segments: [segment('offer', [1]), segment('hours', [2], { status: 'mentioned', why: 'mentioned' })],
    });
    expect(roles(result)).toBe('primary:offer4 mentioned:hours1');
  });
});

describe('R7, root over result', () => {
  it.each([
    'We worked every weekend. That is how it went, which is why my back gave in, the main reason I stop.',
    '天天干到半夜。结果身体垮了，说到底是身体。',
  ])('a stated chain makes the root primary: %s', (words) => {
    const result = attributed({
      turns: [['leaver', words]],
      segments: [segment('health', [2]), segment('hours', [1])],
    });
    expect(result.causes.map(({ role, code }) => `${role}:${code}`)).toEqual(['primary:hours', 'contributing:health']);
  });
  it.each(['Double shifts all winter. I sleep badly.', '冬天全是双班。我睡不好。'])(
    'takes what was done for the root where nothing else decides: %s',
    (words) => {
      const result = attributed({
        turns: [['leaver', words]],
        segments: [segment('health', [2]), segment('hours', [1])],
      });
      expect(result.causes.map(({ role, code }) => `${role}:${code}`)).toEqual([
        'primary:hours',
        'contributing:health',
      ]);
    },
  );
  it.each(['My back is gone because of the double shifts.', '身体是加班熬出来的毛病。'])(
    'finds the root inside one sentence: %s',
    (words) => {
      const result = attributed({
        turns: [['leaver', words]],
        segments: [segment('health', [1]), segment('hours', [1])],
      });
      expect(result.causes[0]).toMatchObject({ role: 'primary', code: 'hours' });
    },
  );
  it.each([
    'The weekends did it. So my heart gave out and the doctor told me to stop.',
    '天天干到半夜。结果心脏出了问题，医生说不能再干了。',
  ])("a doctor's order turns it round: %s", (words) => {
    const result = attributed({
      turns: [['leaver', words]],
      segments: [segment('hours', [1]), segment('health', [2])],
    });
    expect(result.causes.map(({ role, code }) => `${role}:${code}`)).toEqual(['primary:health', 'contributing:hours']);
  });
  it('sees no chain between causes that stand apart', () => {
    const result = attributed({
      turns: [
        ['leaver', 'The weekends are long.'],
        ['interviewer', 'Why do you leave?'],
        ['leaver', 'My back is bad.'],
      ],
      segments: [segment('hours', [1]), segment('health', [3])],
    });
    expect(result.causes[0]).toMatchObject({ role: 'primary', code: 'health' });
  });
});

describe('R8, one primary', () => {
  const two = (words: string) =>
    attributed({ turns: [['leaver', words]], segments: [segment('pay', [1]), segment('hours', [2])] });
  it.each([
    ['ranking words before a counterfactual', 'I would have stayed if pay had moved. The main reason is the hours.'],
    ['a counterfactual before a trigger', 'That pay slip was the last straw. I would have stayed if hours were fair.'],
    ['a trigger before nothing', 'The pay is low. That night shift was the last straw.'],
    ['a dated decision', 'The pay is low. After the night shift, that morning I decided to go.'],
    ['a word that the other was not the main one', 'The pay is also a reason. The hours are long.'],
    ['最主要 before 要是', '要是工资动一动我就不走。 最主要是加班。'],
    ['要是 before 最后一根稻草', '降薪是最后一根稻草。 要是不加班我就不走。'],
    ['那天 before nothing', '工资低。 连上四个夜班，那天早上我就开始投简历。'],
    ['也是原因 behind the rest', '工资也是一个原因。 天天加班。'],
  ])('%s', (_, words) => {
    expect(two(words).causes[0]).toMatchObject({ role: 'primary', code: 'hours' });
  });
  it.each([
    ['What could be better?', 'Why are you leaving?'],
    ['有什么建议？', '为什么要走？'],
  ])('the answer to why comes before the number of turns: %s', (other, why) => {
    const result = attributed({
      turns: [
        ['interviewer', other],
        ['leaver', 'Pay.'],
        ['interviewer', other],
        ['leaver', 'Pay again.'],
        ['interviewer', why],
        ['leaver', 'The hours.'],
      ],
      segments: [segment('pay', [2, 4]), segment('hours', [6])],
    });
    expect(result.causes[0]).toMatchObject({ role: 'primary', code: 'hours' });
  });
  it('then counts answer turns', () => {
    const result = attributed({
      turns: [
        ['interviewer', '还有吗？'],
        ['leaver', '工资低。'],
        ['interviewer', '还有吗？'],
        ['leaver', '加班多。'],
        ['interviewer', '还有吗？'],
        ['leaver', '还是加班。'],
      ],
      segments: [segment('pay', [2]), segment('hours', [4, 6])],
    });
    expect(result.causes[0]).toMatchObject({ role: 'primary', code: 'hours' });
  });
  it('names two for a true tie and none for three', () => {
    expect(roles(two('The pay is low. The hours are long.'))).toBe('primary:pay4 primary:hours4');
    const three = attributed({
      turns: [['leaver', '工资低。加班多。没发展。']],
      segments: [segment('pay', [1]), segment('hours', [2]), segment('growth', [3])],
    });
    expect(three).toMatchObject({ outcome: 'coded', special: 'undetermined' });
    expect(roles(three)).toBe('contributing:pay2 contributing:hours2 contributing:growth2');
  });
  it('puts what a person named as the cause above every marker', () => {
    const result = attributed({
      turns: [['leaver', 'The main reason is pay. The hours are long.']],
      segments: [segment('pay', [1]), segment('hours', [2], { coder: 'person', link: 'why-answer' })],
    });
    expect(result.causes[0]).toMatchObject({ role: 'primary', code: 'hours' });
  });
});

describe('R9, evidence', () => {
  it('keeps who found what, apart and in order', () => {
    const [cause] = attributed({
      turns: [['leaver', 'Low pay. Lower pay. No rise.']],
      segments: [
        segment('pay', [3], { coder: 'model', model: 'M' }),
        segment('pay', [1]),
        segment('pay', [2, 3], { coder: 'model', model: 'M' }),
      ],
    }).causes;
    expect(cause?.evidence).toEqual([
      { sentences: [2, 3], coder: 'model', model: 'M' },
      { sentences: [1], coder: 'reader', model: null },
    ]);
  });
});

describe('R10 and interviews without a cause', () => {
  const turns = [['leaver', 'Personal reasons. 个人原因。']] as const;
  const waiting = segment('pay', [1], { coder: 'model', status: 'needs-person', why: 'no-model' });
  it.each([
    ['a coder found none', [], [NONE], { outcome: 'no-cause', special: 'no-cause-found', why: null }],
    ['a coder found formulas', [], [NONE, GENERIC], { outcome: 'no-cause', special: 'generic-reason', why: null }],
    ['all coders failed', [], [FAILED, FAILED], { outcome: 'failed', special: null, why: 'model-slow' }],
    ['one failed, one found none', [], [FAILED, NONE], { outcome: 'no-cause', special: 'no-cause-found' }],
    ['one failed, one found nothing that holds', [], [FAILED, FOUND], { outcome: 'review', why: 'model-slow' }],
    ['a coder is unsure', [], [{ kind: 'unsure', why: 'weak-evidence' }], { outcome: 'review', why: 'weak-evidence' }],
    ['a proposal waits', [waiting], [FOUND, NONE], { outcome: 'review', why: 'no-model' }],
    ['nothing was accepted', [], [FOUND], { outcome: 'review', why: 'nothing-accepted' }],
  ] as const)('when %s', (_, segments, outcomes, expected) => {
    expect(attributed({ turns, segments, outcomes })).toMatchObject({ ...expected, causes: [] });
  });
  it('is generic when all proposals were formulas', () => {
    const segments = [segment('growth', [1], { status: 'rejected', why: 'generic-words' })];
    expect(attributed({ turns, segments })).toMatchObject({ outcome: 'no-cause', special: 'generic-reason' });
  });
  it('keeps complaints of an interview without a cause', () => {
    const segments = [segment('pay', [1], { status: 'mentioned', why: 'mentioned' })];
    const result = attributed({ turns, segments, outcomes: [FOUND, NONE] });
    expect(result).toMatchObject({ outcome: 'no-cause', special: 'no-cause-found' });
    expect(roles(result)).toBe('mentioned:pay1');
    expect(attributed({ turns, segments })).toMatchObject({ outcome: 'review', why: 'only-mentioned' });
  });
});

describe('R11, form and talk', () => {
  const tick = (sentence: number, main = false) => ({ option: 'x', sentence, main });
  const ticked = (code: string, sentence: number) => segment(code, [sentence], { coder: 'tick' });
  it('follows the words where they disagree, and says so', () => {
    const result = attributed({
      turns: [['leaver', 'Pay level. 领导天天骂人，所以我走。']],
      segments: [ticked('pay', 1), segment('manager', [2])],
      interview: { ticks: [tick(1, true)] },
    });
    expect(result.conflict).toBe('form-vs-narrative');
    expect(roles(result)).toBe('primary:manager4 mentioned:pay1');
  });
  it('counts further ticks as contributing where the form agrees', () => {
    const result = attributed({
      turns: [['leaver', 'Direct manager. Health and strain. My boss shouts.']],
      segments: [ticked('manager', 1), ticked('health', 2), segment('manager', [3])],
      interview: { ticks: [tick(1), tick(2)] },
    });
    expect(result.conflict).toBeNull();
    expect(roles(result)).toBe('primary:manager4 contributing:health2');
  });
  it('does not take a printed option for words, whoever read it', () => {
    const result = attributed({
      turns: [['leaver', 'Pay level. 领导天天骂人。']],
      segments: [segment('pay', [1], { coder: 'model', model: 'M' }), segment('manager', [2])],
      interview: { ticks: [tick(1)] },
    });
    expect(result.causes[0]).toMatchObject({ role: 'primary', code: 'manager' });
  });
  it.each([['My own story is a long one about boats.', '说来话长，跟船有关。']])(
    'lets ticks decide nothing while words beside them are open: %s',
    (...words) => {
      for (const told of words) {
        const open = {
          turns: [
            ['leaver', 'Pay.'],
            ['leaver', told],
          ],
          segments: [ticked('pay', 1)],
        } as const;
        const outcomes = [{ kind: 'unsure', why: 'no-model' }, FOUND] as const;
        const result = attributed({ ...open, outcomes, interview: { ticks: [tick(1)] } });
        expect(result).toMatchObject({ outcome: 'review', causes: [], why: 'no-model' });
      }
    },
  );

  it.each(['', 'Other.', '其他。'])('lets ticks count where the words beside them are empty: "%s"', (words) => {
    const result = attributed({
      turns: [['leaver', 'Pay.'], ...(words === '' ? [] : ([['leaver', words]] as const))],
      segments: [ticked('pay', 1)],
      outcomes: [{ kind: 'unsure', why: 'no-words-of-the-leaver' }, FOUND],
      interview: { ticks: [tick(1)] },
    });
    expect(roles(result)).toBe('primary:pay4');
  });

  it('counts every tick of a survey row: one is primary, a main one too, several have no order', () => {
    const turns = [['leaver', 'Pay. Hours. Manager. Growth. Health.']] as const;
    const all = ['pay', 'hours', 'manager', 'growth', 'health'].map((code, index) => ticked(code, index + 1));
    const ticks = all.map((_, index) => tick(index + 1));
    expect(roles(attributed({ turns, segments: all.slice(0, 1), interview: { ticks } }))).toBe('primary:pay4');
    const main = attributed({ turns, segments: all, interview: { ticks: ticks.with(1, tick(2, true)) } });
    expect(roles(main)).toContain('primary:hours4 contributing:pay2');
    expect(main.causes).toHaveLength(5);
    const several = attributed({ turns, segments: all, interview: { ticks } });
    expect(several).toMatchObject({ outcome: 'coded', special: 'undetermined' });
    expect(several.causes.map(({ role }) => role)).toEqual(Array(5).fill('contributing'));
  });
});

describe('R12, notes', () => {
  it.each([
    ['She says the main reason is pay.', 4],
    ['She says “the main reason is pay”.', 5],
    ['员工表示最主要是钱少。', 4],
    ['她说：“最主要是钱少。”', 5],
  ])('a paraphrase is never decisive, a quotation is: %s', (words, strength) => {
    const [cause] = attributed({ turns: [['note', words]], segments: [segment('pay', [1])] }).causes;
    expect(cause?.strength).toBe(strength);
  });
});
