import { describe, expect, it } from 'vitest';
import { interviewsIn, onlyInterview, said, structure, structureRows } from './structuring.ts';

const options = (rows: readonly (readonly string[])[]) =>
  interviewsIn(structureRows(rows)).map((interview) =>
    interview.ticks.map((tick) => tick.option + (tick.main ? '!' : '')),
  );

describe('survey tables: a row is an interview', () => {
  it.each([
    ['Reasons ticked', 'Pay;Commute', ['Pay', 'Commute']],
    ['原因（多选）', '薪酬┋通勤', ['薪酬', '通勤']],
  ])('reads the choices under "%s", which names no leaving', (heading, cell, ticked) => {
    expect(
      options([
        ['ID', heading],
        ['1', cell],
        ['2', ticked[0] ?? ''],
      ]),
    ).toEqual([ticked, [ticked[0]]]);
  });

  it('reads one true/false column a factor', () => {
    const rows = [
      ['ID', 'SeparationType', 'Cease Date', 'Conflicts', 'Workload', 'Moving house', 'Morale', 'Gender', 'Disability'],
      ['7', 'Resignation-Other reasons', '08/2012', 'FALSE', 'TRUE', 'TRUE', 'A', 'Female', 'Yes'],
      ['8', 'Age Retirement', '09/2012', 'FALSE', 'FALSE', 'FALSE', 'N', 'Male', ''],
    ];
    const structured = structureRows(rows);
    expect(options(rows)).toEqual([['Workload', 'Moving house'], []]);
    expect(structured).toMatchObject({
      remarks: [{ code: 'survey-ticks-only', detail: { rows: 2, withoutReason: 1 } }],
    });
    const [first] = interviewsIn(structured);
    expect(first?.header).toEqual({ recordId: '7', separation: 'Resignation-Other reasons', lastDay: '2012-08' });
    expect(first?.format).toBe('survey-row');
    expect(JSON.stringify(structured)).not.toMatch(/Female|Disability/);
  });

  it('tells asked-and-not-ticked from ticked in a family of columns, and marks the main factor', () => {
    const rows = [
      [
        'Record ID',
        'Reason for ceasing employment',
        'Contributing Factors. Ill Health',
        'Contributing Factors. Family/Care ',
        'Contributing Factors. NONE',
        'Main Factor. Which of these was the main factor for leaving?',
        'Views. Topic:1. Pay was fair',
      ],
      ['634', 'Resignation', 'Ill Health', 'Family/Care', '-', 'Family/Care', 'Agree'],
      ['635', 'Resignation', '-', '-', 'NONE', '', 'Neutral'],
      ['636', 'Contract Expired', '', '', '', '', 'Agree'],
    ];
    expect(options(rows)).toEqual([['Ill Health', 'Family/Care!'], ['NONE'], []]);
    expect(structureRows(rows)).toMatchObject({ remarks: [{ detail: { rows: 3, withoutReason: 1, notAsked: 1 } }] });
  });

  it('reads a Chinese platform export: several choices in a cell, free words, no network address', () => {
    const rows = [
      ['序号', '提交答卷时间', '来自IP', '1、您的部门', '2、离职原因', '3、请补充说明', '4、对主管打分'],
      ['1', '2024/3/1 10:00', '10.1.2.3', '运营部', '薪酬┋晋升', '班次一个月变三次，谁都受不了。', '3'],
      ['2', '2024/3/2 11:00', '10.1.2.4', '客服部', '家庭', '(空)', '5'],
    ];
    const structured = structureRows(rows);
    const [first, second] = interviewsIn(structured);
    expect(options(rows)).toEqual([['薪酬', '晋升'], ['家庭']]);
    expect(first?.header).toMatchObject({ recordId: '1', department: '运营部', interviewDate: '2024-03-01' });
    expect(said(first as never, 'leaver')).toEqual(['薪酬', '晋升', '班次一个月变三次，谁都受不了。']);
    expect(first?.turns.at(-1)?.question).toBe('请补充说明');
    expect(second?.sentences).toHaveLength(1);
    expect(JSON.stringify(structured)).not.toContain('10.1.2');
  });

  it('reads √ columns of a family', () => {
    const rows = [
      ['编号', '离职原因：薪酬', '离职原因：晋升', '离职原因：通勤'],
      ['a', '√', '', '√'],
      ['b', '', '√', '否'],
    ];
    expect(options(rows)).toEqual([['薪酬', '通勤'], ['晋升']]);
  });

  it('keeps rows apart that say the same', () => {
    const rows = [
      ['部门', '主要离职原因', '建议'],
      ['仓库', '薪酬', ''],
      ['仓库', '薪酬', ''],
    ];
    const texts = interviewsIn(structureRows(rows)).map((interview) => interview.text);
    expect(new Set(texts).size).toBe(2);
    expect(options(rows)).toEqual([['薪酬!'], ['薪酬!']]);
  });

  it('finds the heading row below a title', () => {
    const rows = [
      ['Leavers 2024', '', ''],
      ['Department', 'Why did you leave?', 'What should we improve?'],
      ['Stores', 'The rota moved three times in one month.', 'Plan further ahead, please.'],
    ];
    const [row] = interviewsIn(structureRows(rows));
    expect(said(row as never, 'leaver')).toHaveLength(2);
  });
});

