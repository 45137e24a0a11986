import { describe, expect, it } from 'vitest';
import { loadCodebook } from '../../../src/coding/load-codebook.ts';
import type { AttributedInterview } from '../../../src/core/findings.ts';
import type { Language } from '../../../src/core/language.ts';
import { countFindings } from '../../../src/findings/count-findings.ts';
import { fillClaim } from '../../../src/report/fill-slots.ts';
import { renderMessage } from '../../../src/report/render-message.ts';
import { writeTemplate } from '../../../src/report/template-writer.ts';
import { contextOf } from '../../fixtures/findings/context.ts';
import {
  attributedOf,
  causeOf,
  sampleCodebook as codebook,
  interviewsSaying,
  interviewsWith,
} from '../../fixtures/findings/sample.ts';

type More = Parameters<typeof contextOf>[2];

function messageOf(interviews: readonly AttributedInterview[], language: Language, more: More = {}, complete = true) {
  const context = contextOf(interviews, language, more);
  const claims = writeTemplate(context, codebook).map((draft) =>
    fillClaim(draft, { findings: context.findings, codebook, language }),
  );
  return renderMessage(context, claims, codebook, { complete });
}

const interviews = interviewsWith({ pay: 12, relocation: 9, growth: 5, manager: 4 });
const failedFiles = [{ name: 'exit_42.pdf', fault: 'file-password', detail: {} }] as const;

