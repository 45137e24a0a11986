import { describe, expect, it } from 'vitest';
import { structureDocument } from '../../../../src/ingest/structure/structure-document.ts';
import { onlyInterview, said, structure, structureRows, structureWords } from './structuring.ts';

describe('free text and notes', () => {
  it.each([
    ['Voluntary. Last day 2025-02-14. Typed up later.', 'Voluntary'],
    ['Voluntary: no. Last day 2025-02-14.', 'involuntary'],
    ['是否主动离职：否　离职日期：2025-02-14', '被动离职'],
  ])('reads whose decision it was from a bare line: %s', (head, separation) => {
    const text = `EXIT TALK\nDepartment: Tools\n${head}\n\nHR: Why?\nLeaver: The bus stopped.\nHR: Oh.\nLeaver: Yes, in May.`;
    expect(onlyInterview(structureWords(text)).header.separation).toBe(separation);
  });

  it('keeps a numbered note about the reason as words of the interview', () => {
    const interview = onlyInterview(
      structureWords(
        '面谈纪要\n\n员工主动提出离职，面谈一次。\n1. 离职原因：她说主要是班次一天一变，没法接孩子。\n2. 工资：她觉得还行。\n3. 同事：相处愉快。\n',
      ),
    );
    expect(said(interview, 'note').join(' ')).toContain('没法接孩子');
  });

  it('takes a letter for the leaver, without greeting and signature', () => {
    const interview = onlyInterview(
      structureWords(
        'Subject: my notice\n\nDear all,\n\nI am going because the rota moved.\n\nI liked the rest.\n\nAll the best,\nLou',
      ),
    );
    expect(interview.format).toBe('free-text');
    expect(said(interview, 'leaver')).toEqual(['I am going because the rota moved.', 'I liked the rest.']);
    expect(interview.turns).toHaveLength(2);
    expect(interview.text).not.toContain('Lou');
  });

  it('takes a Chinese letter for the leaver', () => {
    const interview = onlyInterview(
      structureWords('致人力资源部：\n\n我要走，是因为班次总在变。\n\n其他都好。\n\n祝好\n\n焦一禾'),
    );
    expect(said(interview, 'leaver')).toEqual(['我要走，是因为班次总在变。', '其他都好。']);
    expect(interview.text).toContain('【姓名】');
  });

  it.each([
    'HR note of exit talk\nDepartment: Tools\nLast day: 2025-02-14\n\nShe said the rota moved too often. She asked twice.\n\nHR comment: she was calm.',
    '离职面谈纪要\n部门：工具车间　离职日期：2025-02-14\n\n她表示班次总在变。她提过两次。\n\nHR备注：她情绪平稳。',
  ])('takes third-person notes for notes, and the writer’s opinion for the interviewer: %s', (text) => {
    const interview = onlyInterview(structureWords(text));
    expect(interview.format).toBe('notes');
    expect(said(interview, 'note')).toHaveLength(2);
    expect(said(interview, 'interviewer')).toHaveLength(1);
    expect(said(interview, 'leaver')).toEqual([]);
    expect(interview.header.lastDay).toBe('2025-02-14');
  });
});

