import { expect, it } from 'vitest';
import type { CodedSegment, CodingOutcome, Proposal } from '../../../src/core/coding.ts';
import type { Coder } from '../../../src/core/ports/coder.ts';
import type { CodingStore, LedgerEntry } from '../../../src/core/ports/store.ts';
import { codeInterview } from '../../../src/jobs/code-interview.ts';
import { evidenceCodebook as codebook } from '../../fixtures/evidence/codebook.ts';
import { interviewOf } from '../../support/interviews.ts';

const proposal = (coder: 'model' | 'reader', model: string | null): Proposal => ({
  code: 'pay',
  sentences: [2],
  coder,
  model,
  link: 'stated',
});

function coderOf(id: Coder['id'], version: string, outcome: CodingOutcome): Coder {
  return { id, version, code: async () => outcome };
}

const found = (each: Proposal): CodingOutcome => ({ kind: 'found', proposals: [each], unsure: false });

/** Codes one interview with fakes and returns the segments that were saved. */
async function saved(modelOutcome: CodingOutcome): Promise<readonly CodedSegment[]> {
  return (await coded(modelOutcome, new Map())).kept;
}

/** The same over a ledger of one's own; tells how often the verifier was asked. */
async function coded(modelOutcome: CodingOutcome, ledger: Map<string, LedgerEntry>) {
  let kept: readonly CodedSegment[] = [];
  let asked = 0;
  const store: CodingStore = {
    ledger: async (key) => ledger.get(key) ?? null,
    async record(entry) {
      ledger.set(entry.key, entry);
    },
    save: async (_, segments) => {
      kept = segments;
    },
    attributions: async () => [],
    segments: async () => new Map(),
  };
  const verifier = { model: 'Fake-7B', version: 'question-3' };
  await codeInterview(
    interviewOf([
      ['interviewer', 'Why? 为什么走？'],
      ['leaver', 'The pay is low. 工资太低。'],
    ]),
    {
      desk: {
        codebook,
        reader: coderOf('reader', 'patterns-2', found(proposal('reader', null))),
        tick: coderOf('tick', 'ticks-1', { kind: 'unsure', why: 'no-model' }),
        model: () => coderOf('model', 'prompt-1 Fake-7B', modelOutcome),
        check: (_, proposals) =>
          proposals.map((each) => ({ ...each, status: 'needs-person', why: 'no-model', verdicts: [] })),
        verifier: () => ({
          version: 'question-3 Fake-7B',
          async verify(_, segment) {
            asked += 1;
            return { ...segment, status: 'accepted', why: null, verdicts: ['stated-reason'], margin: 0.9, verifier };
          },
        }),
      },
      store,
      reviews: { decisions: async () => [] },
      fast: false,
      useModel: true,
      signal: new AbortController().signal,
    },
  );
  return { kept, asked };
}

it('keeps with each segment who coded it by which version, and who judged it with which margin', async () => {
  const [byModel, byReader] = await saved(found(proposal('model', 'Fake-7B')));
  expect(byModel).toMatchObject({
    coderVersion: 'prompt-1 Fake-7B',
    margin: 0.9,
    verifier: { model: 'Fake-7B', version: 'question-3' },
  });
  expect(byReader).toMatchObject({ coder: 'reader', coderVersion: 'patterns-2' });
  expect(byReader).not.toHaveProperty('verifier');
});

it('goes on with the reader when the model coder failed', async () => {
  const kept = await saved({ kind: 'failed', fault: 'model-too-small' });
  expect(kept.map(({ coder }) => coder)).toEqual(['reader']);
});

it('asks for a verdict once: a second run makes no call and keeps the same segments', async () => {
  const ledger = new Map<string, LedgerEntry>();
  const first = await coded(found(proposal('model', 'Fake-7B')), ledger);
  const second = await coded(found(proposal('model', 'Fake-7B')), ledger);
  expect([first.asked, second.asked]).toEqual([1, 0]);
  expect(second.kept).toEqual(first.kept);
});
