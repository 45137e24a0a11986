import { describe, expect, it } from 'vitest';
import type { InterviewHeader } from '../../../src/core/interview.ts';
import { isBefore, momentsOf, timelineOf } from '../../../src/evidence/timeline.ts';

/** "first", "second", or "unknown": which of two told events came first. */
function earlier(first: string, second: string, header: InterviewHeader = {}): string {
  const timeline = timelineOf({ header });
  const [a, b] = [momentsOf(first), momentsOf(second)];
  if (isBefore(a, b, timeline)) return 'first';
  return isBefore(b, a, timeline) ? 'second' : 'unknown';
}

describe('words of time put events in order', () => {
  it.each([
    ['In March 2024 they cut the rota.', 'Since May 2024 I sleep badly.'],
    ['On 2024-03-02 the rota changed.', 'By 2024/03/20 I slept badly.'],
    ['It began in Q1 2024.', 'It got worse in Q3 2024.'],
    ['Back in 2021 the roof leaked.', 'In 2023 the stairs went.'],
    ['Last year the roof leaked.', 'This year the stairs went.'],
    ['Three years ago the roof leaked.', 'A week ago the stairs went.'],
    ['Two months ago they split the team.', 'The last straw was last week.'],
    ['Before the merger we had two days at home.', 'After the merger we have none.'],
    ['2024年3月改了排班。', '2024年5月开始失眠。'],
    ['2024年三月十号之前都好。', '2024年4月排班改了。'],
    ['去年三月改了排班。', '今年二月开始失眠。'],
    ['前年换的主管。', '去年年底把组拆了。'],
    ['去年上半年还行。', '去年下半年天天加班。'],
    ['2023年第二季度换的主管。', '2023年四季度拆的组。'],
    ['三年前漏过水。', '上个月楼梯坏了。'],
    ['两个月前拆的组。', '上周那件事是最后一根稻草。'],
    ['合并之前每周在家两天。', '合并之后一天都没有。'],
  ])('whoever tells the day: %s %s', (before, after) => {
    expect(earlier(before, after)).toBe('first');
    expect(earlier(after, before)).toBe('second');
  });

  it.each([
    ['In November the rota changed.', 'Since February I sleep badly.', '2025-04-30'],
    ['In March the rota changed.', 'Since May I sleep badly.', '2025-08-20'],
    ['In 2023 the rota changed.', 'Last month I broke down.', '2024-06'],
    ['十一月改了排班。', '二月开始失眠。', '2025-04-30'],
    ['三月改了排班。', '五月开始失眠。', '2025-08'],
    ['2023年改了排班。', '上个月我撑不住了。', '2024-06-30'],
  ])('counted from the last day or the interview: %s %s', (before, after, day) => {
    for (const header of [{ lastDay: day }, { interviewDate: day }])
      expect(earlier(before, after, header)).toBe('first');
    expect(earlier(before, after)).toBe('unknown');
  });

  it.each([
    ['When I joined, we were six.', 'In March 2024 we were two.'],
    ['Before I came here I sold boats.', 'In March 2022 we were two.'],
    ['刚来的时候有六个人。', '2024年3月只剩两个。'],
    ['入职之前我卖过船。', '2022年3月只剩两个。'],
  ])('counted from the first day, where it is known: %s %s', (before, after) => {
    expect(earlier(before, after, { hireDate: '2021-09-01' })).toBe('first');
    expect(earlier(before, after, { tenureMonths: 33, lastDay: '2024-06-01' })).toBe('first');
    expect(earlier(before, after)).toBe('unknown');
  });

  it.each([
    ['The rota changed.', 'Since May I sleep badly.'],
    ['In 2023 the rota changed.', 'In June 2023 I broke down.'],
    ['Before the merger it was fine.', 'After the strike it was not.'],
    ['I may say so.', 'We march on.'],
    ['He owes me 2024 crowns.', 'In 2025 he paid.'],
    ['In May 2024 it rained.', 'From March to July 2024 it was wet.'],
    ['排班改了。', '五月开始失眠。'],
    ['2023年改了排班。', '2023年6月失眠。'],
    ['合并之前还好。', '上市之后不行。'],
    ['干了三个月。', '写了五个月。'],
    ['当月结清。', '每月一次。'],
  ])('and claim nothing where they overlap or are none: %s %s', (first, second) => {
    expect(earlier(first, second)).toBe('unknown');
    expect(earlier(second, first)).toBe('unknown');
  });
});
