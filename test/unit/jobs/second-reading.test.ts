import { expect, it } from 'vitest';
import type { Attribution } from '../../../src/core/attribution.ts';
import type { CodedSegment, CodingOutcome, Proposal } from '../../../src/core/coding.ts';
import type { Coder } from '../../../src/core/ports/coder.ts';
import type { CodingDesk } from '../../../src/core/ports/coding-desk.ts';
import type { CodingStore, LedgerEntry, Store } from '../../../src/core/ports/store.ts';
import { type CodingRun, codeInterview } from '../../../src/jobs/code-interview.ts';
import { reattribute } from '../../../src/jobs/review-recode.ts';
import { evidenceCodebook as codebook } from '../../fixtures/evidence/codebook.ts';
import { interviewOf } from '../../support/interviews.ts';

const interview = interviewOf([
  ['interviewer', 'Why? 为什么走？'],
  ['leaver', 'The pay is low. 工资太低。'],
]);
const proposal = (coder: 'model' | 'reader', code: string): Proposal => ({
  code,
  sentences: [3],
  coder,
  model: coder === 'model' ? 'Fake-7B' : null,
  link: 'stated',
});
const found = (each: Proposal): CodingOutcome => ({ kind: 'found', proposals: [each], unsure: false });
const none: CodingOutcome = { kind: 'none', special: 'no-cause-found', sentences: [] };
const unsure: CodingOutcome = { kind: 'unsure', why: 'no-model' };

/** A bench of fakes over one ledger; the verifier refuses `growth` and accepts the rest. */
function bench(outcomes: {
  readonly first: CodingOutcome;
  readonly second: CodingOutcome;
  readonly reader: CodingOutcome;
}) {
  const ledger = new Map<string, LedgerEntry>();
  const counts = { first: 0, second: 0, verdicts: 0 };
  const supports: boolean[] = [];
  let kept: { attribution: Attribution; segments: readonly CodedSegment[] } | null = null;
  const coding: CodingStore = {
    ledger: async (key) => ledger.get(key) ?? null,
    async record(entry) {
      ledger.set(entry.key, entry);
    },
    async save(attribution, segments) {
      kept = { attribution, segments };
    },
    attributions: async () => (kept === null ? [] : [kept.attribution]),
    segments: async () => new Map(kept === null ? [] : [[interview.id, kept.segments]]),
  };
  const reader: Coder = { id: 'reader', version: 'patterns-2', code: async () => outcomes.reader };
  const model: Coder = {
    id: 'model',
    version: 'prompt-1 Fake-7B',
    async code() {
      counts.first += 1;
      return outcomes.first;
    },
    async again() {
      counts.second += 1;
      return outcomes.second;
    },
  };
  const desk: CodingDesk = {
    codebook,
    reader,
    tick: { id: 'tick', version: 'ticks-1', code: async () => unsure },
    model: () => model,
    check: (_, proposals) =>
      proposals.map((each) =>
        each.coder === 'model'
          ? { ...each, status: 'needs-person', why: 'no-model', verdicts: [] }
          : { ...each, status: 'accepted', why: null, verdicts: [] },
      ),
    verifier: () => ({
      version: 'questions-4 Fake-7B',
      async verify(_, segment, __, isSupported = false) {
        counts.verdicts += 1;
        supports.push(isSupported);
        return segment.code === 'growth'
          ? { ...segment, status: 'rejected', why: 'unrelated', verdicts: ['unrelated', 'unrelated'] }
          : { ...segment, status: 'accepted', why: null, verdicts: ['stated-reason'] };
      },
    }),
  };
  const reviews = { decisions: async () => [] };
  const run: CodingRun = {
    desk,
    store: coding,
    reviews,
    fast: false,
    useModel: true,
    signal: new AbortController().signal,
  };
  const store = { coding, reviews } as unknown as Store;
  return {
    counts,
    supports,
    code: () => codeInterview(interview, run),
    recode: () => reattribute(interview, desk, store),
  };
}

const refused = found(proposal('model', 'growth'));

it('is asked for once and then known from the ledger, the verdicts on it too', async () => {
  const { counts, code } = bench({ first: refused, second: found(proposal('model', 'pay')), reader: unsure });
  const first = await code();
  const second = await code();
  expect(counts).toEqual({ first: 1, second: 1, verdicts: 2 });
  expect(first.attribution).toMatchObject({ outcome: 'coded', causes: [{ code: 'pay', role: 'primary' }] });
  expect(second.attribution).toEqual(first.attribution);
  expect(first.segments.map(({ code: id, status }) => [id, status])).toEqual([
    ['growth', 'rejected'],
    ['pay', 'accepted'],
  ]);
});

it('that says none makes it an interview without cause, unless the reader found one', async () => {
  expect((await bench({ first: refused, second: none, reader: unsure }).code()).attribution).toMatchObject({
    outcome: 'no-cause',
    special: 'no-cause-found',
  });
  const found2 = found(proposal('reader', 'pay'));
  expect((await bench({ first: refused, second: none, reader: found2 }).code()).attribution).toMatchObject({
    outcome: 'coded',
    causes: [{ code: 'pay' }],
  });
});

it('that insists leaves a person to look', async () => {
  const insists: CodingOutcome = { kind: 'unsure', why: 'nothing-accepted' };
  expect((await bench({ first: refused, second: insists, reader: unsure }).code()).attribution).toMatchObject({
    outcome: 'review',
    why: 'nothing-accepted',
  });
});

it('that failed is not kept, and is asked for again', async () => {
  const failed: CodingOutcome = { kind: 'failed', fault: 'model-slow' };
  const { counts, code } = bench({ first: refused, second: failed, reader: unsure });
  expect((await code()).attribution.outcome).toBe('review');
  await code();
  expect(counts).toEqual({ first: 1, second: 2, verdicts: 1 });
});

it('counts in what a review re-codes: no cause stays no cause', async () => {
  const { code, recode } = bench({ first: refused, second: none, reader: unsure });
  const { attribution } = await code();
  expect(await recode()).toEqual(attribution);
});

it('tells the verifier which claims the reader found too, in the same words', async () => {
  const both = bench({
    first: found(proposal('model', 'pay')),
    second: none,
    reader: found(proposal('reader', 'pay')),
  });
  await both.code();
  const other = { ...proposal('reader', 'pay'), sentences: [2] };
  const elsewhere = bench({ first: found(proposal('model', 'pay')), second: none, reader: found(other) });
  await elsewhere.code();
  expect([both.supports, elsewhere.supports]).toEqual([[true], [false]]);
});
