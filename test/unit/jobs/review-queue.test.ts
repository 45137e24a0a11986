import { describe, expect, test } from 'vitest';
import type { CodedSegment } from '../../../src/core/coding.ts';
import type { AttributedInterview } from '../../../src/core/findings.ts';
import type { ReviewDecision } from '../../../src/core/review.ts';
import { isSampled, reviewQueue } from '../../../src/jobs/review-queue.ts';
import { attributedOf, causeOf, interviewsWith } from '../../fixtures/findings/sample.ts';
import { decisionOf, waitingSegment } from '../../fixtures/review/decision.ts';
import { interviewOf } from '../../support/interviews.ts';

type Coded = readonly [interview: AttributedInterview, segments: readonly CodedSegment[]];

/** An interview that waits for a person; its id is chosen so that the sample leaves it alone. */
const waiting = (id: string, ...segments: readonly CodedSegment[]): Coded => [
  attributedOf(id, [], { attribution: { outcome: 'review', special: null, why: 'low-margin' } }),
  segments,
];

function queueOf(coded: readonly Coded[], decisions: readonly ReviewDecision[] = [], user: string | null = 'U1') {
  const interviews = coded.map(([interview]) => interview);
  const segments = new Map(coded.map(([{ interview }, own]) => [interview.id, own]));
  return reviewQueue({ interviews, segments, decisions, user });
}
const named = (claims: ReturnType<typeof queueOf>) => claims.map(({ interviewId, code }) => `${interviewId} ${code}`);

describe('which claims', () => {
  test('one claim per interview and code, with all its sentences; codes that are accepted already need none', () => {
    const [claim, ...others] = queueOf([
      waiting(
        'a',
        waitingSegment({ sentences: [3] }),
        waitingSegment({ coder: 'reader', model: null, sentences: [2, 3] }),
        waitingSegment({ code: 'hours', status: 'rejected', why: 'denied' }),
        waitingSegment({ code: 'growth', status: 'accepted', why: null }),
        waitingSegment({ code: 'growth' }),
      ),
    ]);
    expect(claim).toMatchObject({ kind: 'needs-person', code: 'pay', sentences: [2, 3] });
    expect(claim?.segments).toHaveLength(2);
    expect(others).toEqual([]);
  });

  test.each([
    ['Why are you leaving?', 'Something with the move.', 'How was the team?', 'They were all very kind to me, always.'],
    ['那为什么要走呢？', '跟搬迁有关吧。', '同事怎么样？', '同事们一直都对我非常好，真的特别感谢大家。'],
  ])('an interview left open without a claim asks which cause, about the answer to "%s"', (why, answer, q2, a2) => {
    const interview = interviewOf([
      ['interviewer', q2],
      ['leaver', a2],
      ['interviewer', why],
      ['leaver', answer],
    ]);
    const [coded] = waiting('interview-1');
    const [claim] = queueOf([[{ ...coded, interview }, []]]);
    expect(claim).toMatchObject({ kind: 'which-cause', code: null, sentences: [4] });
  });

  test('without a question why it asks about the longest thing the leaver said; of nothing said it asks nothing', () => {
    const [coded] = waiting('interview-1');
    const talk = interviewOf([
      ['interviewer', 'How was the team over all these many years you were here with us?'],
      ['leaver', 'Fine.'],
      ['interviewer', 'And?'],
      ['leaver', 'Well, where do I begin. It was the depot.'],
    ]);
    expect(queueOf([[{ ...coded, interview: talk }, []]])[0]?.sentences).toEqual([4, 5]);
    expect(queueOf([[{ ...coded, interview: interviewOf([['interviewer', 'Hello?']]) }, []]])).toEqual([]);
  });

  test('a form is asked about by its words rather than its ticks, a note by the passage headed "reason"', () => {
    const [coded] = waiting('interview-1');
    const ticked = interviewOf([
      ['leaver', 'My manager.'],
      ['leaver', 'It went wrong.'],
    ]);
    const form = {
      ...ticked,
      turns: ticked.turns.map((turn) => ({ ...turn, question: 'Reasons for leaving' })),
      ticks: [{ option: 'My manager', sentence: 1, main: false }],
    };
    expect(queueOf([[{ ...coded, interview: form }, []]])[0]?.sentences).toEqual([2]);
    const note = interviewOf([
      ['note', '对上级：她认为主管一直都非常支持她，两次都帮她写了推荐。'],
      ['note', '离职原因：没有细说。'],
    ]);
    expect(queueOf([[{ ...coded, interview: note }, []]])[0]?.sentences).toEqual([2]);
  });

  test('interviews that are not ranked or failed are not asked about', () => {
    const separation = { type: 'retirement', ranked: false, doubt: false, sentence: null };
    const [retired] = waiting('a');
    const [failed] = waiting('b');
    expect(
      queueOf([
        [{ ...retired, attribution: { ...retired.attribution, separation } }, [waitingSegment()]],
        [{ ...failed, attribution: { ...failed.attribution, outcome: 'failed' } }, [waitingSegment()]],
      ]),
    ).toEqual([]);
  });

  test('about one accepted claim in twenty is drawn, always the same ones, never what a person decided', () => {
    const ids = Array.from({ length: 2_000 }, (_, index) => `interview ${index}`);
    const drawn = ids.filter((id) => isSampled(id, 'pay'));
    expect(drawn.length).toBeGreaterThan(60);
    expect(drawn.length).toBeLessThan(140);
    const id = drawn[0] ?? '';
    const coded = attributedOf(id, [causeOf('pay', 'primary')]);
    const accepted = waitingSegment({ status: 'accepted', why: null });
    expect(queueOf([[coded, [accepted]]])).toMatchObject([{ kind: 'sample', interviewId: id, code: 'pay' }]);
    expect(queueOf([[coded, [accepted, { ...accepted, coder: 'person', model: null }]]])).toEqual([]);
  });
});

