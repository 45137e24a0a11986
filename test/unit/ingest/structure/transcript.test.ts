import { describe, expect, it } from 'vitest';
import { onlyInterview, said, structure, structureWords } from './structuring.ts';

describe('speakers', () => {
  it.each([
    ['Q: Why now?\nA: The bus line closed.\nQ: And before?\nA: Nothing.', ['The bus line closed.', 'Nothing.']],
    ['问：怎么想走？\n答：公交停了。\n问：之前呢？\n答：没什么。', ['公交停了。', '没什么。']],
    ['【面谈人】：怎么想走？\n【员工】：公交停了。', ['公交停了。']],
    ['[00:02] Pia (HR): Why now?\n[00:09] Lou: The bus line closed.', ['The bus line closed.']],
    ['发言人1=人事 发言人2=员工\n发言人1 00:02\n怎么想走？\n发言人2 00:09\n公交停了。', ['公交停了。']],
    ['K = interviewer, D = driver\n\nK: Why now?\nD: The bus line closed.', ['The bus line closed.']],
    ['Interviewer: Pia\n\nPia: Why now?\nEmployee: The bus line closed.\nPia: I see.', ['The bus line closed.']],
    ['人事老田：怎么想走？\n小邬：公交停了。\n人事老田：哦？\n小邬：对。', ['公交停了。', '对。']],
    ['Q1: Why now?\nA1: The bus line closed.\n\nQ2: And?\nA2: That is all.', ['The bus line closed.', 'That is all.']],
    ['王芳(00:03): 怎么想走？\n李雷(00:10): 公交停了。\n王芳(00:15): 真的吗？', ['公交停了。']],
  ])('%s', (text, words) => {
    const interview = onlyInterview(structureWords(text));
    expect(said(interview, 'leaver')).toEqual(words);
    expect(interview).toMatchObject({ format: 'transcript', doubt: null });
  });

  it('joins the cues of one voice and keeps voices apart', () => {
    const cues = [
      { speaker: 'HR Interviewer', text: 'What made you decide?' },
      { speaker: 'Employee', text: 'Not the pay, honestly.' },
      { speaker: 'Employee', text: 'The site moved' },
      { speaker: 'Employee', text: 'across the river.' },
    ];
    const interview = onlyInterview(structure([{ type: 'captions', cues }], 'vtt'));
    expect(said(interview, 'leaver')).toEqual(['Not the pay, honestly.', 'The site moved across the river.']);
  });

  it('keeps a header field of the same name out of the talk', () => {
    const interview = onlyInterview(
      structureWords('离职面谈\n面谈人：人力专员 俞　离职人：骆雨桐\n\n面谈人：适应吗？\n离职人：不太适应。'),
    );
    expect(said(interview, 'leaver')).toEqual(['不太适应。']);
    expect(interview.text).not.toContain('骆雨桐');
  });

  it.each([
    ['HR: 所以是加班太多？\nEmployee: 也不是', ['所以是加班太多？'], ['也不是']],
    ['HR：是薪资的问题吗？\n员工：不是', ['是薪资的问题吗？'], ['不是']],
    ['Interviewer: Was it the pay?\nEmployee: Not really', ['Was it the pay?'], ['Not really']],
  ])(
    'never gives the leaver the interviewer’s words, nor takes a bare answer for a name: %s',
    (text, asked, answered) => {
      const interview = onlyInterview(structureWords(text));
      expect(said(interview, 'interviewer')).toEqual(asked);
      expect(said(interview, 'leaver')).toEqual(answered);
    },
  );

  it('asks when nobody can tell who leaves', () => {
    const names = [
      'Ada: I liked it.\nTom: So did we.\nAda: The rota changed.\nTom: It did.',
      '张三：挺好。\n李四：是啊。\n张三：班次变了。\n李四：嗯。',
    ];
    for (const text of names) {
      const interview = onlyInterview(structureWords(text));
      expect(interview.doubt).toBe('speakers-unknown');
      expect(new Set(interview.turns.map((turn) => turn.role))).toEqual(new Set(['unknown']));
    }
  });

  it.each([
    'So why are you leaving?\n\nThe rota moved, and I lost my evenings.\n\nWas it the pay?\n\nI never said so.',
    '为什么离职？\n\n班次变了，我晚上没空了。\n\n是薪资的问题吗？\n\n我没说过。',
  ])('asks when a talk has no labels at all: %s', (text) => {
    const interview = onlyInterview(structureWords(text));
    expect(interview.doubt).toBe('speakers-unknown');
    expect(said(interview, 'leaver')).toEqual([]);
    expect(said(interview, 'unknown')).toHaveLength(4);
  });

  it('asks when captions name no voice', () => {
    const cues = ['Was it the pay?', 'No, I left because of the rota.'].map((text) => ({ speaker: null, text }));
    const interview = onlyInterview(structure([{ type: 'captions', cues }], 'srt'));
    expect(interview.doubt).toBe('speakers-unknown');
    expect(said(interview, 'leaver')).toEqual([]);
  });

  it('asks when both ask as often', () => {
    const interview = onlyInterview(
      structureWords(
        'Ada: Why now?\nTom: The rota, why?\nAda: Since when?\nTom: May, did you know?\nAda: No.\nTom: No.',
      ),
    );
    expect(interview.doubt).toBe('speakers-unknown');
  });

  it('tells names apart by who asks', () => {
    const interview = onlyInterview(
      structureWords(
        'Ada: Why now?\nTom: The rota.\nAda: Since when?\nTom: Since May.\nAda: Did you say so?\nTom: Twice.',
      ),
    );
    expect(said(interview, 'leaver')).toEqual(['The rota.', 'Since May.', 'Twice.']);
  });

  it.each([
    [
      'Employee',
      'HR',
      ['Why now?', 'Since when?', 'Who knew?', 'And next?'],
      ['The rota.', 'May.', 'All of us.', 'A bakery.'],
    ],
    ['员工', 'HR', ['为什么走？', '什么时候？', '谁知道？', '去哪儿？'], ['班次。', '五月。', '都知道。', '面包房。']],
  ])('sees swapped labels (%s)', (asker, answerer, questions, answers) => {
    const text = questions.map((question, index) => `${asker}：${question}\n${answerer}：${answers[index]}`).join('\n');
    expect(onlyInterview(structureWords(text)).doubt).toBe('speakers-swapped');
  });
});

