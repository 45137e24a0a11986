import { describe, expect, it } from 'vitest';
import type { CoderReading } from '../../../src/core/findings.ts';
import type { Language } from '../../../src/core/language.ts';
import { checkClaim } from '../../../src/evidence/check-claims.ts';
import { countFindings } from '../../../src/findings/count-findings.ts';
import { fillClaim } from '../../../src/report/fill-slots.ts';
import { renderHtml as page } from '../../../src/report/render-html.ts';
import { renderMarkdown } from '../../../src/report/render-markdown.ts';
import { writeTemplate } from '../../../src/report/template-writer.ts';
import { contextOf } from '../../fixtures/findings/context.ts';
import { reportOf } from '../../fixtures/findings/report.ts';
import { sampleCodebook as codebook, interviewsWith } from '../../fixtures/findings/sample.ts';

const plain = interviewsWith({ pay: 12, relocation: 9, growth: 5, manager: 4 });

describe('two readers', () => {
  const pay = { primary: 'pay', causes: ['pay'] };
  const growth = { primary: 'growth', causes: ['growth'] };
  const times = (count: number, first: CoderReading, second: CoderReading) =>
    Array.from({ length: count }, (_, i) => ({ interviewId: `${first.primary}${second.primary}${i}`, first, second }));
  const agreementPairs = [...times(3, pay, pay), ...times(5, pay, growth), ...times(12, growth, growth)].concat(
    times(4, growth, pay),
  );
  it.each([
    ['en', 'Pay level (12 of 30) is not ranked, because the two readers disagree on it.'],
    ['zh', '薪酬水平（12/30 份）未排名，因为两位编码者对它看法不一。'],
  ] as const)(
    'are named in the core finding where they disagree, by sentences that the claim check lets pass (%s)',
    (...row) => {
      const [language, sentence] = row;
      const findings = countFindings({ interviews: plain, codebook, agreementPairs });
      const drafts = writeTemplate({ ...contextOf(plain, language), findings }, codebook);
      const source = { findings, codebook, language };
      for (const draft of drafts) expect(checkClaim(draft, source)).toEqual({ ok: true });
      expect(drafts.map((draft) => fillClaim(draft, source).text)).toContain(sentence);
    },
  );

  const renderings = (language: Language) => {
    const findings = countFindings({ interviews: plain, codebook, agreementPairs });
    const report = reportOf(plain, language);
    const full = { ...report, claims: [], context: { ...report.context, findings } };
    return [renderMarkdown(full), page(full)] as const;
  };

  it.each([
    ['en', 'Not ranked: two readers disagree', 'Alpha is agreement beyond chance', 'too low to rest a ranking on it'],
    ['zh', '未排名：两位编码者看法不一', 'alpha 是扣除偶然后的一致程度', '过低，不宜据此排名'],
  ] as const)(
    'have what they disagree on shown apart, and what alpha means told (%s)',
    (language, heading, ...said) => {
      for (const text of renderings(language)) {
        for (const sentence of said) expect(text).toContain(sentence);
        const apart = text.indexOf(heading);
        expect(apart).toBeGreaterThan(0);
        const name = language === 'zh' ? '薪酬水平' : 'Pay level';
        expect(text.lastIndexOf(name, apart)).toBe(-1);
        expect(text.indexOf(name, apart)).toBeGreaterThan(apart);
      }
      expect(renderings(language)[0]).toMatch(
        /\| (Pay level|薪酬水平) \| 8 \| 7 \| 3 \| 0\.\d\d \| 40\s?% \| 0\.25 \|/,
      );
    },
  );
});
