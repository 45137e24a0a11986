import { describe, expect, it } from 'vitest';
import { answerFor } from '../../../eval/faults/scripted-verifier.ts';
import { createModelCoder } from '../../../src/coding/model-coder.ts';
import type { Coder } from '../../../src/core/ports/coder.ts';
import type { CompletionRequest } from '../../../src/core/ports/language-model.ts';
import type { CodingStore, LedgerEntry } from '../../../src/core/ports/store.ts';
import { addSpent, NOTHING_SPENT } from '../../../src/core/spent.ts';
import { createVerifier } from '../../../src/evidence/verdict.ts';
import { loadVerdictThresholds } from '../../../src/evidence/verdict-thresholds.ts';
import { codeInterview } from '../../../src/jobs/code-interview.ts';
import { evidenceCodebook as codebook } from '../../fixtures/evidence/codebook.ts';
import { fakeModel, userText } from '../../fixtures/evidence/fake-model.ts';
import { interviewOf } from '../../support/interviews.ts';

const TALK = 'The shelf by the door holds grey folders, and on Tuesdays we dust it. 靠门的架子放灰色文件夹。';
/** Four windows: pay in the first and the third, growth in the second, health in the fourth. */
const TOLD = [
  'The pay is low. 工资太低。',
  'Nobody moves up. 没人能升。',
  'Pay again: five years the same. 还是工资。',
  'My back gave in. 腰坏了。',
] as const;
const interview = interviewOf(
  TOLD.flatMap((words, index) => [
    ['interviewer', `Question ${index}? 第${index}个问题？`] as const,
    ['leaver', `${words} ${TALK.repeat(6)}`] as const,
  ]),
);
const CODES = [
  ['pay', /pay is low|Pay again/],
  ['growth', /moves up/],
  ['health', /back gave in/],
] as const;
const thresholds = await loadVerdictThresholds();

function answerCoder(request: CompletionRequest): string {
  const lines = userText(request).split('\n');
  const start = lines.indexOf('<interview>');
  const found = CODES.flatMap(([code, words]) => {
    const cited = lines.slice(start).filter((line) => words.test(line));
    const sentences = cited.flatMap((line) => /^\[(\d+)\]/.exec(line)?.[1] ?? []).map(Number);
    return sentences.length === 0 ? [] : [{ code, stated: sentences }];
  });
  return JSON.stringify(found);
}

interface Timing {
  /** Turns of the event loop before each window is answered. */
  readonly windows: readonly number[];
  readonly room: number;
  readonly fails?: number;
}

/** Codes the interview once; the judge refuses growth. */
async function code({ windows, room, fails }: Timing) {
  const ledger = new Map<string, LedgerEntry>();
  const events: string[] = [];
  let saved: unknown = null;
  let spent = NOTHING_SPENT;
  const store: CodingStore = {
    ledger: async (key) => ledger.get(key) ?? null,
    async record(entry) {
      ledger.set(entry.key, entry);
    },
    async save(attribution, segments) {
      saved = { attribution, segments };
    },
    attributions: async () => [],
    segments: async () => new Map(),
  };
  const model = fakeModel(
    async (request) => {
      const usage = { promptTokens: 100, cachedTokens: 10, completionTokens: 4 };
      if (request.purpose === 'verdict') {
        events.push('verdict');
        const marked = userText(request)
          .split('\n')
          .filter((line) => line.startsWith('>>'));
        const code = CODES.find(([, words]) => marked.some((line) => words.test(line)))?.[0] ?? '';
        // Of pay the first window alone would not do.
        const isReason = code === 'health' || marked.some((line) => line.includes('Pay again'));
        return { text: answerFor(request, isReason ? 'stated-reason' : 'denied', code), usage };
      }
      const at = TOLD.findIndex((_, index) =>
        userText(request).split('<interview>')[1]?.includes(`Question ${index}?`),
      );
      for (let turn = 0; turn < (windows[at] ?? 0); turn += 1) await new Promise(setImmediate);
      events.push(`window ${at}`);
      return at === fails ? new Error('gone') : { text: answerCoder(request), usage };
    },
    { freeSlots: () => room, readingTokens: 300 },
  );
  const none: Coder['code'] = async () => ({ kind: 'none', special: 'no-cause-found', sentences: [] });
  const coding = await codeInterview(interview, {
    desk: {
      codebook,
      reader: { id: 'reader', version: 'r', code: none },
      tick: { id: 'tick', version: 't', code: none },
      model: () => createModelCoder({ model, codebook }),
      check: (_, proposals) =>
        proposals.map((each) => ({ ...each, status: 'needs-person', why: 'no-model', verdicts: [] })),
      verifier: () => createVerifier({ model, codebook, thresholds }),
    },
    store,
    reviews: { decisions: async () => [] },
    fast: false,
    useModel: true,
    signal: new AbortController().signal,
    onSpent: (more) => {
      spent = addSpent(spent, more);
    },
  });
  const kept = [...ledger.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  return { ledger: kept, saved, events, spent, calls: model.requests.length, coding };
}

const ORDERS: readonly (readonly number[])[] = [
  [0, 0, 0, 0],
  [9, 6, 3, 0],
  [0, 3, 6, 9],
  [3, 0, 9, 6],
  [6, 9, 0, 3],
];

describe('verdicts begun while other windows are still read', () => {
  it('come to the same ledger, segments and attribution whichever window is read first', async () => {
    const patient = await code({ windows: [0, 0, 0, 0], room: 0 });
    expect(patient.coding.attribution.causes.map(({ code: id }) => id).sort()).toEqual(['health', 'pay']);
    expect(patient.coding.segments.map(({ code: id, status }) => [id, status])).toEqual([
      ['pay', 'accepted'],
      ['growth', 'rejected'],
      ['health', 'accepted'],
    ]);
    for (const windows of ORDERS) {
      for (const room of [0, 100]) {
        const { ledger, saved } = await code({ windows, room });
        expect(ledger, windows.join()).toEqual(patient.ledger);
        expect(saved, windows.join()).toEqual(patient.saved);
      }
    }
  });

  it('are asked before the last window is read where there is room, and after it where there is none', async () => {
    const firstVerdict = async (room: number) =>
      (await code({ windows: [0, 3, 6, 9], room })).events.indexOf('verdict');
    expect(await firstVerdict(100)).toBe(1);
    expect(await firstVerdict(0)).toBe(4);
  });

  it('are asked in vain once for a code that a later window adds to, and that is counted', async () => {
    const patient = await code({ windows: [0, 3, 6, 9], room: 0 });
    const ahead = await code({ windows: [0, 3, 6, 9], room: 100 });
    expect(patient.spent.calls).toBe(patient.calls);
    expect(ahead.spent.calls).toBe(ahead.calls);
    // The early verdict on pay: three questions; and the third one of growth, which two had refused.
    expect(ahead.calls - patient.calls).toBe(4);
  });

  it('are thrown away with a reading that fails', async () => {
    const { ledger, coding, spent, calls } = await code({ windows: [0, 3, 6, 9], room: 100, fails: 3 });
    expect(coding.modelFault).toBe('unexpected');
    expect(ledger.filter(({ coder }) => coder === 'verdict' || coder === 'model')).toEqual([]);
    expect(spent.calls).toBe(calls);
  });
});