describe('never asked twice', () => {
  const claim = waiting('interview-1', waitingSegment({ sentences: [2, 3] }));
  test.each<[string, Partial<ReviewDecision>, boolean]>([
    ['accepted, even on other sentences', { sentences: [9] }, false],
    ['chosen instead of another code', { code: 'hours', choice: 'other', chosen: 'pay' }, false],
    ['rejected on one of the sentences', { choice: 'reject' }, false],
    ['rejected on other sentences', { choice: 'reject', sentences: [9] }, true],
    ['skipped by the same person', { choice: 'skip' }, false],
    ['skipped by somebody else', { choice: 'skip', user: 'U2' }, true],
    ['another code rejected', { code: 'hours', choice: 'reject' }, true],
    ['another interview', { interviewId: 'interview-2' }, true],
  ])('%s', (_name, decision, isAsked) => {
    expect(queueOf([claim], [decisionOf(decision)])).toHaveLength(isAsked ? 1 : 0);
  });

  test('the open question is asked once per interview; skips are nothing when counting for anybody', () => {
    const open = waiting('interview-1');
    expect(queueOf([open], [decisionOf({ code: null, choice: 'reject', sentences: [9] })])).toEqual([]);
    expect(queueOf([open], [decisionOf({ code: null, choice: 'skip' })])).toEqual([]);
    expect(queueOf([open], [decisionOf({ code: null, choice: 'skip' })], null)).toHaveLength(1);
  });
});

describe('the order', () => {
  test('the less sure first; an unknown margin is the least sure; equal ones as told', () => {
    const claims = queueOf([
      waiting('sure', waitingSegment({ margin: 0.9 })),
      waiting('close', waitingSegment({ margin: 0.1 })),
      waiting('open'),
      waiting('open too'),
    ]);
    expect(named(claims)).toEqual(['open null', 'open too null', 'close pay', 'sure pay']);
  });

  test('a claim that could change places in the ranking goes before one that could not', () => {
    const ranked = interviewsWith({ pay: 1, manager: 2, hours: 9 }).map((each): Coded => [each, []]);
    const claims = queueOf([
      ...ranked,
      waiting('far', waitingSegment({ code: 'hours' })),
      waiting('near', waitingSegment({ code: 'pay' })),
    ]);
    expect(named(claims)).toEqual(['near pay', 'far hours']);
  });
});
