import { describe, expect, it } from 'vitest';
import { drawChart, paintChart } from '../../../src/report/chart.ts';
import { whyText } from '../../../src/report/full-report.ts';
import { renderHtml } from '../../../src/report/render-html.ts';
import { renderMarkdown } from '../../../src/report/render-markdown.ts';
import { wordsIn } from '../../../src/report/words.ts';
import { contextOf } from '../../fixtures/findings/context.ts';
import { reportOf } from '../../fixtures/findings/report.ts';
import {
  attributedOf,
  causeOf,
  sampleCodebook as codebook,
  interviewsSaying,
  interviewsWith,
} from '../../fixtures/findings/sample.ts';

/** Every name that coding, evidence and attribution give for what is not settled. */
const WHY_NAMES = [
  'speakers-unknown',
  'speakers-swapped',
  'separation-doubt',
  'no-model',
  'low-margin',
  'no-words-of-the-leaver',
  'only-mentioned',
  'nothing-accepted',
  'not-the-leaver',
  'no-such-sentence',
  'no-such-code',
  'generic-words',
  'instruction-text',
  'model-not-configured',
  'model-unreachable',
  'model-slow',
  'model-stalled',
  'model-cut-off',
  'model-looping',
  'model-refused',
  'model-invalid',
  'model-too-long',
  'unexpected',
];

const HOSTILE =
  '</script><script>alert("x")</script> <!here> [a](http://b.example) ```` {{x}} & <img src=x onerror=y> \ud83d';

const page = renderHtml;
const plain = interviewsWith({ pay: 12, relocation: 9, growth: 5, manager: 4 });
const hostile = interviewsSaying(HOSTILE, 12).map(({ interview, attribution }) => ({
  interview: { ...interview, fileName: `${HOSTILE}.txt` },
  attribution,
}));

