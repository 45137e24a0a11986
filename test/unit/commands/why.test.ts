import { describe, expect, test } from 'vitest';
import { type InterviewLedger, whyWords } from '../../../src/commands/why.ts';
import { type AttributionInput, attribute } from '../../../src/evidence/attribute.ts';
import { applyDecisions } from '../../../src/jobs/review-decisions.ts';
import { evidenceCodebook } from '../../fixtures/evidence/codebook.ts';
import { decisionOf, waitingSegment } from '../../fixtures/review/decision.ts';
import { interviewOf } from '../../support/interviews.ts';

const interview = interviewOf([
  ['interviewer', 'Why are you leaving?'],
  ['leaver', 'The pay was low. My lead ■■ was rude.'],
]);

const decisions = [decisionOf({ user: 'U7' })];
const coded: AttributionInput = {
  interview,
  codebook: evidenceCodebook,
  separation: { type: 'voluntary', ranked: true, doubt: false, sentence: null },
  outcomes: [],
  segments: [
    waitingSegment({ coderVersion: 'coder-7', verifier: { model: 'Qwen2.5-7B-Instruct', version: 'verdict-3' } }),
    waitingSegment({
      code: 'manager',
      sentences: [3],
      status: 'rejected',
      why: 'other-person',
      verdicts: ['other-person', 'unrelated'],
      questions: ['verdict', 'choice'],
    }),
  ],
};
const reviewed = applyDecisions(coded, decisions);
const ledger: InterviewLedger = {
  number: 31,
  interview,
  attribution: attribute(reviewed),
  segments: reviewed.segments,
  decisions,
  codebook: evidenceCodebook,
};

describe('why', () => {
  test('tells code, role, status, coder, versions, verdicts, margin, reviewer, day and the sentence with its question', () => {
    const words = whyWords(ledger, null, 'en');
    for (const part of [
      '**Interview 31** · coded · codebook Sample 2.0',
      '**Pay level** (`pay`) · main cause',
      '> Q: Why are you leaving?',
      '▌ The pay was low.',
      'accepted · sentence 2 · found by the model Qwen2.5-7B-Instruct (version coder-7)',
      'checked by Qwen2.5-7B-Instruct (version verdict-3): no link to leaving, lead 0.10',
      'before the review: needs a person: the checks were too close to call',
      'found by a person in review',
      'Reviewed by <@U7> on 2026-11-25: a reason',
      '**Direct manager** (`manager`) · not counted',
      'rejected: about somebody else',
      'about somebody else (on the topic), about something else (beside similar causes)',
    ])
      expect(words).toContain(part);
    expect(words.indexOf('Pay level'), 'what counts comes first').toBeLessThan(words.indexOf('Direct manager'));
    expect(words, 'masked as stored').toContain('■■');
  });

  test('in Chinese, for one cause', () => {
    const words = whyWords(ledger, 'manager', 'zh');
    expect(words).toContain('**访谈 31** · 已编码 · 编码本 样例 2.0');
    expect(words).toContain('**直属上级**（`manager`）· 未计入');
    expect(words).toContain('未采纳：说的是别人');
    expect(words).not.toContain('薪酬水平');
  });

  test('names a cause that nothing was coded as, an interview without any, and the person who said that none was stated', () => {
    expect(whyWords(ledger, 'family', 'en')).toContain('Nothing in it was coded as family.');
    const none = { ...ledger, segments: [], decisions: [decisionOf({ code: null, choice: 'reject' })] };
    const bare = { ...none, attribution: { ...ledger.attribution, causes: [] } };
    expect(whyWords(bare, null, 'en')).toMatch(/No sentence of it was coded\.[\s\S]*Reviewed by <@U1>/);
  });

  test('what does not fit into one message is named rather than cut', () => {
    const long = interviewOf([['leaver', `${'word '.repeat(55)}. `.repeat(60)]]);
    const segments = evidenceCodebook.codes.map(({ id }, index) =>
      waitingSegment({ code: id, sentences: Array.from({ length: 8 }, (_, next) => index * 8 + next + 1) }),
    );
    const words = whyWords({ ...ledger, interview: long, segments }, null, 'en');
    expect(words.length).toBeLessThan(11_000);
    expect(words).toMatch(/More causes, one at a time: .*`\/attrition why 31 offer`/);
  });
});
