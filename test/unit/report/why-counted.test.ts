import { describe, expect, it } from 'vitest';
import type { CodedSegment } from '../../../src/core/coding.ts';
import type { Language } from '../../../src/core/language.ts';
import type { ReviewDecision } from '../../../src/core/review.ts';
import type { FullReport } from '../../../src/report/full-report.ts';
import { renderHtml as page } from '../../../src/report/render-html.ts';
import { reportOf } from '../../fixtures/findings/report.ts';
import { interviewsWith } from '../../fixtures/findings/sample.ts';

const plain = interviewsWith({ pay: 12, relocation: 9, growth: 5, manager: 4 });

describe('why a quotation is counted', () => {
  const segment: CodedSegment = {
    code: 'pay',
    sentences: [2],
    coder: 'model',
    model: 'Model A',
    link: 'stated',
    status: 'accepted',
    why: null,
    verdicts: ['stated-reason', 'mentioned', 'stated-reason'],
    margin: 0.335,
    coderVersion: 'ab12 Model A',
    verifier: { model: 'Model B', version: 'q3' },
    unreviewed: { status: 'needs-person', why: 'low-margin' },
  };
  const decision: ReviewDecision = {
    id: 'd',
    interviewId: 'pay-1',
    codebookId: 'sample',
    code: 'pay',
    sentences: [2],
    choice: 'accept',
    chosen: null,
    sampled: false,
    user: 'U<7>',
    decidedAt: Date.UTC(2026, 10, 25),
    sessionId: 's',
  };
  const material = { segments: new Map([['pay-1', [segment]]]), decisions: [decision] };
  const lines = (language: Language, more: Partial<FullReport>) => {
    const html = page(reportOf(plain, language, more));
    return html.slice(html.indexOf('<details>'), html.indexOf('</details>'));
  };

  it.each([
    [
      'en',
      [
        'Found by: Model A (version ab12)',
        'Counted as: main cause (strength 4 of 5)',
        'a stated reason ×2; mentioned only; the answers for and against lie 34\u00a0% apart; by Model B (version q3)',
        'confirmed by U&lt;7&gt; on 2026-11-25',
        'before that: waits for a person; the verdict was too close',
        'Codebook: sample@1.0',
        'Asked before: Why are you leaving?',
      ],
    ],
    [
      'zh',
      [
        '提出者：Model A（版本 ab12）',
        '计为：主因（强度 4，满分 5）',
        '明说的离开原因 ×2、仅提及、正反回答相差 34%、判断者 Model B（版本 q3）',
        'U&lt;7&gt; 于 2026-11-25 确认',
        '此前：待人工复核、判断的把握不够',
        '编码手册：sample@1.0',
      ],
    ],
  ] as const)('is told from the ledger, closed until asked for (%s)', (language, told) => {
    const shown = lines(language, material);
    for (const line of told) expect(shown).toContain(line);
  });

  it.each([
    [
      'en',
      'on the topic: a stated reason · beside similar causes: not about this cause · whose and when: a stated reason',
    ],
    ['zh', '就主题：明说的离开原因 · 与相近原因并列：'],
  ] as const)('tells what each question came to (%s)', (language, told) => {
    const asked: CodedSegment = {
      ...segment,
      verdicts: ['stated-reason', 'unrelated', 'stated-reason'],
      questions: ['verdict', 'choice', 'whose'],
    };
    expect(lines(language, { ...material, segments: new Map([['pay-1', [asked]]]) })).toContain(told);
  });

  it('says so where no model was asked and nobody reviewed', () => {
    const shown = lines('en', { segments: new Map([['pay-1', [{ ...segment, verdicts: [], code: 'growth' }]]]) });
    expect(shown).toContain('Found by: the codebook reader');
    expect(shown).toContain('no model was asked');
    expect(shown).toContain('Reviewed: not by a person');
  });

  it('takes no decision on another cause, another sentence, or a rejection for a confirmation', () => {
    for (const more of [{ code: 'growth' }, { sentences: [3] }, { choice: 'reject' as const }, { interviewId: 'x' }]) {
      expect(lines('en', { ...material, decisions: [{ ...decision, ...more }] })).toContain('not by a person');
    }
    const named = { ...decision, code: 'growth', choice: 'other' as const, chosen: 'pay' };
    expect(lines('en', { ...material, decisions: [named] })).toContain('confirmed by');
  });

  it('links each quotation to its interview in the list of all', () => {
    const html = page(reportOf(plain, 'en'));
    const targets = [...html.matchAll(/href="#([^"]+)"/g)].map((match) => match[1]);
    expect(targets.length).toBeGreaterThan(3);
    for (const target of targets) expect(html).toContain(`<tr id="${target}">`);
    expect(html.match(/<tr id="interview-/g)).toHaveLength(30);
  });
});
