import { describe, expect, it } from 'vitest';
import { createMasker } from '../../../../src/ingest/structure/mask-text.ts';
import { toMasked, toOriginal } from '../../../../src/ingest/structure/original-offset.ts';
import { interviewsIn, onlyInterview, structureWords } from './structuring.ts';

const mask = (text: string, names: readonly string[] = []) =>
  createMasker(/\p{Script=Han}/u.test(text) ? 'zh' : 'en', names).mask(text).text;

describe('masking', () => {
  it.each([
    ['Write to lou.k+x@mail.example.org or +44 20 7946 0018.', 'Write to [email] or [phone].'],
    ['Ask Dr. Osei, Mr Lacey or Sarah Thompson on Monday.', 'Ask Dr. [name], Mr [name] or [name] on Monday.'],
    ['Staff number: KX-2041 was hers.', 'Staff number: [id] was hers.'],
    ['电话13812345678，邮箱a@b.cn', '电话【电话】，邮箱【邮箱】'],
    ['身份证110101199003077715', '身份证【编号】'],
    ['工号：A20415', '工号：【编号】'],
    ['张经理、李总和小王都走了，老邓也是', '【姓名】、【姓名】和【姓名】都走了，【姓名】也是'],
    [
      '八月通知了章若楠。章若楠表示突然，后来章若楠签了字。',
      '八月通知了【姓名】。【姓名】表示突然，后来【姓名】签了字。',
    ],
    [
      'My boss Xolani left. A colleague called Ruaridh asked why; Xolani knew.',
      'My boss [name] left. A colleague called [name] asked why; [name] knew.',
    ],
    [
      'Our director, Quennell, agreed. Ask Sarah\nOverall fine.',
      'Our director, [name], agreed. Ask [name]\nOverall fine.',
    ],
    ['Mr Lacey came. In May Lacey went.', 'Mr [name] came. In May [name] went.'],
    ['主管叫陈立，周敏告诉我要等，后来陈立走了。', '主管叫【姓名】，【姓名】告诉我要等，后来【姓名】走了。'],
    ['同事王建国说过，建国不后悔。', '同事【姓名】说过，【姓名】不后悔。'],
    ['陶主任、田叔、钟同学和阿敏', '【姓名】、【姓名】、【姓名】和【姓名】'],
  ])('%s', (text, masked) => {
    expect(mask(text)).toBe(masked);
  });

  it.each([
    'I will rise in May, mark my words, and hope grace wins the chase by 2024-05-17.',
    'It came to 1,234,567.89 and page 19 of 241.',
    '向主管反映过三次，由于总有人加班，高工资也没用。',
    '老板和老师傅们小范围讨论，小程序上线，小时工走了。',
    '，任经理两年，施工队没换，总部总结薪资总额。',
    '小费加底薪，老方法，小金额，阿姨和阿里那边。',
    '周五例会说了两次，周五例会表示不了。方案组说过，方案组说完了。',
    '对方经理没来，担任组长，白班长夜班。',
    '高强度让我累，向领导提到过，高层说没钱，马上说定，同事于是走了，领导高兴，叫周末，白天说。',
    'My manager Monday said so. My boss HR knows. Our director, however, went.',
  ])('leaves ordinary words alone: %s', (text) => {
    expect(mask(text)).toBe(text);
  });

  it('masks the names a document gives away wherever they recur', () => {
    const interview = onlyInterview(
      structureWords(
        'Name: Rob Kestrel   Department: Tools\nLast day: 2025-02-14\n\nPia (HR): Rob, why?\nRob: Pia knows.\nPia (HR): Really?\nRob: Robust it was not.',
      ),
    );
    expect(interview.text).not.toMatch(/Pia|\bRob\b|Kestrel/);
    expect(interview.text).toContain('Robust it was not.');
  });

  it.each([
    ['Dana Lee / Tom Park', 'Dana asked, Park wrote.', '[name] asked, [name] wrote.'],
    ['张伟、李小娜', '李小娜问，小娜写。张伟在。', '【姓名】问，【姓名】写。【姓名】在。'],
    ['苏敏', '敏姐、阿敏和小敏都在，苏敏也在。', '【姓名】、【姓名】和【姓名】都在，【姓名】也在。'],
    ['王天', '王天天天加班。', '【姓名】天天加班。'],
    ['苏', '苏：我走。\n流苏没了。', '【姓名】：我走。\n流苏没了。'],
  ])('masks the forms of a known name: %s', (name, text, masked) => {
    expect(mask(text, [name])).toBe(masked);
  });

  it.each([
    ['HR-Xolani: Why?\nRuaridh: The rota. Xolani knew.\nHR-Xolani: Since?\nRuaridh: May.', /Xolani|Ruaridh/],
    ['人事-陆一禾：为什么？\n员工：班次。一禾知道的。\n人事-陆一禾：多久了？\n员工：很久。', /一禾/],
  ])('masks a name beside a role word in a label: %s', (text, name) => {
    expect(onlyInterview(structureWords(text)).text).not.toMatch(name);
  });

  it('masks a name taught by one interview of a file in the next one too', () => {
    const head = (n: number) => `Interview ${n}\nDepartment: Tools\nLast day: 2025-02-1${n}\n\n`;
    const interviews = interviewsIn(
      structureWords(
        `${head(1)}Ruaridh (HR): Why?\nEmployee: The rota moved every week.\n\n${head(2)}HR: Why?\nEmployee: Ruaridh asked me that before I went.`,
      ),
    );
    expect(interviews).toHaveLength(2);
    expect(interviews.map(({ text }) => text).join()).not.toContain('Ruaridh');
  });

  it('does not take a job for a name', () => {
    for (const text of [
      'Pia: Why?\nDriver: Drivers quit. A Driver does.\nPia: Yes?\nDriver: Yes.',
      '王芳：为什么？\n护士：护士少了。\n王芳：是吗？\n护士：是。',
    ]) {
      expect(onlyInterview(structureWords(text)).text).toMatch(/A Driver does|护士少了/);
    }
  });

  it('maps offsets back to the text before masking', () => {
    const text = 'Tell Sarah that Dr Osei and lou@example.org know.';
    const masked = createMasker('en', []).mask(text);
    expect(masked.masks).toHaveLength(3);
    for (const word of ['Tell', 'that', 'and', 'know.']) {
      expect(toOriginal(masked, masked.text.indexOf(word))).toBe(text.indexOf(word));
      expect(toMasked(masked.masks, text.indexOf(word))).toBe(masked.text.indexOf(word));
    }
    for (const { start, end, originalStart, originalEnd, kind } of masked.masks) {
      expect(masked.text.slice(start, end)).toBe(`[${kind}]`);
      expect(['Sarah', 'Osei', 'lou@example.org']).toContain(text.slice(originalStart, originalEnd));
    }
    expect(toOriginal(masked, masked.text.length)).toBe(text.length);
  });

  it('keeps a ticked option as printed', () => {
    const text = '离职原因：☑张经理 □薪酬\n请说明：跟张经理处不来。';
    const interview = onlyInterview(structureWords(text));
    expect(interview.ticks.map((tick) => tick.option)).toEqual(['张经理']);
    expect(interview.text.endsWith('跟【姓名】处不来。')).toBe(true);
  });
});
