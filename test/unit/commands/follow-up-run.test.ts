import { describe, expect, it } from 'vitest';
import type { FollowUpParts } from '../../../src/commands/follow-up-answer.ts';
import { createFollowUpRun } from '../../../src/commands/follow-up-run.ts';
import type { MessageView } from '../../../src/core/ports/conversation.ts';
import type { ThreadTurn, TurnState } from '../../../src/core/ports/question-store.ts';
import { createStopSwitch } from '../../../src/jobs/stop-switch.ts';
import { createManualClock } from '../bot/manual-clock.ts';

const HOUR = 60 * 60 * 1000;
type Language = 'en' | 'zh';

/** What answers one kept question whose report has been deleted, and what it says and keeps. */
function runFor(language: Language, state: TurnState = 'open') {
  const clock = createManualClock();
  const manner = { language, anew: false, fast: false, isCut: false };
  const place = { channel: 'C1', thread: '1.0', reportId: 'gone', askedBy: 'U1', askedAt: clock.now() };
  const turn: ThreadTurn = {
    id: 'turn-1',
    ...place,
    question: 'why? 为什么？',
    manner,
    state,
    query: null,
    answer: null,
  };
  const [opened, said, ended]: [string[], MessageView[], string[]] = [[], [], []];
  const deps = {
    store: {
      turns: { get: async () => turn, end: async (id: string) => void ended.push(id), isStopAsked: async () => false },
      reports: { get: async () => null },
      messages: { firstSight: async () => true, find: async () => null },
    },
    conversation: {
      open: async (_: unknown, key: string) => {
        opened.push(key);
        return {
          ref: { channel: 'C1', ts: '1.1' },
          gone: new AbortController().signal,
          show() {},
          finish: async (view: MessageView) => void said.push(view),
        };
      },
    },
    clock,
    log: { info() {}, warn() {}, error() {} },
  };
  const parts = { deps, writer: () => null, cache: {} } as unknown as FollowUpParts;
  const switches = createStopSwitch({ askStop: async () => false, isStopAsked: async () => false }, clock);
  return { clock, opened, said, ended, run: createFollowUpRun(parts, switches) };
}

const running = new AbortController().signal;

describe('a question that was kept', () => {
  it.each([
    ['en', /interrupted.*Ask again/u],
    ['zh', /中断.*重新提问/u],
  ] as const)(
    'is given up after an hour, in its own message, with a button to ask again (%s)',
    async (language, words) => {
      const { clock, opened, said, ended, run } = runFor(language);
      await clock.advance(HOUR + 1);
      await run.answer('turn-1', running);
      expect([opened, ended]).toEqual([['answer:turn-1'], ['turn-1']]);
      expect(said.map(({ markdown }) => markdown)).toEqual([expect.stringMatching(words)]);
      expect(said[0]?.buttons).toMatchObject([{ action: 'answer_anew', value: 'turn-1' }]);
    },
  );

  it.each([
    ['en', /deleted/u],
    ['zh', /删除/u],
  ] as const)('says what hindered its answer and waits no longer (%s)', async (language, words) => {
    const { said, ended, run } = runFor(language);
    await run.answer('turn-1', running);
    expect(said.map(({ markdown }) => markdown)).toEqual([expect.stringMatching(words)]);
    expect(ended).toEqual(['turn-1']);
  });

  it('stays open for the next process where this one goes down', async () => {
    const { said, ended, run } = runFor('en');
    await expect(run.answer('turn-1', AbortSignal.abort())).rejects.toThrow();
    expect([said, ended]).toEqual([[], []]);
  });

  it.each(['answered', 'ended'] as const)('is left alone when it is %s', async (state) => {
    const { opened, run } = runFor('zh', state);
    await run.answer('turn-1', running);
    expect(opened).toEqual([]);
  });
});
