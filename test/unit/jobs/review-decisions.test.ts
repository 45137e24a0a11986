import { expect, test } from 'vitest';
import type { CodedSegment } from '../../../src/core/coding.ts';
import type { ReviewDecision } from '../../../src/core/review.ts';
import { type AttributionInput, attribute } from '../../../src/evidence/attribute.ts';
import { applyDecisions } from '../../../src/jobs/review-decisions.ts';
import { evidenceCodebook } from '../../fixtures/evidence/codebook.ts';
import { decisionOf, waitingSegment } from '../../fixtures/review/decision.ts';
import { interviewOf } from '../../support/interviews.ts';

const interview = interviewOf([
  ['interviewer', 'Why are you leaving?'],
  ['leaver', 'The pay was low. My lead was rude. The walk was long.'],
]);

function coded(segments: readonly CodedSegment[], more: Partial<AttributionInput> = {}): AttributionInput {
  return {
    interview,
    codebook: evidenceCodebook,
    separation: { type: 'voluntary', ranked: true, doubt: false, sentence: null },
    outcomes: [{ kind: 'unsure', why: 'no-model' }],
    segments,
    ...more,
  };
}

const decide = (input: AttributionInput, ...decisions: readonly Partial<ReviewDecision>[]) =>
  applyDecisions(input, decisions.map(decisionOf));
const causes = (input: AttributionInput) => attribute(input).causes.map(({ code, role }) => `${code} ${role}`);

test('accept: the claim counts, by a coded segment of a person, and keeps what the checks had said', () => {
  const reviewed = decide(coded([waitingSegment()]), {});
  expect(attribute(reviewed).outcome).toBe('coded');
  expect(causes(reviewed)).toEqual(['pay primary']);
  expect(reviewed.segments).toEqual([
    { ...waitingSegment(), status: 'accepted', why: null, unreviewed: { status: 'needs-person', why: 'low-margin' } },
    expect.objectContaining({ code: 'pay', coder: 'person', sentences: [2], status: 'accepted' }),
  ]);
});

test('reject: every coder’s segment of that code on those sentences falls, the rest stands', () => {
  const segments = [
    waitingSegment(),
    waitingSegment({ coder: 'reader', model: null, status: 'accepted', why: null, sentences: [2, 3] }),
    waitingSegment({ code: 'manager', status: 'accepted', why: null, sentences: [2] }),
    waitingSegment({ status: 'accepted', why: null, sentences: [4] }),
  ];
  const reviewed = decide(coded(segments), { choice: 'reject' });
  expect(reviewed.segments.map(({ status, why }) => why ?? status)).toEqual([
    'reviewer',
    'reviewer',
    'accepted',
    'accepted',
  ]);
  expect(attribute(decide(coded(segments.slice(0, 1)), { choice: 'reject' })).outcome).toBe('review');
});

test('another cause: the claim falls and the chosen cause counts on the same sentences', () => {
  const reviewed = decide(coded([waitingSegment()]), { choice: 'other', chosen: 'manager' });
  expect(causes(reviewed)).toEqual(['manager primary']);
});

test('the open question: a chosen cause is the main one, "none" settles the interview without a cause', () => {
  const open = coded([]);
  expect(attribute(open).outcome).toBe('review');
  expect(causes(decide(open, { code: null, choice: 'other', chosen: 'growth' }))).toEqual(['growth primary']);
  expect(attribute(decide(open, { code: null, choice: 'reject' }))).toMatchObject({
    outcome: 'no-cause',
    special: 'no-cause-found',
  });
});

test('the open question also settles who speaks and whether leaving was their own choice', () => {
  const unclear = coded([], {
    interview: { ...interview, doubt: 'speakers-unknown' },
    separation: { type: 'voluntary', ranked: true, doubt: true, sentence: null },
  });
  const named = attribute(decide(unclear, { code: null, choice: 'other', chosen: 'pay' }));
  expect(named).toMatchObject({ outcome: 'coded', separation: { ranked: true, doubt: false } });
  const forced = attribute(decide(unclear, { code: null, choice: 'reject' }));
  expect(forced).toMatchObject({ outcome: 'coded', causes: [], separation: { ranked: false, doubt: false } });
});

test('a skip changes nothing; a decision taken back leaves the segments as they were', () => {
  const input = coded([waitingSegment()]);
  expect(decide(input, { choice: 'skip' })).toEqual(input);
  const reviewed = decide(input, {});
  expect(applyDecisions({ ...input, segments: reviewed.segments }, []).segments).toEqual(input.segments);
  expect(applyDecisions(reviewed, [decisionOf()]).segments, 'applied twice is applied once').toEqual(reviewed.segments);
});

test('decisions hold for a later codebook version that proposes less, more, or something else', () => {
  const later = { ...evidenceCodebook, version: '3.0' };
  const silent = coded([], { codebook: later });
  expect(causes(decide(silent, {})), 'the accepted claim is no longer proposed').toEqual(['pay primary']);
  const again = coded([waitingSegment({ status: 'accepted', why: null, sentences: [2, 3] })], { codebook: later });
  expect(causes(decide(again, { choice: 'reject' })), 'the rejected claim is proposed again').toEqual([]);
  const without = { ...later, codes: later.codes.filter(({ id }) => id !== 'pay') };
  expect(causes(decide(coded([], { codebook: without }), {})), 'the cause is gone from the codebook').toEqual([]);
  const elsewhere = coded([waitingSegment({ status: 'accepted', why: null, sentences: [2] })], { codebook: later });
  expect(causes(decide(elsewhere, { code: null, choice: 'reject' })), 'somebody said no cause stands there').toEqual(
    [],
  );
});

test('a confirmed side remark does not become the main cause', () => {
  const main = { status: 'accepted', why: null, link: 'counterfactual' } as const;
  const input = coded([waitingSegment({ ...main, code: 'manager', sentences: [3] }), waitingSegment()]);
  expect(causes(decide(input, {}))).toEqual(['manager primary', 'pay contributing']);
});
