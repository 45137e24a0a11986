import { describe, expect, it } from 'vitest';
import { isNumberedTitle, splitInterviews } from '../../../../src/ingest/structure/split-interviews.ts';
import { interviewsIn, said, structureWords } from './structuring.ts';

const DEPARTMENTS = { en: ['Tools', 'Paint', 'Stores'], zh: ['工具车间', '喷涂车间', '仓库'] };

const english = (department: string) =>
  `Exit interview\nDepartment: ${department}\nLast day: 2025-02-14\n\nQ: Why?\nA: The rota in ${department} moved.\n---\nQ: And?\nA: Nothing else.`;
const chinese = (department: string) =>
  `离职面谈记录\n部门：${department}　离职日期：2025-02-14\n\n问：为什么？\n答：${department}的班次变了。\n---\n问：还有吗？\n答：没有了。`;
const KINDS = [
  ['en', english],
  ['zh', chinese],
] as const;

describe('several interviews in one file', () => {
  it.each(KINDS)(
    'splits at repeated heads, whatever stands between, and never at a rule inside (%s)',
    (language, write) => {
      for (const between of ['\n\n', '\n\n---\n\n', '\n\f', '\n=====\n', '\n']) {
        const found = interviewsIn(structureWords(DEPARTMENTS[language].map(write).join(between)));
        expect(found.map((interview) => interview.header.department)).toEqual(DEPARTMENTS[language]);
        expect(found.map((interview) => interview.position)).toEqual([1, 2, 3]);
        expect(found.map((interview) => said(interview, 'leaver').length)).toEqual([2, 2, 2]);
      }
    },
  );

  it.each([
    ['Interview 1 of 2\nQ: Why?\nA: The rota.\n\nInterview 2 of 2\nQ: Why?\nA: The pay.', ['The rota.', 'The pay.']],
    [
      '离职面谈记录表（一）\n问：为什么？\n答：班次变了。\n\n离职面谈记录表（二）\n问：为什么？\n答：薪资低。',
      ['班次变了。', '薪资低。'],
    ],
  ])('splits at numbered titles: %s', (text, words) => {
    expect(interviewsIn(structureWords(text)).flatMap((interview) => said(interview, 'leaver'))).toEqual(words);
  });

  it('keeps a numbered title and the document’s own head together', () => {
    const text = [1, 2]
      .map((number) => `Interview ${number} of 2\nTo: People team\n\n${english('Tools')}`)
      .join('\n\n');
    expect(splitInterviews(text)).toHaveLength(2);
  });

  it('counts exactly 24', () => {
    const text = Array.from({ length: 24 }, (_, index) => (index % 2 ? english : chinese)(`U${index}`)).join('\n\n');
    expect(interviewsIn(structureWords(text))).toHaveLength(24);
  });

  it('tells of a head without words and counts it nowhere', () => {
    const silent = '离职面谈记录\n部门：仓库　离职日期：2025-03-01\n\n（未到场）';
    const structured = structureWords([chinese('工具车间'), silent, chinese('喷涂车间')].join('\n\n'));
    expect(interviewsIn(structured)).toHaveLength(2);
    expect(structured).toMatchObject({
      remarks: [{ code: 'survey-rows-without-reason', detail: { withoutReason: 1 } }],
    });
  });

  it('loses no character', () => {
    const text = ['en', 'zh']
      .flatMap((language) => DEPARTMENTS[language as 'en' | 'zh'].map(language === 'en' ? english : chinese))
      .join('\n\n');
    expect(splitInterviews(text).join('')).toBe(text);
  });
});

describe('numbered titles', () => {
  it.each(['离职面谈记录表（三）', '## Interview 4 of 12', '第5份', '案例二', 'Exit interview #7 - Sales'])(
    '%s',
    (line) => {
      expect(isNumberedTitle(line)).toBe(true);
    },
  );
  it.each(['We did the interview 4 times.', '员工反映食堂太远'])('is not: %s', (line) => {
    expect(isNumberedTitle(line)).toBe(false);
  });
});
