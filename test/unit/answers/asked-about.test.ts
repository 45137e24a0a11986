import { describe, expect, it } from 'vitest';
import { askedAbout } from '../../../src/answers/asked-about.ts';
import { interviewOf } from '../../support/interviews.ts';

const running = new AbortController().signal;

const spoken = (question: string, answer: string) =>
  interviewOf([
    ['interviewer', question],
    ['leaver', answer],
  ]);

describe('askedAbout', () => {
  it.each([
    ['parking', 'Was parking a problem?', ['No.', 'No, not really.']],
    ['停车', '停车有问题吗？', ['没有。', '没有，挺方便的。']],
  ])('counts %s as asked twice, both no', async (topic, question, answers) => {
    const interviews = answers.map((answer) => spoken(question, answer));
    expect(await askedAbout(topic, interviews, running)).toEqual({ asked: 2, plainNo: 2 });
  });

  it.each([
    ['parking', 'Was parking a problem?', 'Yes, each morning.'],
    ['parking', 'Was parking a problem?', 'No. It was the pay that made me go.'],
    ['parking', 'Was parking a problem?', 'Nobody ever found a space.'],
    ['停车', '停车有问题吗？', '有，天天找不到车位。'],
    ['停车', '停车有问题吗？', '没有。但是工资太低了。'],
    ['停车', '停车有问题吗？', '不方便停车的地方太多了，我每天都要绕很久。'],
  ])('takes no other answer for a no (%s)', async (topic, question, answer) => {
    expect(await askedAbout(topic, [spoken(question, answer)], running)).toEqual({ asked: 1, plainNo: 0 });
  });

  it('counts printed questions of forms', async () => {
    const form = (question: string, answer: string) => {
      const interview = interviewOf([['leaver', answer]]);
      return { ...interview, turns: interview.turns.map((turn) => ({ ...turn, question })) };
    };
    expect(await askedAbout('parking', [form('Any trouble with parking?', 'No')], running)).toEqual({
      asked: 1,
      plainNo: 1,
    });
    expect(await askedAbout('停车', [form('停车方面有困难吗', '无')], running)).toEqual({ asked: 1, plainNo: 1 });
  });

  it.each(['canteen', '食堂', '', '？'])('counts nothing where nobody asked about "%s"', async (topic) => {
    const interviews = [spoken('Was parking a problem?', 'No.'), spoken('停车有问题吗？', '没有。')];
    expect(await askedAbout(topic, interviews, running)).toEqual({ asked: 0, plainNo: 0 });
  });

  it('takes a question without an answer for no answer', async () => {
    expect(await askedAbout('parking', [interviewOf([['interviewer', 'Was parking fine?']])], running)).toEqual({
      asked: 1,
      plainNo: 0,
    });
  });
});
