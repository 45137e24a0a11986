import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadCodebook } from '../../../src/coding/load-codebook.ts';
import { CUE_VERDICTS, clausesOf, findCues, foldForCues, matchesAny } from '../../../src/core/cues.ts';
import { compilePattern } from '../../../src/core/safe-pattern.ts';
import { seededRandom } from '../../../src/core/seeded-random.ts';
import { matchingText } from '../../support/matching-text.ts';

const { cues } = await loadCodebook(fileURLToPath(new URL('../../../codebooks/employee-exit.yml', import.meta.url)));

describe('speech cues', () => {
  it.each([
    ['en', "it wasn't the pay", 'denied'],
    ['zh', '不是因为钱', 'denied'],
    ['en', 'had anyone offered double I would have thought about it', 'hypothetical'],
    ['en', 'should the two yards be joined one day, one foreman would be too many', 'hypothetical'],
    ['en', 'it could get cold if the stove is taken out', 'hypothetical'],
    ['zh', '哪天真要降薪', 'hypothetical'],
    ['en', 'my desk mate quit over the rota', 'other-person'],
    ['zh', '隔壁组的小陈嫌工资低', 'other-person'],
    ['en', 'at my old firm we had no breaks', 'other-employer'],
    ['zh', '上一家公司从不调休', 'other-employer'],
    ['en', 'that was sorted in May', 'resolved'],
    ['zh', '后来就好了', 'resolved'],
    ['en', 'she fought for me', 'praised'],
    ['zh', '班长很照顾我', 'praised'],
    ['en', 'the new place is closer', 'next-job'],
    ['zh', '下家离得近', 'next-job'],
    ['en', "I've heard it is bad in sales", 'reported'],
    ['zh', '听说销售那边很苦', 'reported'],
    ['en', 'you could hire one more', 'suggestion'],
    ['zh', '建议多招一个人', 'suggestion'],
    ['en', 'I led the relocation of the archive', 'own-work'],
    ['zh', '机房搬迁是我负责的', 'own-work'],
  ] as const)('%s: %s is %s', (language, clause, kind) => {
    expect(findCues(clause, language, cues)).toContain(kind);
  });

  it.each([
    ['en', 'the pay is too low'],
    ['zh', '工资太低'],
  ] as const)('%s: a plain complaint carries none: %s', (language, clause) => {
    expect(findCues(clause, language, cues)).toEqual([]);
  });

  it('a mixed interview is judged in both languages', () => {
    expect(findCues('it wasn’t the salary', 'mixed', cues)).toContain('denied');
    expect(findCues('不是因为 salary', 'mixed', cues)).toContain('denied');
    expect(findCues('不是因为 salary', 'en', cues)).toEqual([]);
  });

  it('every cue amounts to a verdict, and none to a reason', () => {
    expect(Object.keys(CUE_VERDICTS).sort()).toEqual(Object.keys(cues.cues).sort());
  });

  it('knows a counterfactual about what did happen', () => {
    expect(matchesAny("i'd have stayed for a fair rota", 'en', cues.links.counterfactual)).toBe(true);
    expect(matchesAny('要是排班合理我就不走了', 'zh', cues.links.counterfactual)).toBe(true);
    expect(matchesAny('加钱我也要走', 'zh', cues.links.counterfactual)).toBe(false);
  });
});

it('cuts clauses at commas and contrasts', () => {
  expect(clausesOf('not the pay, it was the noise')).toEqual(['not the pay', 'it was the noise']);
  expect(clausesOf('不是钱的事而是噪音')).toEqual(['不是钱的事', '而是噪音']);
});

it('folds case, curly marks and wide letters without changing the length', () => {
  expect(foldForCues('Ｗｅ ‘ＲＴＯ’ “now”，好')).toBe('we \'rto\' "now"，好');
});

describe('patterns', () => {
  it('a gap ends with the sentence', () => {
    const pattern = compilePattern('pay…low');
    expect(pattern.test('the PAY was rather low')).toBe(true);
    expect(pattern.test('the pay. It was low')).toBe(false);
  });

  it.each(['(a+)+', '(?:ab){2,9}', 'a*', 'a{2,}', '(', 'x'.repeat(601)])('refuses %s', (source) => {
    expect(() => compilePattern(source)).toThrow(RangeError);
  });
});

it.each(['en', 'zh'] as const)('every cue that matches a text made for it is found (%s)', (language) => {
  const draw = seededRandom(3);
  let matched = 0;
  for (const [kind, patterns] of Object.entries(cues.cues))
    for (const expression of patterns[language])
      for (let count = 0; count < 20; count += 1) {
        const text = foldForCues(matchingText(expression, draw));
        if (!expression.test(text)) continue;
        matched += 1;
        expect(findCues(text, language, cues), `${text}: ${expression.source}`).toContain(kind);
        expect(findCues(text, 'mixed', cues)).toContain(kind);
      }
  expect(matched).toBeGreaterThan(500);
});
