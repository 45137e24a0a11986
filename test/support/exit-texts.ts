/** Small invented interviews whose causes are said outright, for tests of the whole program. */
function transcript(cells: { department: string; day: string; reason: string; more?: string }): string {
  return [
    'Exit interview',
    `Department: ${cells.department}`,
    `Last day: ${cells.day}`,
    'Separation type: Resignation',
    '',
    'Q: Was it the long hours?',
    'A: No, the hours were fine.',
    'Q: So why are you leaving?',
    `A: ${cells.reason}`,
    ...(cells.more === undefined ? [] : ['Q: Anything else?', `A: ${cells.more}`]),
    'Q: Thank you.',
    'A: All the best to everyone.',
  ].join('\n');
}

function mianTan(cells: { department: string; day: string; reason: string }): string {
  return [
    '离职面谈记录',
    `部门：${cells.department}`,
    `离职日期：${cells.day}`,
    '离职类型：主动离职',
    '',
    '问：是不是加班太多？',
    '答：加班不多。',
    '问：那为什么要走呢？',
    `答：${cells.reason}`,
    '问：谢谢。',
    '答：也谢谢大家。',
  ].join('\n');
}

/** Six English and six Chinese interviews: pay four times, family care four times, the manager four times. */
export const EXIT_TEXTS: Readonly<Record<string, string>> = {
  'en-pay-1.txt': transcript({
    department: 'Stores',
    day: '2026-07-03',
    reason: "I'm leaving because my pay has not gone up in four years.",
  }),
  'en-pay-2.txt': transcript({
    department: 'Stores',
    day: '2026-07-10',
    reason: 'I am leaving because the salary is far below what other depots pay.',
    more: 'The canteen soup is good.',
  }),
  'en-care-1.txt': transcript({
    department: 'Lab',
    day: '2026-07-17',
    reason: "I'm leaving because my mother is ill and I have to care for her at home.",
  }),
  'en-care-2.txt': transcript({
    department: 'Lab',
    day: '2026-08-07',
    reason: 'I am leaving because there is nobody else to look after my disabled son.',
  }),
  'en-boss-1.txt': transcript({
    department: 'Desk',
    day: '2026-08-14',
    reason: "I'm leaving because my manager shouts at me in front of everybody.",
  }),
  'en-boss-2.txt': transcript({
    department: 'Desk',
    day: '2026-08-21',
    reason: 'I am leaving because my manager humiliated me in every review.',
  }),
  '薪酬一.txt': mianTan({ department: '销售部', day: '2026-07-06', reason: '我是因为工资太低，四年没涨过薪才走的。' }),
  '薪酬二.txt': mianTan({
    department: '销售部',
    day: '2026-07-13',
    reason: '主要是因为工资比同行低太多，所以才辞职。',
  }),
  '照顾一.txt': mianTan({
    department: '质检部',
    day: '2026-07-20',
    reason: '因为我妈病了，我要回家照顾她，所以才辞职的。',
  }),
  '照顾二.txt': mianTan({
    department: '质检部',
    day: '2026-08-03',
    reason: '主要是因为孩子没人带，我得回去照顾孩子，所以离职。',
  }),
  '上级一.txt': mianTan({ department: '客服部', day: '2026-08-10', reason: '因为组长当着所有人骂我，我才决定走的。' }),
  '上级二.txt': mianTan({
    department: '客服部',
    day: '2026-08-17',
    reason: '我走就是因为主管天天针对我，总让我背锅。',
  }),
};