describe('head of a transcript', () => {
  it.each([
    [
      'Exit talk / Tool shop / Fitter / 2 years 3 months / leaving 14 Feb 2025 / resigned\n\nQ: Why?\nA: The rota.',
      { department: 'Tool shop', role: 'Fitter', tenureMonths: 27, lastDay: '2025-02-14', separation: 'resigned' },
    ],
    [
      '离职面谈｜工具车间｜钳工｜在职27个月｜2025-02-14离职｜主动离职\n\n问：为什么？\n答：班次。',
      { department: '工具车间', role: '钳工', tenureMonths: 27, lastDay: '2025-02-14', separation: '主动离职' },
    ],
    [
      '部门：工具车间　岗位：钳工　入职：2022-11-14　最后工作日：2025-02-14（本人提出）\n\n问：为什么？\n答：班次。',
      {
        department: '工具车间',
        role: '钳工',
        hireDate: '2022-11-14',
        tenureMonths: 27,
        lastDay: '2025-02-14',
        separation: '本人提出',
      },
    ],
    [
      'Team: Tool shop. Role: fitter. Joined: November 2022. Last day: 2025-02-14 (27 months). Voluntary: yes\n\nQ: Why?\nA: The rota.',
      {
        department: 'Tool shop',
        role: 'fitter',
        hireDate: '2022-11',
        tenureMonths: 27,
        lastDay: '2025-02-14',
        separation: 'voluntary',
      },
    ],
  ])('%s', (text, header) => {
    expect(onlyInterview(structureWords(text)).header).toEqual(header);
  });
});

it.each([
  ['Q: Why?\nA: The rota moved.', 'en'],
  ['问：为什么？\n答：班次变了。', 'zh'],
  ['HR：why now？\n员工：package 还 okay，但是 career path 没有了，manager 也 leave 了。', 'mixed'],
])('language of %s', (text, language) => {
  expect(onlyInterview(structureWords(text)).language).toBe(language);
});

describe('who is who, said in the head', () => {
  it.each([
    ['离职聊天　仓储部　人事小顾／老聂\n\n小顾：坐吧。\n老聂：好。\n小顾：为什么走？\n老聂：房租涨了。', 'ilil'],
    [
      'Leaver talk, Stores, HRBP Vivian and Aled\n\nVivian: Sit down.\nAled: Thanks.\nVivian: Why?\nAled: Rent.',
      'ilil',
    ],
    [
      'Exit talk (J. = Joyce, B. = the crane operator)\n\nJ.: Sit down.\nB.: Thanks.\nJ.: Why?\nB.: Rent went up.',
      'ilil',
    ],
  ])('%j', (text, roles) => {
    const interview = onlyInterview(structureWords(text));
    expect(interview.turns.map((turn) => turn.role.charAt(0)).join('')).toBe(roles);
    expect(interview.doubt).toBeNull();
  });
});

describe('a reason field that names the way of leaving', () => {
  it.each([
    ['部门：机修车间\n事由：到龄退休\n问：还好吗？\n答：挺好的。', '到龄退休'],
    ['Department: Press\nReason for leaving: redundancy\nQ: How are you?\nA: Fine.', 'redundancy'],
  ])('%j', (text, separation) => {
    expect(onlyInterview(structureWords(text)).header.separation).toBe(separation);
  });

  it('leaves an account in a reason field alone', () => {
    const text = '部门：计划部\n离职原因：流程优化了三次，每次都把我的活翻倍，实在扛不住\n问：还好吗？\n答：挺好的。';
    expect(onlyInterview(structureWords(text)).header.separation).toBeUndefined();
  });
});