describe('other sheets', () => {
  it('finds whole interviews in cells', () => {
    const talk = (reason: string) =>
      `Q: Thanks for coming in today. Why have you decided to leave us?\nA: ${reason}\nQ: Was there anything else at all?\nA: No, that was it.`;
    const rows = [
      ['Department', 'Last day', 'Interview text'],
      ['Tools', '2025-02-14', talk('The rota moved.')],
      ['Paint', '2025-02-15', talk('The fumes got worse.')],
    ];
    const found = interviewsIn(structureRows(rows));
    expect(found.map((interview) => interview.header.department)).toEqual(['Tools', 'Paint']);
    expect(found.map((interview) => said(interview, 'leaver')[0])).toEqual(['The rota moved.', 'The fumes got worse.']);
  });

  it.each([
    [
      [
        ['时间', '发言人', '内容'],
        ['00:02', '人事', '怎么想走？'],
        ['00:09', '员工', '班次总在变，一个月变了三次。'],
      ],
      '班次总在变，一个月变了三次。',
    ],
    [
      [
        ['HR', 'Why now?'],
        ['Employee', 'The rota moved three times in a month.'],
      ],
      'The rota moved three times in a month.',
    ],
  ])('reads a talk written down a sheet', (rows, words) => {
    const [talk, ...rest] = interviewsIn(structureRows(rows));
    expect(rest).toEqual([]);
    expect(said(talk as never, 'leaver')).toEqual([words]);
  });

  it('tells of rows without an interview among interviews in cells', () => {
    const talk = `Q: Thanks for coming in today. Why have you decided to leave us?\nA: The rota moved.\nQ: Was there more?\nA: No.`;
    const structured = structureRows([
      ['Department', 'Interview'],
      ['Tools', talk],
      ['Paint', ''],
    ]);
    expect(interviewsIn(structured)).toHaveLength(1);
    expect(structured).toMatchObject({ remarks: [{ detail: { rows: 2, withoutReason: 1 } }] });
  });

  it('reads one person’s form written down a sheet', () => {
    const rows = [
      ['姓名', '覃志勇'],
      ['部门', '涂装车间'],
      ['离职日期', '2026-01-23'],
      ['离职原因', '抽风坏了没人修，喷不下去。'],
      ['建议', '宿舍加热水器。'],
    ];
    const [form] = interviewsIn(structureRows(rows));
    expect(form?.header).toMatchObject({ department: '涂装车间', lastDay: '2026-01-23' });
    expect(said(form as never, 'leaver')).toEqual(['抽风坏了没人修，喷不下去。', '宿舍加热水器。']);
    expect(form?.text).not.toContain('覃志勇');
  });
});

describe('tables inside a page', () => {
  const page = (text: string, rows: readonly (readonly string[])[]) =>
    structure(
      [
        { type: 'text', title: null, text },
        { type: 'table', title: null, rows },
      ],
      'docx',
    );

  it.each([
    ['Leavers of the spring', ['Department', 'Last day', 'Reason for leaving'], 'The rota moved every single week.'],
    ['一季度离职人员', ['部门', '离职日期', '离职原因'], '喷房的抽风坏了半年，一直没修。'],
  ])('that list leavers under "%s" are read row by row', (title, headings, words) => {
    const interviews = interviewsIn(
      page(title, [headings, ['Tools', '2026-03-31', words], ['Paint', '2026-04-30', `${words} Too far.`]]),
    );
    expect(interviews.map(({ header }) => header.department)).toEqual(['Tools', 'Paint']);
    expect(interviews.map((interview) => said(interview, 'leaver')[0])).toEqual([words, words]);
  });

  it.each([
    [
      'Exit form\n1. Why do you leave?\nThe rota moved.',
      ['Item', 'Score', 'Comment'],
      'Rota',
      'It never stood still for me.',
    ],
    ['离职问卷\n1. 为什么离职？\n班次总在变。', ['项目', '评分', '说明'], '排班', '我从来不知道下周上什么班。'],
  ])('that belong to one leaver’s form stay in it: %s', (text, headings, topic, comment) => {
    const interview = onlyInterview(page(text, [headings, [topic, '1', comment], ['Pay', '3', comment]]));
    expect(interview.text).toContain(`${topic}\t1\t${comment}`);
  });
});