describe('renderMarkdown', () => {
  it.each(['en', 'zh'] as const)('holds every quotation of the findings byte for byte (%s)', (language) => {
    for (const interviews of [plain, hostile]) {
      const report = reportOf(interviews, language);
      const markdown = renderMarkdown(report);
      const quotations = report.context.findings.table.flatMap((finding) => finding.quotations);
      expect(quotations.length).toBeGreaterThan(0);
      for (const quotation of quotations) expect(markdown).toContain(quotation.text);
    }
  });

  it('lets hostile text stand only inside code blocks with a longer fence', () => {
    const markdown = renderMarkdown(reportOf(hostile, 'en'));
    const outside = markdown.replace(/^(`{5,})text\n[\s\S]*?\n\1$/gm, '');
    expect(outside.length).toBeLessThan(markdown.length);
    expect(outside).not.toContain('<script');
    expect(outside).not.toContain('<!here>');
    expect(outside).not.toMatch(/(?<!\\)\]\(/);
  });

  it('accounts for every interview and every file', () => {
    const waiting = attributedOf('late', [], { attribution: { outcome: 'review', special: null, why: 'no-model' } });
    const down = attributedOf('down', [], { attribution: { outcome: 'failed', special: null, why: 'model-slow' } });
    const markdown = renderMarkdown(reportOf([...plain, waiting, down], 'en'));
    expect(markdown).toContain(
      '| 31 | late.txt | English | waits for a person | needs a model or a person to decide |',
    );
    expect(markdown).toContain('| 32 | down.txt | English | failed | a model was too slow |');
    expect(markdown).toContain('scan');
    expect(markdown).toContain('Named by nobody (0 of 30, at most 11\u00a0%): Workload and overtime; Health.');
  });

  it('tells why a quotation is counted and what was asked before', () => {
    const markdown = renderMarkdown(reportOf(plain, 'zh'));
    expect(markdown).toContain('由编码手册阅读器提出，采纳为主因，强度 4（满分 5）。');
    expect(markdown).toContain('之前的提问：Why are you leaving?');
  });

  it.each([
    ['en', 'General words only', 'the form and the words disagree'],
    ['zh', '只有笼统的说法', '表单与本人的话不一致'],
  ] as const)('tells every outcome in words and never by an inner name (%s)', (language, general, conflict) => {
    const words = wordsIn(language);
    const names = [...WHY_NAMES, 'some-new-name'];
    const waiting = names.map((why) =>
      attributedOf(why, [], {
        attribution: { outcome: 'review', special: null, why },
        interview: { fileName: 'a.txt' },
      }),
    );
    const torn = attributedOf('torn', [causeOf('pay', 'primary')], { attribution: { conflict: 'form-vs-narrative' } });
    const generic = attributedOf('generic', [], { attribution: { special: 'generic-reason' } });
    const markdown = renderMarkdown(reportOf([...plain, ...waiting, torn, generic], language));
    for (const name of names) expect(markdown).not.toContain(name);
    for (const name of WHY_NAMES) expect(whyText(name, language)).not.toBe(words.whyUnknown);
    expect(markdown).toContain(words.whyUnknown);
    expect(markdown).toContain(`| ${general} |`);
    expect(markdown).toContain(`| ${conflict} |`);
  });

  it('says in one place which stretch of the order may be chance', () => {
    const markdown = renderMarkdown(reportOf(plain, 'en'));
    expect(markdown.match(/in this order by chance: too few/g)).toHaveLength(1);
    expect(markdown).toContain(
      'From “Pay level” to “Direct manager” (4 causes) neighbours may stand in this order by chance',
    );
    expect(renderMarkdown(reportOf(plain, 'zh'))).toContain(
      '从“薪酬水平”到“直属上级”（4 个原因），相邻两者的先后可能出于偶然',
    );
  });

  it('does not list unnamed causes where a hidden one would show by its absence', () => {
    const markdown = renderMarkdown(reportOf(interviewsWith({ pay: 5, growth: 2, health: 2 }), 'en'));
    expect(markdown).not.toContain('Named by nobody');
    expect(markdown).not.toContain('Health');
    expect(markdown).toContain('2 causes are hidden');
  });
});

describe('renderHtml', () => {
  it.each(['en', 'zh'] as const)('lets no script, tag or attribute of the interviews through (%s)', (language) => {
    const html = page(reportOf(hostile, language));
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).not.toContain('<img');
    expect(html.isWellFormed()).toBe(true);
    expect(html).not.toContain('<b>scan');
    expect(html).toContain('&lt;/script&gt;&lt;script&gt;');
    expect(html).not.toMatch(/(?:src|href)\s*=\s*["']?https?:/);
    expect(html).toMatch(/script-src 'sha256-[A-Za-z0-9+/]+=*'/);
  });

  it('is one page for eyes, phones and screen readers', () => {
    const html = page(reportOf(plain, 'zh'));
    expect(html).toContain('<html lang="zh-CN">');
    expect(html).toContain('name="viewport"');
    expect(html).toContain('prefers-color-scheme: dark');
    expect(html).toMatch(/<figure role="img" aria-label="原因条形图，30 份访谈/);
    expect(html).toContain('<th scope="col"><button type="button">频率</button></th>');
    expect(html).toContain('<td class="number" data-label="访谈数" data-sort="12">12/30 份</td>');
    expect(html).toContain('为什么计入？');
  });

  it('shows neither table nor chart of four interviews', () => {
    const html = page(reportOf(interviewsWith({ pay: 4 }), 'en'));
    expect(html).not.toContain('<figure');
    expect(html).not.toContain('Pay level');
    expect(html).toContain('held back');
  });
});

describe('drawChart', () => {
  it.each([
    ['en', 'Pay level 12 of 30 (25–58\u00a0%)'],
    ['zh', '薪酬水平 12/30 份（25–58%）'],
  ] as const)('draws a picture and tells it in words (%s)', (language, words) => {
    const { findings } = contextOf(plain, language);
    const chart = drawChart(findings, codebook, language);
    const png = chart === null ? null : paintChart(chart);
    expect([...(png?.subarray(0, 4) ?? [])]).toEqual([0x89, 0x50, 0x4e, 0x47]);
    // An empty picture of this size has some 10 KB: text that found no font would vanish in silence.
    expect(png?.length).toBeGreaterThan(25_000);
    expect(chart?.svg).toContain(language === 'zh' ? '薪酬水平' : 'Pay level');
    expect(chart?.altText).toContain(words);
  });

  it('draws nothing where causes are held back', () => {
    expect(drawChart(contextOf(interviewsWith({ pay: 4 }), 'en').findings, codebook, 'en')).toBeNull();
  });
});
