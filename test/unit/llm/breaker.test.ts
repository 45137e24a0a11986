import { describe, expect, it } from 'vitest';
import type { FaultCode } from '../../../src/core/errors.ts';
import type { Completion } from '../../../src/core/ports/language-model.ts';
import {
  clockAhead,
  drain,
  QWEN,
  type RigOptions,
  request,
  rig,
  SMALL,
  serve,
} from '../../support/scripted-model-server/model-rig.ts';
import type { Fault } from '../../support/scripted-model-server/scripted-answer.ts';

/** As many failures in a row as open the breaker, and a little more than its pause. */
const FAILURES = 5;
const PAUSE_MS = 16_000;
const PATIENT = { firstTokenMs: 10_000, silenceMs: 20_000 };

async function pair(options: RigOptions = {}) {
  const primary = await serve(QWEN, () => 'large 大');
  const fast = await serve(SMALL, () => 'small 小');
  const clock = clockAhead();
  const models = rig({ primary: [primary], fast: [fast], clock, budget: PATIENT, ...options });
  const ask = async (): Promise<string> => (await models.primary?.complete(request()))?.text ?? '';
  const failOften = async () => {
    for (let i = 0; i < FAILURES; i += 1) await ask();
  };
  const stateOf = (role: string) => models.health().find((each) => each.role === role);
  return { primary, fast, clock, models, ask, failOften, stateOf };
}

describe('a server that keeps failing', () => {
  it.each<[Fault, FaultCode]>([
    ['503', 'model-unreachable'],
    ['dead', 'model-unreachable'],
    ['cut', 'model-cut-off'],
    ['error-in-stream', 'model-cut-off'],
  ])('is skipped at once (%s), and named with what was wrong: %s', async (fault, code) => {
    const { primary, ask, failOften, stateOf, models } = await pair();
    primary.setFault(fault);
    await failOften();
    expect(stateOf('primary')).toMatchObject({ state: 'open', fault: code });
    const before = primary.requests.length;
    primary.setFault('hung');
    if (models.primary === null) throw new Error('no model');
    const { events } = await drain(models.primary.stream(request()));
    expect(events[0]).toMatchObject({ type: 'started', fallback: { from: 'Qwen2.5-7B-Instruct' } });
    expect(await ask()).toBe('small 小');
    expect(primary.requests).toHaveLength(before);
  });

  it('is one that never says its first word, too: losing the race counts', async () => {
    const { primary, failOften, stateOf } = await pair({ budget: { firstTokenMs: 30, silenceMs: 20_000 } });
    primary.setFault('hung');
    await failOften();
    expect(stateOf('primary')).toMatchObject({ state: 'open', fault: 'model-slow' });
  });

  it('is tried again after a pause, by a question of one token and not by a person’s, and taken back', async () => {
    const { primary, clock, ask, failOften, stateOf } = await pair();
    primary.setFault('503');
    await failOften();
    primary.setFault(null);
    expect(await ask()).toBe('small 小');
    clock.forward(PAUSE_MS);
    expect(await ask()).toBe('small 小');
    await expect.poll(() => stateOf('primary')?.state).toBe('closed');
    expect(await ask()).toBe('large 大');
  });

  it('M25: stays out when its health is green and nothing runs', async () => {
    const { primary, clock, ask, failOften, stateOf } = await pair();
    primary.setFault('503');
    await failOften();
    clock.forward(PAUSE_MS);
    const before = primary.requests.length;
    expect((await fetch(new URL('/health', primary.url))).status).toBe(200);
    expect(await ask()).toBe('small 小');
    await expect.poll(() => primary.requests.length).toBe(before + 1);
    expect(primary.requests.at(-1)?.body.max_tokens).toBe(1);
    await expect.poll(() => stateOf('primary')?.state).toBe('open');
    // Its pause begins anew.
    expect(await ask()).toBe('small 小');
    expect(primary.requests).toHaveLength(before + 1);
  });

  it('is asked all the same where nobody else can answer, and is closed by its answer', async () => {
    const { primary, models, stateOf } = await pair({ fast: [] });
    primary.setFault('503', FAILURES * 2);
    for (let i = 0; i < FAILURES; i += 1) await models.primary?.complete(request()).catch(() => {});
    expect(stateOf('primary')?.state).toBe('open');
    primary.setFault(null);
    expect((await models.primary?.complete(request()))?.text).toBe('large 大');
    expect(stateOf('primary')?.state).toBe('closed');
  });

  it('leaves its interviews to the other replicas without a wait', async () => {
    const [dead, well] = await Promise.all([
      serve(QWEN, () => ({ text: 'never', fault: 'dead' as const })),
      serve(QWEN, () => '在这里'),
    ]);
    const models = rig({ primary: [dead, well], budget: PATIENT });
    const ids = Array.from({ length: 24 }, (_, index) => `interview ${index}`);
    const asked: (Completion | undefined)[] = [];
    for (const affinity of ids) asked.push(await models.primary?.complete(request({ purpose: 'coding', affinity })));
    expect(asked.every((each) => each?.text === '在这里')).toBe(true);
    expect(dead.requests).toHaveLength(FAILURES);
  });
});

