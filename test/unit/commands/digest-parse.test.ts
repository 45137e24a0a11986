import { expect, test } from 'vitest';
import { parseDigest } from '../../../src/commands/parse-digest.ts';

const created = (words: string) => {
  const wish = parseDigest(words, 'UTC');
  if (wish.act !== 'create') return wish;
  const { every, day, hour, minute, timezone } = wish.recurrence;
  return `${every} ${day} ${hour}:${minute} ${timezone} ${wish.isOwnZone ? 'own' : 'default'}`;
};

test.each([
  ['weekly mon 09:00 Asia/Shanghai', 'week 1 9:0 Asia/Shanghai own'],
  ['weekly Sunday 9:05', 'week 7 9:5 UTC default'],
  ['每周一 09:00', 'week 1 9:0 UTC default'],
  ['每周日 下午3点半 Asia/Shanghai', 'week 7 15:30 Asia/Shanghai own'],
  ['每星期天 ０９：００', 'week 7 9:0 UTC default'],
  ['daily 18:30', 'day 0 18:30 UTC default'],
  ['每天 18:30', 'day 0 18:30 UTC default'],
  ['monthly 1 09:00', 'month 1 9:0 UTC default'],
  ['每月1日 09:00', 'month 1 9:0 UTC default'],
  ['daily 12:00 am', 'day 0 0:0 UTC default'],
  ['daily 12:15 pm', 'day 0 12:15 UTC default'],
  ['daily 6 pm', 'day 0 18:0 UTC default'],
  ['daily at 6:30 p.m.', 'day 0 18:30 UTC default'],
  ['daily 12am utc', 'day 0 0:0 UTC own'],
  ['weekly mon 09:00 asia/shanghai', 'week 1 9:0 Asia/Shanghai own'],
  ['每月1日 9点半', 'month 1 9:30 UTC default'],
  ['每天 早上九点', 'day 0 9:0 UTC default'],
  ['每周五十点二十五分', 'week 5 10:25 UTC default'],
  ['每天 二十三点', 'day 0 23:0 UTC default'],
  ['每天 下午6点', 'day 0 18:0 UTC default'],
  ['每天 下午12点', 'day 0 12:0 UTC default'],
  ['每天 中午12点', 'day 0 12:0 UTC default'],
  ['每天 中午1点', 'day 0 13:0 UTC default'],
  ['每天 上午12点', 'day 0 12:0 UTC default'],
  ['每天 凌晨12点', 'day 0 0:0 UTC default'],
  ['每天 凌晨两点', 'day 0 2:0 UTC default'],
  ['每天 晚上8点', 'day 0 20:0 UTC default'],
  ['每天 晚上12点', 'day 0 0:0 UTC default'],
  ['每天 晚上12点半', 'day 0 0:30 UTC default'],
  ['每天 晚上1点', 'day 0 1:0 UTC default'],
  // The midnight that ends a day belongs to the next one.
  ['每周一 晚上12点', 'week 2 0:0 UTC default'],
  ['每周日 晚上12点', 'week 1 0:0 UTC default'],
  ['每周一 凌晨12点', 'week 1 0:0 UTC default'],
  ['每月1日 晚上12点', 'month 2 0:0 UTC default'],
])('"%s"', (words, expected) => {
  expect(created(words)).toBe(expected);
});

test('department and silence, in either language and with blanks in quotes', () => {
  expect(parseDigest('weekly mon 09:00 dept="Field Sales" quiet', 'UTC')).toMatchObject({
    act: 'create',
    department: 'Field Sales',
    quiet: true,
  });
  expect(parseDigest('每周一 09:00 部门=销售 安静 lang=en', 'UTC')).toMatchObject({ department: '销售', quiet: true });
  expect(parseDigest('daily 09:00', 'UTC')).toMatchObject({ department: null, quiet: false });
});

test.each([
  ['pause 2', { act: 'pause', id: 2 }],
  ['恢复 2', { act: 'resume', id: 2 }],
  ['删除 12', { act: 'remove', id: 12 }],
  ['preview', { act: 'preview', id: null }],
  ['预览 3', { act: 'preview', id: 3 }],
  ['', { act: 'list' }],
  ['列表', { act: 'list' }],
])('"%s" is for a digest that exists', (words, expected) => {
  expect(parseDigest(words, 'UTC')).toEqual(expected);
});

test.each([
  ['weekly 09:00', 'weekly'],
  ['weekly mon', ''],
  ['daily 09:75', '09:75'],
  ['monthly 32 09:00', 'monthly'],
  ['weekly mon 09:00 Asia/Shangai', 'Asia/Shangai'],
  ['weekly mon 09:00 soon', 'soon'],
  ['weekly mon 25:00', '25:00'],
  ['每周一 25:00', '25:00'],
  ['daily 13:00 pm', '13:00 pm'],
  ['每天 上午13点', '上午13点'],
  ['每月31日 晚上12点', '晚上12点'],
  ['daily 9', '9'],
  ['pause', ''],
  ['pause two', 'two'],
  ['sometimes', 'sometimes'],
])('"%s" is turned down by name', (words, part) => {
  const wish = parseDigest(words, 'UTC');
  expect(wish).toEqual({ act: 'unclear', word: part });
});
