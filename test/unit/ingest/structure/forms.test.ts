import { describe, expect, it } from 'vitest';
import { onlyInterview, said, structureWords } from './structuring.ts';

const ticked = (text: string) => onlyInterview(structureWords(text)).ticks.map((tick) => [tick.option, tick.main]);

describe('tick boxes', () => {
  it.each([
    [
      '离职原因（可多选）：☑薪酬福利 □职业发展 ☑家庭原因\n请说明：房租涨了。',
      [
        ['薪酬福利', false],
        ['家庭原因', false],
      ],
    ],
    ['主要原因（单选）\n□薪酬　☑家庭　□上级\n请说明：房租涨了。', [['家庭', true]]],
    [
      '1. Reasons, tick all that apply\n[x] Pay [ ] Manager [X] Hours\n2. Anything else?\nRent went up.',
      [
        ['Pay', false],
        ['Hours', false],
      ],
    ],
    ['PART 1. MAIN REASON. TICK ONE ONLY.\n[√] Pay\n[ ] Manager\n\nPART 2. WHY?\nRent went up.', [['Pay', true]]],
    ['离职原因：\uF0FE薪酬福利 \uF0A8职业发展\n请说明：房租涨了。', [['薪酬福利', false]]],
    ['离职原因：√ 工作强度　□ 薪酬\n请说明：房租涨了。', [['工作强度', false]]],
    ['Reason for leaving:  Pay [√]   Manager [ ]\nTell us more: Rent went up.', [['Pay', false]]],
  ])('%s', (text, options) => {
    expect(ticked(text)).toEqual(options);
  });

  it('gives empty boxes no sentence and no tick', () => {
    const interview = onlyInterview(structureWords('离职原因：□薪酬　□家庭　□其他：____\n请说明：房租涨了。'));
    expect(interview.ticks).toEqual([]);
    expect(said(interview, 'leaver')).toEqual(['房租涨了。']);
  });

  it('takes a ticked "other" without words for nothing', () => {
    expect(ticked('离职原因：☑薪酬　☑其他：____\n请说明：房租涨了。')).toEqual([['薪酬', false]]);
  });

  it('reads the way of leaving from its boxes, not as a reason', () => {
    for (const [text, separation] of [
      ['离职类型：☑ 主动辞职　□ 合同到期　□ 公司辞退\n请说明：房租涨了。', '主动辞职'],
      ['Leaving is:  ☑ my own decision   □ the company’s decision\n1. Why?\nRent went up.', 'my own decision'],
      ['Resignation [√]   Retirement [ ]\n1. Why?\nRent went up.', 'Resignation'],
    ] as const) {
      const interview = onlyInterview(structureWords(text));
      expect(interview.header.separation).toBe(separation);
      expect(interview.ticks).toEqual([]);
    }
  });

  it('does not take ratings and returned keys for reasons', () => {
    expect(ticked('离职问卷\n对上级：☑满意　□一般　□不满意\n说明：人好。\n归还：☑ 钥匙　□ 工牌')).toEqual([]);
    expect(
      ticked('1. Have you got another job?   ☑ Yes   □ No\n2. What next?\nA bakery.\nReturned: ☑ Key ☑ Badge'),
    ).toEqual([]);
  });
});

describe('questionnaires', () => {
  it('joins each answer with its printed question', () => {
    const interview = onlyInterview(
      structureWords(
        '1. Why did you decide to leave?\nThe rota moved.\nIt moved again.\n\n2. How was your manager?\nKind.\n\n3. Anything else?\nn/a',
      ),
    );
    expect(interview.format).toBe('form');
    expect(interview.turns.map((turn) => turn.question)).toEqual([
      'Why did you decide to leave?',
      'How was your manager?',
    ]);
    expect(said(interview, 'leaver')).toEqual(['The rota moved.', 'It moved again.', 'Kind.']);
  });

  it('joins Chinese answers on the same or the next line', () => {
    const interview = onlyInterview(
      structureWords(
        '一、离开的原因\n班次总在变。\n二、对上级的评价：人好。\n三、建议：少改班次。\n签字：覃志勇　日期：2025-02-14',
      ),
    );
    expect(interview.turns.map((turn) => turn.question)).toEqual(['离开的原因', '对上级的评价', '建议']);
    expect(said(interview, 'leaver')).toEqual(['班次总在变。', '人好。', '少改班次。']);
  });

  it('takes a printed record with an id for a survey row', () => {
    const interview = onlyInterview(
      structureWords(
        'Response ID: 0417\nDepartment: Tools\nTenure (months): 27\nVoluntary: Yes\nWhat led you to leave?: The rota.\nYour manager: Kind.\nHours: Long.',
      ),
    );
    expect(interview).toMatchObject({
      format: 'survey-row',
      header: { recordId: '0417', department: 'Tools', tenureMonths: 27, separation: 'voluntary' },
    });
    expect(said(interview, 'leaver')).toEqual(['The rota.', 'Kind.', 'Long.']);
  });

  it('keeps a field’s name as a question when a sentence answers it', () => {
    const interview = onlyInterview(
      structureWords('序号：12\n部门：仓库\nQ1 离职原因: 班次\nQ2 直属上级: 人好，教了我不少\nQ3 建议: 少改班次'),
    );
    expect(interview.turns.map((turn) => turn.question)).toEqual(['离职原因', '直属上级', '建议']);
    expect(interview.header).toEqual({ recordId: '12', department: '仓库', statedReason: '班次' });
  });

  it.each([
    ['1. Why did you leave?\nEquipment was old\nHe told me: go home.\n2. What else?\nNothing.\nSigned: (given)', 3],
    ['1、为什么离开？\n设备太旧。\n我跟他说：不行就算了。\n2、还有吗？\n没有别的。\n签字：已签', 3],
  ])('keeps every line of an answer, and leaves the signature out: %s', (text, sentences) => {
    const interview = onlyInterview(structureWords(text));
    expect(interview.turns).toHaveLength(2);
    expect(said(interview, 'leaver')).toHaveLength(sentences);
  });

  it.each([
    'I leave for three reasons.\n1. The rota moved.\n2. The pay stayed.\n3. My commute grew.',
    '我走有三个原因。\n1. 班次变了。\n2. 薪资没动。\n3. 通勤太远。',
  ])('does not take a leaver’s own list for printed questions: %s', (text) => {
    expect(said(onlyInterview(structureWords(text)), 'leaver')).toHaveLength(4);
  });
});

describe("a head that is a form's table", () => {
  it.each([
    [
      '姓名\t顾明远\n部门\t研发二部\n岗位\t工程师\n离职类型\t主动离职\n问：为什么走？\n答：房租涨了。',
      { department: '研发二部', role: '工程师', separation: '主动离职' },
      '顾明远',
    ],
    [
      'Name\tWilma Postlethwaite\tDepartment\tStores\nLast day\t2026-07-24\tRole\tClerk\nQ: Why?\nA: Rent went up.',
      { department: 'Stores', role: 'Clerk', lastDay: '2026-07-24' },
      'Postlethwaite',
    ],
  ])('%j', (text, header, name) => {
    const interview = onlyInterview(structureWords(text));
    expect(interview.header).toEqual(header);
    expect(interview.text).not.toContain(name);
  });
});
