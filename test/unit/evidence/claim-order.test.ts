import { describe, expect, it } from 'vitest';
import type { Finding, Findings } from '../../../src/core/findings.ts';
import type { Language } from '../../../src/core/language.ts';
import { orderFault } from '../../../src/evidence/claim-order.ts';
import { evidenceCodebook } from '../../fixtures/evidence/codebook.ts';
import { contextOf } from '../../fixtures/findings/context.ts';
import { interviewsWith } from '../../fixtures/findings/sample.ts';

const CONTROLLABLE: Readonly<Record<string, 'yes' | 'partly' | 'no'>> = { family: 'no', offer: 'partly' };
const codebook = {
  ...evidenceCodebook,
  codes: evidenceCodebook.codes.map((code) => ({ ...code, controllable: CONTROLLABLE[code.id] ?? ('yes' as const) })),
};

const base = contextOf(interviewsWith({ pay: 12, relocation: 9 }), 'en').findings;
const [sample] = base.table;
const finding = (code: string, interviews: number, more: Partial<Finding> = {}): Finding => ({
  ...(sample as Finding),
  ...{ code, interviews, frequency: 'medium' },
  ...more,
});

/** Pay weighs most, but more people named the hours; manager and family were named by as many. */
const findings: Findings = {
  ...base,
  table: [
    finding('pay', 9, { share: 0.3, frequency: 'medium-high' }),
    finding('hours', 12, { share: 0.25, tiedWithPrevious: true }),
    finding('manager', 6, { share: 0.1 }),
    finding('family', 6, { share: 0.1 }),
    finding('offer', 3, { share: 0.05, frequency: 'low' }),
    finding('growth', 20, { disputed: true, rank: null }),
  ],
};

const faultOf = (text: string, language: Language, section: 'core' | 'suggestions' = 'core') =>
  orderFault({ section, text }, { findings, codebook, language });

describe('places, comparisons and levels that were counted', () => {
  it.each([
    ['en', '{cause:pay} weighs most: {count:pay} interviews name it.'],
    ['en', '{cause:pay} and {cause:hours} weigh most.'],
    ['en', '{cause:pay} weighs most and {cause:hours} follows.'],
    ['en', '{cause:hours} is named most often.'],
    ['en', 'Most often named is {cause:hours}, followed by {cause:pay}.'],
    ['en', '{cause:pay} ranks first, {cause:hours} second and {cause:manager} third.'],
    ['en', 'One of the main causes is {cause:manager}.'],
    ['en', '{cause:pay} stands ahead of {cause:manager}.'],
    ['en', '{cause:offer} weighs less than {cause:pay}.'],
    ['en', '{cause:manager} and {cause:family} are named as often; {cause:offer} is named least.'],
    ['en', '{cause:family}, followed by {cause:manager}, is mentioned as well.'],
    ['en', 'The next comes {cause:hours}.'],
    ['en', '{cause:family} ranks third.'],
    ['en', '{cause:family} cannot be changed, while {cause:pay} can be changed and {cause:offer} in part.'],
    ['en', '{cause:pay} has a medium-high frequency.'],
    ['en', 'At least {cause:offer} can be changed in part.'],
    ['zh', '分量最重的原因是{cause:pay}：{count:pay}访谈提到。'],
    ['zh', '{cause:hours}被提及最多，其次是{cause:pay}。'],
    ['zh', '{cause:pay}居首，{cause:hours}排在第二，{cause:manager}排在第三。'],
    ['zh', '其次是{cause:hours}。'],
    ['zh', '{cause:manager}是最主要的原因之一。'],
    ['zh', '{cause:offer}的分量低于{cause:pay}。'],
    ['zh', '{cause:family}难以改变，{cause:pay}可以改变，{cause:offer}部分可以改变。'],
    ['zh', '{cause:pay}频率为中高，{cause:offer}为低频。'],
    ['zh', '最后，{cause:offer}也被提到。'],
  ] as const)('%s: %s', (language, text) => {
    expect(faultOf(text, language)).toBeNull();
  });

  it('a suggestion may say what to do first', () => {
    expect(faultOf('First consider a talk about {cause:hours}.', 'en', 'suggestions')).toBeNull();
    expect(faultOf('第一步可以就{cause:hours}沟通。', 'zh', 'suggestions')).toBeNull();
    expect(faultOf('Consider a talk about {cause:offer}, which weighs most.', 'en', 'suggestions')).toBe(
      'against-the-order',
    );
  });
});

describe('what was counted otherwise', () => {
  it.each([
    ['en', '{cause:hours} weighs most.'],
    ['en', '{cause:offer} is the main cause.'],
    ['en', '{cause:pay} is named most often.'],
    ['en', '{cause:growth} ranks first.'],
    ['en', '{cause:pay} and {cause:manager} weigh most.'],
    ['en', '{cause:hours} weighs most and {cause:pay} follows.'],
    ['en', '{cause:pay} ranks first, {cause:manager} second.'],
    ['en', '{cause:hours} stands ahead of {cause:pay}.'],
    ['en', '{cause:manager} is followed by {cause:pay}.'],
    ['en', '{cause:pay} weighs less than {cause:offer}.'],
    ['en', 'One of the main causes is {cause:offer}.'],
    ['en', '{cause:pay} is named least.'],
    ['en', 'The next comes {cause:pay}.'],
    ['zh', '分量最重的原因是{cause:hours}。'],
    ['zh', '{cause:pay}被提及最多。'],
    ['zh', '{cause:manager}居首。'],
    ['zh', '{cause:pay}居首，{cause:manager}排在第二。'],
    ['zh', '{cause:hours}分量较重，其次是{cause:pay}。'],
    ['zh', '{cause:pay}的分量低于{cause:offer}。'],
    ['zh', '{cause:offer}是最主要的原因之一。'],
  ] as const)('%s: against the order: %s', (language, text) => {
    expect(faultOf(text, language)).toBe('against-the-order');
  });

  it.each([
    ['en', '{cause:family} can be changed.'],
    ['en', '{cause:pay} cannot be changed.'],
    ['en', '{cause:pay} can be changed in part.'],
    ['en', '{cause:pay} has a low frequency.'],
    ['zh', '{cause:family}可以改变。'],
    ['zh', '{cause:pay}难以改变。'],
    ['zh', '{cause:offer}频率较为明确，为高频。'],
  ] as const)('%s: against what was counted: %s', (language, text) => {
    expect(faultOf(text, language)).toBe('against-the-findings');
  });
});
