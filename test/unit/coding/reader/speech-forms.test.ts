import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadCodebook } from '../../../../src/coding/load-codebook.ts';
import { createCodebookReader } from '../../../../src/coding/reader/codebook-reader.ts';
import type { SpeakerRole } from '../../../../src/core/interview.ts';
import { interviewOf } from '../../../support/interviews.ts';

const book = fileURLToPath(new URL('../../../../codebooks/employee-exit.yml', import.meta.url));
const { codebook, patterns, cues } = await loadCodebook(book);
const reader = createCodebookReader(codebook, patterns, cues);

const codesOf = async (...turns: readonly (readonly [SpeakerRole, string])[]) => {
  const outcome = await reader.code(interviewOf(turns));
  return outcome.kind === 'found' ? outcome.proposals.map(({ code, link }) => `${code} ${link}`) : [];
};
const answer = (question: string, words: string) => codesOf(['interviewer', question], ['leaver', words]);

describe('facts as people tell them', () => {
  it.each([
    ['pay-level', "My wage hasn't moved since the year I was hired."],
    ['pay-level', '同行都给到一万二，我这还是刚来那个数，申请过加薪也没批。'],
    ['reward-fairness', 'I found out the two new starters were earning more than me.'],
    ['reward-fairness', '方案是我写的，汇报的时候署名换成了领导。'],
    ['career-growth', 'I applied for the supervisor post twice and it went to an outsider again.'],
    ['career-growth', '竞聘参加了三次，回回落选，上面的人也不动。'],
    ['job-content', 'I was stamping delivery slips all day.'],
    ['job-content', '天天就是贴票、录入，换谁都能干。'],
    ['expectation-mismatch', 'At interview you promised me field work.'],
    ['expectation-mismatch', '面试的时候说是做策划，来了以后变成跑腿。'],
    ['manager-behavior', 'She tore into me in front of the whole queue.'],
    ['manager-behavior', '店长当着客人吼我，什么事都要她过目。'],
    ['peer-relations', 'The other four ate lunch without me and stopped talking when I came in.'],
    ['peer-relations', '她们背着我另建了小群，我一进屋就不说话了。'],
    ['culture-values', 'We were trained to mislead pensioners.'],
    ['culture-values', '公司教我们跟顾客说假话，开会没人敢吭声。'],
    ['company-direction', 'It was the fourth strategy in two years and the order book was drying up.'],
    ['company-direction', '年初做海外，下半年又改做硬件，客户也流失了。'],
    ['reorg-instability', 'Our team was folded into another site and nobody knew who we reported to.'],
    ['reorg-instability', '我们组被拆了，两年换了四个总监。'],
    ['workload-overtime', 'Two colleagues were never replaced and I was there past ten most nights.'],
    ['workload-overtime', '走了两个人一直没补，我一个人管三条线。'],
    ['schedule-flexibility', 'The rota comes out on Friday night before a Sunday shift.'],
    ['schedule-flexibility', '排班头一天晚上才通知，想调白班也不批。'],
    ['work-environment', 'The guard on the saw was held on with tape and I reported it four times.'],
    ['work-environment', '车间排风坏了半年，报修了六次没人修。'],
    ['relocation-commute', 'The bus was cut, so it is an hour and a half each way.'],
    ['relocation-commute', '班车停了，上下班倒三趟公交，要两个多小时。'],
    ['family-care', 'My mother has dementia and someone has to be with her.'],
    ['family-care', '我爸中风以后身边离不了人。'],
    ['health-wellbeing', 'My knees have gone and the surgeon said no more lifting.'],
    ['health-wellbeing', '大夫说我这腰不能再弯着干了。'],
    ['personal-path', 'I start an apprenticeship as a boat builder.'],
    ['personal-path', '我打算回去自己开一家面馆。'],
    ['external-offer', 'My former boss rang out of the blue and asked me to build her lab.'],
    ['external-offer', '导师打来电话问我愿不愿意去，这种项目一辈子就一次。'],
  ])('%s: %s', async (code, words) => {
    const why = /\p{Script=Han}/u.test(words) ? '为什么离职？' : 'Why are you leaving?';
    expect((await answer(why, words)).map((each) => each.split(' ')[0])).toEqual([code]);
  });
});

