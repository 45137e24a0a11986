import { describe, expect, it } from 'vitest';
import type { CodedSegment, CodingOutcome, Proposal } from '../../../src/core/coding.ts';
import type { RefusedClaim } from '../../../src/core/ports/coder.ts';
import { readWithModel } from '../../../src/jobs/read-with-model.ts';

const proposal = (code: string, sentence: number): Proposal => ({
  code,
  sentences: [sentence],
  coder: 'model',
  model: 'Fake-7B',
  link: 'stated',
});
const found = (...proposals: readonly Proposal[]): CodingOutcome => ({ kind: 'found', proposals, unsure: false });
const none: CodingOutcome = { kind: 'none', special: 'no-cause-found', sentences: [] };

/** Reads with a first and a second answer; verdicts by code. */
async function read(first: CodingOutcome, second: CodingOutcome | null, verdicts: Record<string, CodedSegment['why']>) {
  const asked: (readonly RefusedClaim[])[] = [];
  const reading = await readWithModel({
    code: async () => first,
    async again(refused) {
      asked.push(refused);
      return second;
    },
    settle: async (proposals) =>
      proposals.map((each) => {
        const why = verdicts[each.code] ?? null;
        const status = why === null ? 'accepted' : why === 'mentioned' ? 'mentioned' : 'rejected';
        return { ...each, status: why === 'low-margin' ? 'needs-person' : status, why, verdicts: [] };
      }),
  });
  return { ...reading, asked };
}

describe('a second reading', () => {
  it('is asked for when nothing stood, once, with the claims that did not stand', async () => {
    const claims = found(proposal('culture', 4), proposal('hours', 7));
    const { outcome, segments, asked } = await read(claims, none, { culture: 'unrelated', hours: 'mentioned' });
    expect(asked).toEqual([
      [
        { code: 'culture', sentences: [4] },
        { code: 'hours', sentences: [7] },
      ],
    ]);
    expect(outcome).toEqual(none);
    expect(segments.map(({ code, status }) => [code, status])).toEqual([
      ['culture', 'rejected'],
      ['hours', 'mentioned'],
    ]);
  });

  it('may find another cause, which takes the same way; what was refused stays on record', async () => {
    const second = found(proposal('relocation', 4));
    const { outcome, segments } = await read(found(proposal('culture', 4)), second, { culture: 'unrelated' });
    expect(outcome).toEqual(second);
    expect(segments.map(({ code, status }) => [code, status])).toEqual([
      ['culture', 'rejected'],
      ['relocation', 'accepted'],
    ]);
  });

  it('is not the last of many: what it claims in vain is left to a person', async () => {
    const again = found(proposal('pay', 5));
    const { asked, outcome } = await read(found(proposal('culture', 4)), again, { culture: 'denied', pay: 'denied' });
    expect(asked).toHaveLength(1);
    expect(outcome.kind).toBe('found');
  });

  it.each<[string, CodingOutcome, Record<string, CodedSegment['why']>]>([
    ['one claim stands', found(proposal('pay', 1), proposal('culture', 4)), { culture: 'unrelated' }],
    ['a person is asked', found(proposal('pay', 1)), { pay: 'low-margin' }],
    ['all were formulas', found(proposal('pay', 1)), { pay: 'generic-words' }],
    ['nothing was claimed', none, {}],
    ['the coder failed', { kind: 'failed', fault: 'model-slow' }, {}],
  ])('is not asked for where %s', async (_, first, verdicts) => {
    expect((await read(first, none, verdicts)).asked).toEqual([]);
  });

  it.each([null, { kind: 'failed', fault: 'model-slow' } as const])(
    'takes nothing away when it fails',
    async (second) => {
      const first = found(proposal('culture', 4));
      const { outcome, segments } = await read(first, second, { culture: 'unrelated' });
      expect(outcome).toEqual(first);
      expect(segments).toHaveLength(1);
    },
  );
});
