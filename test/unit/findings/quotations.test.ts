import { describe, expect, it } from 'vitest';
import { quotationsOf } from '../../../src/findings/quotations.ts';
import { attributedOf, causeOf, sampleCodebook } from '../../fixtures/findings/sample.ts';

type Options = NonNullable<Parameters<typeof attributedOf>[2]>;

const evidenceOf = (sentences: readonly number[], coder: 'reader' | 'tick' = 'reader') => [
  { sentences, coder, model: null },
];
const quoted = (sentences: readonly number[], more: Options = {}, coder: 'reader' | 'tick' = 'reader') => {
  const cause = causeOf('pay', 'primary', { evidence: evidenceOf(sentences, coder) });
  return quotationsOf('pay', [{ ...attributedOf('one', [cause], more), number: 7 }], sampleCodebook);
};

describe('quotationsOf', () => {
  it.each([
    ['en', 'First  came the rent,  then the raise that never was. So I looked around. Later on I signed.'],
    ['zh', '房租涨了，工资三年没动。我就开始看机会了。后来签了。'],
  ])('cuts adjoining sentences as one exact slice (%s)', (_, words) => {
    const [quotation] = quoted([2, 3], { words });
    const { interview } = attributedOf('one', [], { words });
    expect(quotation).toMatchObject({ interviewId: 'one', interviewNumber: 7, sentences: [2, 3] });
    expect(interview.text).toContain(quotation?.text);
    expect(words.startsWith(quotation?.text ?? '-')).toBe(true);
  });

  it('keeps to two sentences and prefers decisive words', () => {
    const words = 'The bus is late each day. It is cold in there. The main reason is my pay. It never moved. Not once.';
    const [quotation] = quoted([2, 3, 4, 5], { words });
    expect(quotation?.sentences).toEqual([4, 5]);
    const [chinese] = quoted([2, 4], { words: '公交总是晚点来的。办公室很冷很冷。主要是工资一直没有涨过。' });
    expect(chinese?.sentences).toEqual([4]);
  });

  it('never joins sentences that do not adjoin', () => {
    const [quotation] = quoted([2, 4], {
      words: 'My pay stood still for years. The view was nice. Rent rose each spring.',
    });
    expect(quotation?.sentences).toHaveLength(1);
  });

  it('never quotes a note or a ticked option as what the person said', () => {
    expect(quoted([2], { role: 'note' })).toEqual([]);
    expect(quoted([2], { role: 'interviewer' })).toEqual([]);
    expect(quoted([2], {}, 'tick')).toEqual([]);
  });

  it('drops a quotation that is mostly a mask', () => {
    const words = '[name] and [name].';
    const at = 'Why are you leaving?\n'.length;
    const mask = (start: number) => ({
      kind: 'name' as const,
      start,
      end: start + 6,
      originalStart: 0,
      originalEnd: 0,
    });
    expect(quoted([2], { words, interview: { masks: [mask(at)] } })).toHaveLength(1);
    expect(quoted([2], { words, interview: { masks: [mask(at), mask(at + 11)] } })).toHaveLength(0);
  });

  it('takes at most one quotation per interview and three per cause, the stronger first', () => {
    const weak = ['a', 'b', 'c', 'd'].map((id, index) => ({
      ...attributedOf(id, [causeOf('pay', 'contributing')]),
      number: index + 1,
    }));
    const strong = { ...attributedOf('e', [causeOf('pay', 'primary', { strength: 5 })]), number: 5 };
    const ids = quotationsOf('pay', [...weak, strong], sampleCodebook).map((quotation) => quotation.interviewId);
    expect(ids).toEqual(['e', 'a', 'b']);
  });

  it('quotes no mere mention', () => {
    const mention = { ...attributedOf('a', [causeOf('pay', 'mentioned')]), number: 1 };
    expect(quotationsOf('pay', [mention], sampleCodebook)).toEqual([]);
  });

  it.each([
    ['en', 'My back gave up, and the pay was low. The raise never came.', 'The raise never came.'],
    ['zh', '腰不行了，工资也低。涨薪一直没有兑现。', '涨薪一直没有兑现。'],
  ])('never quotes what a most sensitive cause rests on, in no cause’s name (%s)', (_, words, left) => {
    const causes = [
      causeOf('pay', 'primary', { evidence: evidenceOf([2, 3]) }),
      causeOf('pay', 'primary', { evidence: [...evidenceOf([2]), ...evidenceOf([3])] }),
    ].map((pay) => [pay, causeOf('health', 'contributing', { evidence: evidenceOf([2]) })]);
    const of = (code: string) =>
      causes.map((each) =>
        quotationsOf(code, [{ ...attributedOf('one', each, { words }), number: 1 }], sampleCodebook).map(
          ({ text }) => text,
        ),
      );
    expect(of('pay')).toEqual([[], [left]]);
    expect(of('health')).toEqual([[], []]);
  });
});
