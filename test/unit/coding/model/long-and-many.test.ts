import { describe, expect, it } from 'vitest';
import { windowsOf } from '../../../../src/coding/model/windows.ts';
import { createModelCoder } from '../../../../src/coding/model-coder.ts';
import { estimateTokens } from '../../../../src/core/estimate-tokens.ts';
import { type Interview, type SpeakerRole, sentenceText } from '../../../../src/core/interview.ts';
import { evidenceCodebook as codebook } from '../../../fixtures/evidence/codebook.ts';
import { fakeModel, userText } from '../../../fixtures/evidence/fake-model.ts';
import { interviewOf } from '../../../support/interviews.ts';
import { QWEN, rig, serve } from '../../../support/scripted-model-server/model-rig.ts';

type Exchange = readonly [question: string, answer: string];

/** Talk that holds no reason for leaving, a different one for each number. */
const NEUTRAL = {
  en: (n: number): Exchange => [
    `And shelf ${n}, how was it labelled?`,
    `Shelf ${n} held the grey folders. On Tuesdays we dusted it from left to right and wrote ${n + 3} on the slip. The lamp above it hums a little.`,
  ],
  zh: (n: number): Exchange => [
    `第${n}号架子是怎么贴标签的？`,
    `第${n}号架子放灰色文件夹。每周二我们从左到右擦一遍，再在纸条上写${n + 3}。上面那盏灯有一点响。`,
  ],
} as const;
const PLANTED = {
  en: { complaint: 'My wages have stood still for five years.', link: 'That is why I handed in my notice.' },
  zh: { complaint: '我的薪水五年没有动过。', link: '我就是为了这个才递的辞呈。' },
} as const;
const COMPLAINT = /wages have stood still|薪水五年没有动过/;
const LINK = /That is why I handed|为了这个才递的辞呈/;
const LANGUAGES = ['en', 'zh'] as const;
type Spoken = (typeof LANGUAGES)[number];

const LONG_TOKENS = 50_000;
const SHORT_TOKENS = 2_000;

function neutral(language: Spoken, tokens: number): readonly Exchange[] {
  const exchanges: Exchange[] = [];
  for (let held = 0; held < tokens; held += estimateTokens((exchanges.at(-1) ?? []).join('')))
    exchanges.push(NEUTRAL[language](exchanges.length + 1));
  return exchanges;
}

/** Adds a sentence to the answers of some exchanges. */
function withWords(exchanges: readonly Exchange[], added: ReadonlyMap<number, string>): readonly Exchange[] {
  return exchanges.map(([question, answer], index) => [question, `${answer} ${added.get(index) ?? ''}`.trim()]);
}

function interviewIn(exchanges: readonly Exchange[], more: Partial<Interview> = {}): Interview {
  const turns = exchanges.flatMap(([question, answer]): (readonly [SpeakerRole, string])[] => [
    ['interviewer', question],
    ['leaver', answer],
  ]);
  return interviewOf(turns, more);
}

/** Codes a window by what it shows: a complaint, and a link in a numbered line to a complaint seen before it. */
function attentive(prompt: string): string {
  const lines = prompt.split('\n');
  const cite = (words: RegExp) =>
    lines.flatMap((line) => (words.test(line) ? (/^\[(\d+)\]/.exec(line)?.[1] ?? []) : []));
  const seen = lines.some((line) => COMPLAINT.test(line));
  const entries = [
    { sentences: cite(COMPLAINT), link: 'none' },
    { sentences: seen ? cite(LINK) : [], link: 'stated' },
  ].filter(({ sentences }) => sentences.length > 0);
  return JSON.stringify(entries.map(({ link, sentences }) => ({ code: 'pay', [link]: sentences.map(Number) })));
}

async function proposalsIn(interview: Interview) {
  const model = fakeModel((request) => attentive(userText(request)));
  const outcome = await createModelCoder({ model, codebook }).code(interview);
  const proposals = outcome.kind === 'found' ? outcome.proposals : [];
  return {
    outcome,
    proposals,
    words: proposals.flatMap(({ sentences }) => sentences.map((id) => sentenceText(interview, id))),
    model,
  };
}