describe('ties as people say them', () => {
  const fact = 'He shouted at me every shift.';
  it.each([
    `${fact} So I'm off.`,
    `${fact} I'd had enough.`,
    `${fact} That was it for me.`,
    `${fact} I handed in my notice the same week.`,
    `${fact} After that I started looking.`,
    `${fact} I couldn't see myself there.`,
    `It all came down to this: ${fact}`,
    `${fact} Hence my letter of notice.`,
    `${fact} That's what did it.`,
    `${fact} Nobody cared. It went on for months. That evening I told my husband.`,
    '班长天天吼我。我就死心了。',
    '班长天天吼我。行了，走吧。',
    '班长天天吼我。那天回家我就跟老公说不干了。',
    '班长天天吼我。谁也不管。就这么过了半年。当晚就给猎头回电话。',
  ])('%s', async (words) => {
    expect(await codesOf(['leaver', words])).toEqual(['manager-behavior stated']);
  });

  it('through a request for more', async () => {
    for (const more of ['Go on.', 'Can you tell me more?', 'I see. And then?'])
      expect(
        await codesOf(
          ['interviewer', 'Why are you leaving?'],
          ['leaver', 'It has a history.'],
          ['interviewer', more],
          ['leaver', fact],
        ),
      ).toEqual(['manager-behavior why-answer']);
    for (const more of ['然后呢？', '嗯，具体说说。', '能展开讲讲吗？'])
      expect(
        await codesOf(
          ['interviewer', '为什么离职？'],
          ['leaver', '说来话长。'],
          ['interviewer', more],
          ['leaver', '班长天天吼我。'],
        ),
      ).toEqual(['manager-behavior why-answer']);
  });

  it('through what would have kept them', async () => {
    expect(await answer('What would have kept you here?', 'A promotion, I suppose.')).toEqual([
      'career-growth counterfactual',
    ]);
    expect(await answer('怎么做你会留下？', '换个组长。')).toEqual(['manager-behavior counterfactual']);
  });

  it('through the heading of a note', async () => {
    expect(
      await codesOf([
        'note',
        'Reason for leaving: the night before is when she got her shifts. The rota came out on the day before.',
      ]),
    ).toEqual(['schedule-flexibility why-answer']);
    expect(await codesOf(['note', '离职原因：据她讲，班长多次当众骂她。'])).toEqual(['manager-behavior why-answer']);
  });

  it('across turns when the counterfactual points back', async () => {
    expect(
      await codesOf(
        ['leaver', 'My wage has not moved for years.'],
        ['interviewer', 'And so?'],
        ['leaver', "If you had changed that I'd have stayed."],
      ),
    ).toEqual(['pay-level counterfactual']);
  });
});

describe('what looks alike', () => {
  it('a subject alone is the answer to why, but never a formula of private life', async () => {
    expect(await answer('Why are you leaving?', 'Honestly, money.')).toEqual(['pay-level why-answer']);
    expect(await answer('为什么离职？', '就是工资。')).toEqual(['pay-level why-answer']);
    expect(await answer('Why are you leaving?', 'The kids, mostly family.')).toEqual([]);
    expect(await answer('为什么离职？', '家里的原因。')).toEqual([]);
  });

  it('somebody named who left over it is somebody else', async () => {
    expect(await answer('Why are you leaving?', 'Sam left because of the overtime.')).toEqual([]);
    expect(await answer('为什么离职？', '同事老说加班太多。')).toEqual([]);
  });

  it('small doings are no decision to leave', async () => {
    expect(await codesOf(['leaver', 'The heating was broken. So I took the bus home.'])).toEqual([]);
    expect(await codesOf(['leaver', 'The heating was broken. I rang the landlord the same day.'])).toEqual([]);
    expect(await codesOf(['leaver', '暖气坏了没人修。后来我提了三次，只能自己带毯子。'])).toEqual([]);
  });

  it('the same money for more scope is growth, not pay', async () => {
    expect(await codesOf(['leaver', 'I would have stayed on the same salary for a bigger job.'])).toEqual([
      'career-growth counterfactual',
    ]);
  });

  it('another person’s illness is care', async () => {
    expect(await answer('Why are you leaving?', 'My mother had a stroke and needs me.')).toEqual([
      'family-care why-answer',
    ]);
    expect(await answer('为什么离职？', '我妈住院动手术，需要人照顾。')).toEqual(['family-care why-answer']);
  });

  it('a result whose root it cannot read is left to a person', async () => {
    expect(
      await codesOf(['leaver', 'It is all upside down, so I can never book childcare, and that is why I resigned.']),
    ).toEqual([]);
    expect(await codesOf(['leaver', '天天这么折腾，搞得我整夜睡不着，所以才辞职。'])).toEqual([]);
  });

  it('what is conceded before “but I would have stayed” is no reason', async () => {
    expect(await codesOf(['leaver', 'The pay was never great, but I would have stayed till sixty.'])).toEqual([]);
    expect(await codesOf(['leaver', '工资是低了点，但只要还让我开车我就不走。'])).toEqual([]);
  });

  it('what led here from another employer is no reason', async () => {
    expect(await answer('Why are you leaving?', 'The foreman shouted at me daily there. So I came to you.')).toEqual(
      [],
    );
    expect(await answer('为什么离职？', '那边组长天天骂人，当众吼我。所以来这里以后我很知足。')).toEqual([]);
  });
});
