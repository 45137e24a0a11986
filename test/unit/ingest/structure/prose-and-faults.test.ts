import { describe, expect, it } from 'vitest';
import { onlyInterview, said, structure, structureRows, structureWords } from './structuring.ts';

describe('free text and notes', () => {
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

  it('a table of people without reasons', () => {
    const rows = [
      ['员工编号', '年龄', '部门', '是否加班', '月收入'],
      ['1', '41', '销售部', '是', '5993'],
      ['2', '49', '研发部', '否', '5130'],
    ];
    expect(structureRows(rows)).toMatchObject({ fault: 'file-table-without-reasons' });
  });

  it('keeps margin comments as somebody else’s words', () => {
    const interview = onlyInterview(
      structure(
        [
          { type: 'text', title: null, text: 'Q: Why?\nA: The rota.' },
          { type: 'comments', text: 'Ask again about pay.' },
        ],
        'docx',
      ),
    );
    expect(said(interview, 'leaver')).toEqual(['The rota.']);
    expect(said(interview, 'other')).toEqual(['Ask again about pay.']);
  });
});