describe('what is no failure of a server', () => {
  it('is a person’s abort', async () => {
    const { primary, models, stateOf } = await pair();
    primary.setFault('hung');
    for (let i = 0; i < FAILURES + 1; i += 1) {
      const stop = new AbortController();
      const asked = models.primary?.complete(request({ signal: stop.signal })).catch(() => {});
      await expect.poll(() => primary.running()).toBe(1);
      stop.abort();
      await asked;
      await expect.poll(() => primary.running()).toBe(0);
    }
    expect(stateOf('primary')).toMatchObject({ state: 'closed', fault: null });
  });

  it.each<Fault>(['too-long', 'nested-400', 'length'])('is a fault of our own making: %s', async (fault) => {
    const { primary, failOften, stateOf } = await pair();
    primary.setFault(fault);
    await failOften();
    await failOften();
    expect(stateOf('primary')?.state).toBe('closed');
  });

  it('is a failure now and then, with answers in between', async () => {
    const { primary, ask, stateOf } = await pair();
    for (let i = 0; i < FAILURES * 2; i += 1) {
      primary.setFault('503', 1);
      await ask();
      expect(await ask()).toBe('large 大');
    }
    expect(stateOf('primary')?.state).toBe('closed');
  });
});

describe('a server that was down at the start', () => {
  it('is known to be down, and is learnt in full once it is there: window and closed sets', async () => {
    const { primary, clock, ask, models, stateOf } = await pair();
    primary.setFault('dead');
    await models.probe();
    expect(stateOf('primary')).toMatchObject({ state: 'open', fault: 'model-unreachable', windowTokens: null });
    expect(await ask()).toBe('small 小');
    primary.setFault(null);
    clock.forward(PAUSE_MS);
    await ask();
    await expect.poll(() => stateOf('primary')).toMatchObject({ state: 'closed', windowTokens: 2_000 });
    await models.primary?.complete(request({ purpose: 'verdict', choice: ['large 大', 'no'] }));
    expect(primary.requests.at(-1)?.chat?.choiceBy).toBe('structured_outputs');
  });

  it('is learnt as well when it is the only one and answers a request first', async () => {
    const { primary, models } = await pair({ fast: [] });
    primary.setFault('503');
    await models.probe();
    primary.setFault(null);
    await models.primary?.complete(request());
    await models.primary?.complete(request());
    const obeys = async () => {
      await models.primary?.complete(request({ purpose: 'verdict', choice: ['large 大', 'no'] }));
      return primary.requests.at(-1)?.chat?.choiceBy;
    };
    await expect.poll(obeys).toBe('structured_outputs');
  });
});