describe('renderMessage', () => {
  it('opens with coverage and holds table, quotations, reach, suggestions, certainty and authorship (en)', () => {
    const { markdown, notice } = messageOf(interviews, 'en', { failedFiles });
    const [title, coverage, base] = markdown.split('\n');
    expect(title).toBe('**Why people left** · all interviews of this channel');
    expect(coverage).toBe('30 interviews read · 30 coded · 0 no cause · 0 to review · 0 failed');
    expect(base).toContain('1 not read · 30 in the ranking · languages: English 30');
    expect(markdown).toContain('Pay level (12 of 30 interviews) and Family relocation (9 of 30) weigh most.');
    expect(markdown).toContain('| Cause | Details | Impact | Frequency | Interviews | 95 % interval |');
    expect(markdown).toMatch(/\| Pay level \| What the codebook.*\| ★★★★☆ \| \S+.*\| 12 of 30 \| 25–58\u00a0% \|/);
    expect(markdown).toContain('> “The main reason is told in interview pay-1.” — Pay level · interview 1, sentence 2');
    expect(markdown).toContain(
      'Can be changed 53\u00a0% · in part 8\u00a0% (counted at half) · cannot, or no cause named 39\u00a0%',
    );
    expect(markdown).toContain('**To think about (suggestions, not findings)**\n- On Pay level: publish the rule.');
    expect(markdown).toContain('Reasons as the leavers gave them.');
    expect(markdown).toContain('codebook reader without a model · written by the template writer without a model');
    expect(markdown).toContain('41 s');
    expect(markdown).toContain('exit\\_42.pdf');
    expect(notice.length).toBeLessThanOrEqual(300);
  });

  it('says the same in Chinese', () => {
    const { markdown } = messageOf(interviews, 'zh', { failedFiles });
    expect(markdown.split('\n')[1]).toBe('已读 30 份访谈 · 已编码 30 · 未说明原因 0 · 待复核 0 · 失败 0');
    expect(markdown).toContain('| 原因 | 说明 | 影响 | 频率 | 访谈数 | 95% 区间 |');
    expect(markdown).toContain('| 薪酬水平 | 手册对薪酬水平的定义 | ★★★★☆ |');
    expect(markdown).toContain('编码手册阅读器，未使用模型');
    expect(markdown).toContain('exit\\_42.pdf');
    expect(markdown).not.toMatch(/[a-z]{4,} [a-z]{4,} [a-z]{4,}(?!.*”)/);
  });

  it('keeps hostile quotations from pinging, linking, or breaking the table', () => {
    const words = '<!channel> see [here](https://evil.example) | `code` *bold* \ud83d and <@U1> the main reason';
    const { markdown } = messageOf(interviewsSaying(words, 10), 'en');
    expect(markdown).toContain('&lt;!channel>');
    expect(markdown).not.toMatch(/<[!@]/);
    expect(markdown).not.toMatch(/(?<!\\)\[here/);
    expect(markdown).not.toContain('https://');
    expect(markdown).toContain('\\|');
    expect(markdown.isWellFormed()).toBe(true);
  });

  it('shows no cause and says why when fewer than five interviews count', () => {
    const { markdown } = messageOf(interviewsWith({ pay: 4 }), 'en');
    expect(markdown).toContain('held back until there are at least 5');
    expect(markdown).not.toContain('Pay level');
    expect(messageOf(interviewsWith({ pay: 4 }), 'zh').markdown).toContain('至少 5 份');
  });

  it('shows counts without stars or labels from five to nine', () => {
    const { markdown } = messageOf(interviewsWith({ pay: 6, growth: 3 }), 'en');
    expect(markdown).toContain('Indicative only');
    expect(markdown).toContain('| – | – | 6 of 9 |');
    expect(markdown).not.toContain('★');
    expect(messageOf(interviewsWith({ pay: 6 }), 'zh').markdown).toContain('仅供参考');
  });

  it('shows what stands so far while prose is still being written', () => {
    const { markdown } = messageOf(interviews, 'en', {}, false);
    expect(markdown).toContain('| Pay level |');
    expect(markdown.endsWith('_Writing the report…_')).toBe(true);
  });

  it.each([
    [
      'en',
      [
        'Period: 2026 Q3 · Department: Field \\*Service\\*',
        'outside the ranking: Retirement 1',
        'No cause in the interview: 1 of 33',
        '1 more cause (1 interview at most): in the full report.',
        'Two independent readers name the same main cause in 67\u00a0% of 12 interviews, alpha 0.36 (95\u00a0% interval',
        'too low to rest a ranking on it',
        'The two readers agree too little on the main cause',
        'in review people confirmed the main cause in 50\u00a0% of 2 interviews they decided on',
        'under other weights these change places: Career growth; Workload and overtime',
      ],
    ],
    [
      'zh',
      [
        '时段：2026 Q3 · 部门：Field \\*Service\\*',
        '不计入排名：退休 1',
        '访谈中没有原因：1/33 份',
        '另有 1 个原因（每个至多 1 份访谈），见完整报告。',
        '两位互不知情的编码者在 12 份访谈中主因一致率 67%，alpha 0.36（95% 区间',
        '过低，不宜据此排名',
        '两位编码者对主因的一致性过低',
        '人工复核过的 2 份访谈中，50% 的主因得到确认',
        '换用其他权重，以下原因会换位：职业发展、工作量与加班',
      ],
    ],
  ] as const)('says what the ranking rests on (%s)', (language, sentences) => {
    const retired = { type: 'retirement', ranked: false, doubt: false, sentence: null };
    const codes = ['a', 'b', 'c', 'd', 'e', 'f'];
    const wide = {
      ...codebook,
      codes: [...codebook.codes, ...codes.map((id) => ({ ...codebook.codes[0], id }) as (typeof codebook.codes)[0])],
    };
    const both = Array.from({ length: 5 }, (_, i) =>
      attributedOf(`b${i}`, [causeOf('growth', 'primary'), causeOf('hours', 'contributing')]),
    );
    const all = [
      ...interviewsWith({ pay: 12, relocation: 6, a: 2, b: 2, c: 2, d: 1, e: 1 }),
      ...both,
      ...interviewsWith({ hours: 1 }),
      attributedOf('none', []),
      attributedOf('retired', [], { attribution: { separation: retired } }),
    ];
    const reading = (primary: string) => ({ primary, causes: [primary] });
    const pairs = (count: number, first: string, second: string) =>
      Array.from({ length: count }, () => ({ interviewId: '', first: reading(first), second: reading(second) }));
    const agreementPairs = [...pairs(4, 'pay', 'pay'), ...pairs(4, 'hours', 'hours'), ...pairs(4, 'pay', 'hours')];
    const reviewPairs = [...pairs(1, 'pay', 'pay'), ...pairs(1, 'pay', 'hours')];
    const findings = countFindings({ interviews: all, codebook: wide, agreementPairs, reviewPairs });
    const request = { period: '2026 Q3', department: 'Field *Service*', language, codebook: 'sample', fast: false };
    const context = contextOf(all, language, { findings, request });
    const { markdown } = renderMessage(context, [], wide, { complete: true });
    for (const sentence of sentences) expect(markdown).toContain(sentence);
  });

  it('names who stepped in and what was left out', () => {
    const authorship = { coders: ['Model A'], writer: 'Model B', fallback: 'Model A: slow' };
    const { markdown } = messageOf(interviews, 'en', { authorship, droppedSentences: 1 });
    expect(markdown).toContain('Coded by Model A · written by Model B');
    expect(markdown).toContain('Another model had to step in (Model A was too slow).');
    expect(messageOf(interviews, 'zh', { authorship }).markdown).toContain('Model A 响应太慢');
    expect(markdown).toContain('1 sentence was left out');
  });

  it.each([
    ['en', 'No model finished the text (Model A was too slow), so the template wrote it.'],
    ['zh', '没有模型写完正文（Model A 响应太慢），文字由模板撰写。'],
  ] as const)('says that the template wrote where no model did (%s)', (language, sentence) => {
    const authorship = { coders: [], writer: null, fallback: 'Model A: slow' };
    expect(messageOf(interviews, language, { authorship }).markdown).toContain(sentence);
  });

  it.each(['en', 'zh'] as const)('shortens itself to one message (%s)', (language) => {
    const words = 'It is a very long story, '.repeat(160);
    const long = ['pay', 'manager', 'growth', 'hours', 'relocation'].flatMap((code) =>
      interviewsSaying(words, 6, code),
    );
    const files = Array.from({ length: 200 }, (_, i) => ({ ...failedFiles[0], name: `exit_${i}.pdf` }));
    const { markdown } = messageOf(long, language, { failedFiles: files });
    expect(markdown.length).toBeLessThanOrEqual(11_500);
    expect(markdown).toContain(language === 'zh' ? '另有 192 个' : 'and 192 more');
  });

  it.each(['en', 'zh'] as const)('holds the shipped codebook at its fullest in one message (%s)', async (language) => {
    const { codebook: shipped } = await loadCodebook('codebooks/employee-exit.yml');
    const reading = (code: string) => ({ primary: code, causes: [code] });
    const agreementPairs = shipped.codes.map(({ id }) => ({
      interviewId: id,
      first: reading(id),
      second: reading('pay-level'),
    }));
    const words =
      language === 'zh'
        ? '主要是因为这里的情况一直没有改变，我跟上级说过很多次。'
        : 'The main reason is that nothing here ever changed, whatever I told them.';
    const all = shipped.codes.flatMap(({ id }, index) => interviewsSaying(words.repeat(3), 6 + (index % 3), id));
    const findings = countFindings({ interviews: all, codebook: shipped, agreementPairs });
    expect(findings.table.length).toBe(18);
    const files = Array.from({ length: 40 }, (_, i) => ({ ...failedFiles[0], name: `exit_interview_${i}.pdf` }));
    const context = contextOf(all, language, { findings, failedFiles: files });
    const claims = writeTemplate(context, shipped).map((draft) =>
      fillClaim(draft, { findings, codebook: shipped, language }),
    );
    const { markdown } = renderMessage(context, claims, shipped, { complete: true });
    expect(markdown.length).toBeLessThanOrEqual(11_500);
    expect(markdown.split('\n').filter((line) => line.startsWith('| '))).toHaveLength(10);
    expect(markdown).toContain(shipped.caution[language]);
  });

  it('cuts what a cause means after a clause, never inside a word', () => {
    const definition =
      'How the manager behaves: control, blame, disrespect, neglect, and a direction that shifts weekly.';
    const codes = codebook.codes.map((code) => ({ ...code, definition: { en: definition, zh: definition } }));
    const { findings } = contextOf(interviews, 'en');
    const context = contextOf(interviews, 'en', { findings });
    const { markdown } = renderMessage(context, [], { ...codebook, codes }, { complete: true });
    expect(markdown).toContain('| How the manager behaves: control, blame, disrespect, neglect … |');
  });
});
