import { describe, expect, test } from 'vitest';
import {
  type ClaimOnShow,
  claimView,
  doneView,
  escapeWords,
  otherCauseView,
} from '../../../src/commands/review-view.ts';
import { evidenceCodebook } from '../../fixtures/evidence/codebook.ts';
import { decisionOf, waitingSegment } from '../../fixtures/review/decision.ts';
import { interviewOf } from '../../support/interviews.ts';

const interview = interviewOf([
  ['interviewer', 'Why are you leaving?'],
  ['leaver', 'The pay was low.'],
]);

const show = (more: Partial<ClaimOnShow> = {}): ClaimOnShow => ({
  sessionId: 'session-1',
  language: 'en',
  codebook: evidenceCodebook,
  claim: {
    interviewId: 'interview-1',
    code: 'pay',
    sentences: [2],
    key: 'claim-1',
    kind: 'needs-person',
    segments: [waitingSegment()],
  },
  interview,
  number: 31,
  position: 3,
  total: 12,
  ...more,
});
const open = (more: Partial<ClaimOnShow> = {}) =>
  show({ claim: { ...show().claim, code: null, kind: 'which-cause', segments: [] }, ...more });
const labels = (view: ReturnType<typeof claimView>) => view.buttons?.map(({ label }) => label);

describe('one claim', () => {
  test('says where we are, what is claimed, and what coder and checks said', () => {
    const { markdown, buttons } = claimView(show());
    expect(markdown).toContain('**3 of 12** · about 2 minutes left · interview 31');
    expect(markdown).toContain('**Claim:** Pay level is stated here as a reason.');
    expect(markdown).toContain('the model Qwen2.5-7B-Instruct · verdict: no link to leaving, lead 0.10');
    expect(labels(claimView(show()))).toEqual(['Yes, a reason', 'No', 'Another cause…', 'Skip', 'Undo']);
    expect(new Set(buttons?.map(({ value }) => value))).toEqual(new Set(['session-1 claim-1']));
    expect(labels(claimView(show({ position: 1 }))), 'nothing to undo yet').not.toContain('Undo');
  });

  test('in Chinese', () => {
    const view = claimView(show({ language: 'zh', position: 12 }));
    expect(view.markdown).toContain('**第 12 条，共 12 条** · 约剩 1 分钟 · 访谈 31');
    expect(view.markdown).toContain('**待判断：** 这里把“薪酬水平”说成了原因。');
    expect(view.markdown).toContain('核对：与离开没有关联，领先 0.10');
    expect(labels(view)).toEqual(['是原因', '不是', '另一个原因…', '跳过', '撤销']);
  });

  test('another cause offers all causes but the claimed one, and the way back; each button differs', () => {
    const view = otherCauseView(show());
    const codes = ['hours', 'manager', 'growth', 'health', 'family', 'offer', 'other-cause'];
    expect(view.buttons?.map(({ action }) => action)).toEqual([
      ...codes.map((code) => `review_cause:${code}`),
      'review_back',
    ]);
    expect(view.markdown).toContain('Not Pay level');
  });

  test('the open question offers the causes at once, and names what else it settles', () => {
    expect(labels(claimView(open()))).toEqual(expect.arrayContaining(['Pay level', 'No cause stated', 'Skip']));
    const unclear = claimView(open({ interview: { ...interview, doubt: 'speakers-unknown' } }));
    expect(unclear.markdown).toContain('isn’t clear who speaks');
    expect(claimView(open({ language: 'zh' })).markdown).toContain('这里说的是哪个原因？');
  });
});

describe('the end', () => {
  const sample = (choice: 'accept' | 'reject' | 'skip', index: number) =>
    decisionOf({ id: `${index}`, sampled: true, choice });

  test('estimates escapes from the sample alone, with their interval', () => {
    const decisions = [
      ...Array.from({ length: 9 }, (_, index) => sample('accept', index)),
      sample('reject', 9),
      sample('skip', 10),
      decisionOf({ choice: 'reject' }),
    ];
    // Wilson's interval of 1 in 10.
    expect(escapeWords(decisions, 'en')).toContain('Of 10 claims');
    expect(escapeWords(decisions, 'en')).toContain('1 were wrong (10 %; 95 % interval 2–40 %)');
    expect(escapeWords(decisions, 'zh')).toContain(
      '抽查了 10 条未经人工就采纳的判断，其中 1 条有误（10%，95% 置信区间 2%–40%）',
    );
    expect(escapeWords([decisionOf()], 'en'), 'nothing was drawn').toBe('');
  });

  test('counts decisions and skips, and offers the report anew when there is one', () => {
    const own = [decisionOf(), decisionOf({ choice: 'skip' })];
    const done = { sessionId: 'session-1', language: 'en', own, all: own, reportId: 'report-1' } as const;
    expect(doneView(done).markdown).toContain('1 claims decided, 1 skipped');
    expect(doneView(done).buttons).toEqual([
      { action: 'report_anew', label: 'Ask anew', value: 'report-1' },
      { action: 'review_undo', label: 'Undo', value: 'session-1 -' },
    ]);
    expect(labels(doneView({ ...done, reportId: null, language: 'zh' }))).toEqual(['撤销']);
  });
});