describe.each(LANGUAGES)('an interview of 50K tokens in %s', (language) => {
  const exchanges = neutral(language, LONG_TOKENS * 1.02);
  const { complaint, link } = PLANTED[language];

  it.each([5, 25, 50, 75, 95])(
    'holds a cause at %d per cent of its length: the coder cites that very sentence',
    async (percent) => {
      const at = Math.floor((exchanges.length * percent) / 100);
      const interview = interviewIn(withWords(exchanges, new Map([[at, complaint]])));
      expect(estimateTokens(interview.text)).toBeGreaterThan(LONG_TOKENS);
      const { proposals, words, model } = await proposalsIn(interview);
      expect(model.requests.length).toBeGreaterThan(LONG_TOKENS / 1_500);
      expect(words).toEqual([complaint]);
      const [id] = proposals[0]?.sentences ?? [];
      expect(interview.sentences[(id ?? 0) - 1]?.turn).toBe(2 * at + 1);
    },
  );

  it('holds no cause: that is said, and not guessed', async () => {
    expect((await proposalsIn(interviewIn(exchanges))).outcome).toMatchObject({
      kind: 'none',
      special: 'no-cause-found',
    });
  });

  it('ties a complaint to the leaving across the edge of a window, thanks to the exchange before', async () => {
    const [first] = windowsOf(interviewIn(exchanges));
    const edge = (first?.exchanges.length ?? 0) - 1;
    const interview = interviewIn(
      withWords(
        exchanges,
        new Map([
          [edge, complaint],
          [edge + 1, link],
        ]),
      ),
    );
    const [own, next] = windowsOf(interview).map(({ exchanges: ids }) =>
      ids.flat().map((id) => sentenceText(interview, id)),
    );
    // The planted words may have moved the edge: the test is one only when they stand on either side of it.
    expect([own?.includes(complaint), own?.includes(link), next?.includes(link)]).toEqual([true, false, true]);
    const { proposals, words } = await proposalsIn(interview);
    expect(words.sort()).toEqual([complaint, link].sort());
    expect(proposals.map((proposal) => proposal.link).sort()).toEqual(['none', 'stated']);
  });

  it('names a cause again and again: one proposal, its sentences once each and in order', async () => {
    const places = [0.1, 0.3, 0.6, 0.9].map((share) => Math.floor(exchanges.length * share));
    const interview = interviewIn(withWords(exchanges, new Map(places.map((at) => [at, complaint]))));
    const { proposals } = await proposalsIn(interview);
    expect(proposals).toHaveLength(1);
    const cited = proposals[0]?.sentences ?? [];
    expect(cited).toHaveLength(4);
    expect(cited).toEqual([...new Set(cited)].sort((a, b) => a - b));
  });
});

describe('a hundred interviews of 2K tokens', () => {
  it('are coded side by side, each by its own words, and a server never gets more at once than it may', async () => {
    const concurrency = 6;
    let most = 0;
    const full = Promise.withResolvers<void>();
    const server = await serve(
      QWEN,
      async ({ messages }) => {
        most = Math.max(most, server.running());
        // One slot in six is kept for answers that a person waits for; nobody is answered before the others are taken.
        if (most >= concurrency - 1) full.resolve();
        await full.promise;
        return { text: attentive(messages.at(-1)?.content ?? ''), firstTokenMs: 3 };
      },
      { models: [{ id: QWEN, windowTokens: 8_192 }] },
    );
    const budget = { firstTokenMs: 20_000, silenceMs: 30_000, stallMs: 30_000, totalMs: 60_000 };
    const { primary } = rig({ primary: [server], concurrency, budget });
    if (primary === null) throw new Error('no model');
    const coder = createModelCoder({ model: primary, codebook });
    const interviews = Array.from({ length: 100 }, (_, index) => {
      const language = LANGUAGES[index % 2] ?? 'en';
      const exchanges = neutral(language, SHORT_TOKENS);
      const at = index % exchanges.length;
      const added = index % 5 === 0 ? new Map<number, string>() : new Map([[at, PLANTED[language].complaint]]);
      return {
        at,
        isPlanted: added.size > 0,
        interview: interviewIn(withWords(exchanges, added), { id: `i-${index}` }),
      };
    });
    const outcomes = await Promise.all(interviews.map(({ interview }) => coder.code(interview)));
    for (const [index, outcome] of outcomes.entries()) {
      const planted = interviews[index];
      expect(outcome.kind).toBe(planted?.isPlanted ? 'found' : 'none');
      const [id] = outcome.kind === 'found' ? (outcome.proposals[0]?.sentences ?? []) : [];
      if (id !== undefined) expect(planted?.interview.sentences[id - 1]?.turn).toBe(2 * (planted?.at ?? 0) + 1);
    }
    expect(server.requests.length).toBeGreaterThanOrEqual(200);
    expect(most).toBe(concurrency - 1);
  });
});