describe('nothing to read is said, never an interview without causes', () => {
  it.each(['', ' \n\f\n'])('empty: %j', (text) => {
    expect(structureWords(text)).toMatchObject({ fault: 'file-empty' });
  });

  it.each([
    'Exit interview\nDepartment: Tools   Role: Fitter\nLast day: 2025-02-14',
    '离职面谈记录\n部门：工具车间　岗位：钳工\n离职日期：2025-02-14',
    'The shelf holds nine boxes of anchors.',
    'Q: Why?\nQ: Since when?\nQ: And?',
  ])('no words of a leaver: %s', (text) => {
    expect(structureWords(text)).toMatchObject({ fault: 'file-no-interview' });
  });

  it.each([
    // A manual: headings with words behind them.
    'Setup guide\n\nHost: the name of the server.\nPort: the number it listens on.\nPath: the folder of the files.\nSee http://docs.example.org for more.',
    '安装说明\n\n主机：服务器的名称。\n端口：监听的号码。\n路径：文件所在的目录。',
    // The same phrase in several scripts.
    'English:\nGood day\n日本語:\nこんにちは\nРусский:\nДобрый день\n中文: 你好',
    // A form nobody filled in, but for a name.
    'Sample form\nFirst name\tLou\nNationality:\n☐ Agree\n☐ Other\nPat',
    // A task list.
    '- [x] order anchors\n- [ ] paint the shelf',
    // Above and below a table.
    'Above\nTop left\tTop right\nBottom left\tBottom right\nBelow',
  ])('a document that is no interview: %s', (text) => {
    expect(structureWords(text)).toEqual({ fault: 'file-no-interview', detail: {} });
  });

  it.each([
    `The index keeps one row a file. ${'Each row holds a size, a date and a path, and the reader sorts them. '.repeat(20)}Leave out the columns on origin. I thank the editors.`,
    `索引为每个文件保存一行。${'每行有大小、日期和路径，读取时会排序。'.repeat(30)}我感谢各位编辑。`,
  ])('a long article that says “I” once: %s', (text) => {
    expect(structureWords(text)).toEqual({ fault: 'file-no-interview', detail: {} });
  });

  it.each([
    ['form', 'Rota: I never knew it in time.\nPay: fine.\nManager: kind.\nTools: old.'],
    ['form', '排班：我总是最后才知道。\n工资：还行。\n主管：人好。\n工具：旧。'],
    ['form', '1. What went well?\nThe team.\n2. What would you change?\nThe rota.'],
    ['form', '离职问卷\n\n班次：总在变。\n工资：还行。\n同事：人好。'],
    ['form', 'Project post-mortem\n\nStack: four cards.\nSpeed: too slow for us.\nUpkeep: every week a new fault.'],
    ['form', '项目复盘\n\n显卡：四张。\n速度：太慢。\n维护：每周出新故障。'],
    ['free-text', 'Resigning because the rota moves every week.'],
    ['free-text', '班次每周都变，所以辞职。'],
  ])('but a %s in few words is read: %s', (format, text) => {
    expect(onlyInterview(structureWords(text)).format).toBe(format);
  });

  it('a table of people without reasons', () => {
    const rows = [
      ['员工编号', '年龄', '部门', '是否加班', '月收入'],
      ['1', '41', '销售部', '是', '5993'],
      ['2', '49', '研发部', '否', '5130'],
    ];
    expect(structureRows(rows)).toEqual({ fault: 'file-table-without-reasons', detail: { rows: 2 } });
  });

  it('keeps margin comments as somebody else’s words', () => {
    const interview = onlyInterview(
      structure(
        [
          { type: 'text', title: null, text: 'Q: Why?\nA: The rota.' },
          { type: 'comments', text: 'Ask again about pay. 再问一次薪酬，她好像不太满意，记得核对。' },
        ],
        'docx',
      ),
    );
    expect(said(interview, 'leaver')).toEqual(['The rota.']);
    expect(said(interview, 'other')).toHaveLength(2);
    expect(interview.language).toBe('en');
  });
});

describe('what the reader remarked', () => {
  it('is passed on with the interviews', () => {
    const remarks = [{ code: 'encoding-guessed', detail: { encoding: 'big5' } }] as const;
    const parts = [{ type: 'text', title: null, text: '问：为什么？\n答：班次总在变。' }] as const;
    expect(structureDocument({ name: 'a.txt', kind: 'text', parts, remarks })).toMatchObject({ remarks });
  });
});

describe('a file made to take long', () => {
  it.each(['部门：a\n', 'Department: a\n'])('is settled in time that grows with its length only: %j', (line) => {
    // Quadratic time would outlast the runner's limit many times over.
    expect(structureWords(line.repeat(750_000 / line.length))).toMatchObject({ fault: 'file-no-interview' });
  });
});
