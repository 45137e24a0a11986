import { describe, expect, it } from 'vitest';
import type { Purpose } from '../../../src/core/ports/language-model.ts';
import {
  clockAhead,
  QWEN,
  type RigOptions,
  request,
  rig,
  serve,
} from '../../support/scripted-model-server/model-rig.ts';
import type {
  ScriptedModelServer,
  ScriptedServerOptions,
} from '../../support/scripted-model-server/start-scripted-model-server.ts';

const PATIENT = { firstTokenMs: 20_000, silenceMs: 20_000 };
/** Figures are asked for again after this. */
const POLL_MS = 2_100;
const QUESTIONS = { English: 'Why did she leave?', Chinese: '她为什么离职？' } as const;

/** A door that all answers wait behind. */
function door() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { open: resolve, script: () => promise.then(() => 'ok 好') };
}

const runningAt = (server: ScriptedModelServer, purpose?: (content: string) => boolean) =>
  server.requests.filter(
    ({ status, chat }) =>
      status === 'running' && (purpose === undefined || purpose(chat?.messages.at(-1)?.content ?? '')),
  ).length;

async function two(options: Partial<ScriptedServerOptions> = {}, rigged: RigOptions = {}, interview = '张三') {
  const servers = await Promise.all([0, 1].map((index) => serve(QWEN, () => `replica ${index}`, options)));
  const clock = clockAhead();
  const models = rig({ primary: servers, clock, budget: PATIENT, ...rigged });
  const ask = async (affinity = interview) =>
    (await models.primary?.complete(request({ purpose: 'coding', affinity })))?.text ?? '';
  const home = await ask();
  const [first, second] = servers;
  if (first === undefined || second === undefined) throw new Error('two servers');
  const [own, other] = home === 'replica 0' ? [first, second] : [second, first];
  const away = home === 'replica 0' ? 'replica 1' : 'replica 0';
  /** Lets new figures be due, and asks until they have come. */
  const settles = async (where: string) => {
    const asked = () => {
      clock.forward(POLL_MS);
      return ask();
    };
    await expect.poll(asked, { timeout: 5_000 }).toBe(where);
  };
  return { own, other, home, away, models, clock, ask, settles };
}

describe.each(['new', 'old'] as const)('an interview’s replica, by %s metrics', (metrics) => {
  it('is left while it has more to do than another, and no sooner', async () => {
    const { own, home, away, settles, ask } = await two({ metrics });
    own.setOthers({ waiting: 1 });
    await settles(home);
    own.setOthers({ waiting: 2, running: 2 });
    await settles(away);
    own.setOthers({ waiting: 0 });
    await settles(home);
    expect(await ask()).toBe(home);
  });

  // Which of the two is home goes by the hash of their addresses: each interview has the one or the other.
  it.each(['张三', '李四', '王五', 'a', 'b', 'c'])('is left while its cache is full (%s)', async (affinity) => {
    const { own, home, away, settles } = await two({ metrics }, {}, affinity);
    own.setOthers({ kvUse: 0.97 });
    await settles(away);
    own.setOthers({ kvUse: 0.5 });
    await settles(home);
  });

  it('is kept when all are as busy', async () => {
    const { own, other, home, settles, models } = await two({ metrics });
    own.setOthers({ waiting: 20, running: 5 });
    other.setOthers({ waiting: 17, running: 8 });
    await settles(home);
    expect(
      models
        .health()
        .map(({ server }) => server?.waiting)
        .sort(),
    ).toEqual([17, 20]);
  });
});

describe('without metrics', () => {
  it('an interview’s replica is left by our own count', async () => {
    const gate = door();
    const servers = await Promise.all([0, 1].map(() => serve(QWEN, gate.script, { metrics: 'none' })));
    const models = rig({ primary: servers, concurrency: 1, budget: PATIENT });
    const asked = Array.from({ length: 8 }, () =>
      models.primary?.complete(request({ purpose: 'coding', affinity: '张三' })),
    );
    // Two at home, one elsewhere, and from then on both in turn.
    await expect.poll(() => servers.map(({ requests }) => requests.length)).toEqual([1, 1]);
    expect(
      models
        .health()
        .map(({ waiting }) => waiting)
        .toSorted((a, b) => a - b),
    ).toEqual([2, 4]);
    gate.open();
    await Promise.all(asked);
  });
});

describe('a full queue (503)', () => {
  it('M24: goes to another replica, and the full one is left alone for a moment', async () => {
    const { own, away, home, ask, clock } = await two();
    own.setFault('503', 1);
    expect(await ask()).toBe(away);
    const before = own.requests.length;
    expect(await ask()).toBe(away);
    expect(own.requests).toHaveLength(before);
    clock.forward(POLL_MS);
    expect(await ask()).toBe(home);
  });
});

describe('a server that says itself that it is full', () => {
  const busy = { running: 8, waiting: 40 };

  it.each(Object.entries(QUESTIONS))(
    'keeps a batch in our queue, and a person’s question in %s goes on',
    async (_, content) => {
      const server = await serve(QWEN, () => 'ok 好');
      const clock = clockAhead();
      const models = rig({ primary: [server], clock, budget: PATIENT });
      const ask = (purpose: Purpose) =>
        models.primary?.complete(request({ purpose, messages: [{ role: 'user', content: `${purpose} ${content}` }] }));
      server.setOthers(busy);
      await ask('answer');
      await expect.poll(() => models.health()[0]?.server?.waiting).toBe(40);
      const batch = ask('coding');
      await ask('answer');
      expect(server.requests.filter(({ chat }) => chat?.messages.at(-1)?.content.startsWith('coding'))).toEqual([]);
      expect(models.health()[0]).toMatchObject({ running: 0, waiting: 1 });
      server.setOthers({ running: 8, waiting: 3 });
      clock.forward(POLL_MS);
      expect((await batch)?.text).toBe('ok 好');
    },
  );

  it('and sends a batch away with 503 is asked again when it has room; a person is told at once', async () => {
    const server = await serve(QWEN, () => 'ok');
    const clock = clockAhead();
    const models = rig({ primary: [server], clock, budget: PATIENT });
    server.setOthers({ running: 8, waiting: 20 });
    await models.primary?.complete(request());
    await expect.poll(() => models.health()[0]?.server?.waiting).toBe(20);
    server.setFault('503', 7);
    const person = models.primary?.stream(request());
    await expect(person?.[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'model-unreachable' });
    const batch = Array.from({ length: 6 }, () => models.primary?.complete(request({ purpose: 'coding' })));
    await expect.poll(() => server.requests.filter(({ status }) => status === 'answered').length).toBe(8);
    // Seven refusals open the breaker of a server that is down; this one works.
    expect(models.health()[0]?.state).toBe('closed');
    const answers = await Promise.all(batch);
    expect(answers.map((answer) => answer?.text)).toEqual(Array(6).fill('ok'));
  });

  it('but does no work is not waited for', async () => {
    const server = await serve(QWEN, () => 'ok');
    const models = rig({ primary: [server], budget: PATIENT });
    server.setFault('503');
    await expect(models.primary?.complete(request({ purpose: 'coding' }))).rejects.toMatchObject({
      code: 'model-unreachable',
    });
  });
});

describe('requests that a server goes on with though nobody listens', () => {
  it.each([
    ['M15', QWEN],
    ['M16', `${QWEN}-AWQ`],
  ])('%s: keep their slots busy until the server’s own count falls (%s)', async (_row, model) => {
    const gate = door();
    const server = await serve(model, gate.script);
    const clock = clockAhead();
    const models = rig({ primary: [server], model, concurrency: 4, clock, budget: PATIENT });
    server.setFault('zombie', 2);
    const stop = new AbortController();
    const left = [0, 1].map(() => models.primary?.complete(request({ signal: stop.signal })).catch(() => {}));
    await expect.poll(() => server.running()).toBe(2);
    stop.abort();
    await Promise.all(left);
    await expect.poll(() => runningAt(server)).toBe(0);
    clock.forward(POLL_MS);
    const ask = (count: number) => Array.from({ length: count }, () => models.primary?.complete(request()));
    const first = ask(1);
    await expect.poll(() => models.health()[0]?.server?.running).toBeGreaterThanOrEqual(2);
    const rest = ask(4);
    await expect.poll(() => runningAt(server)).toBe(2);
    expect(models.health()[0]).toMatchObject({ running: 2, waiting: 3 });
    gate.open();
    await Promise.all([...first, ...rest]);
  });
});

describe.each(Object.entries(QUESTIONS))('a batch and an answer in %s', (_, content) => {
  const ask = (models: ReturnType<typeof rig>, purpose: Purpose) =>
    models.primary?.complete(request({ purpose, messages: [{ role: 'user', content: `${purpose} ${content}` }] }));

  it.each<Purpose>(['answer', 'prose'])('%s starts at once beside forty coding requests', async (purpose) => {
    const gate = door();
    const server = await serve(QWEN, gate.script);
    const models = rig({ primary: [server], concurrency: 8, budget: PATIENT });
    const batch = Array.from({ length: 40 }, () => ask(models, 'coding'));
    await expect.poll(() => runningAt(server)).toBe(7);
    const live = ask(models, purpose);
    await expect.poll(() => runningAt(server, (said) => said.startsWith(purpose))).toBe(1);
    expect(runningAt(server)).toBe(8);
    gate.open();
    await Promise.all([...batch, live]);
  });

  it('leave as many slots free as a batch could take', async () => {
    const gate = door();
    const servers = await Promise.all([0, 1].map(() => serve(QWEN, gate.script)));
    const models = rig({ primary: servers, concurrency: 8, budget: PATIENT });
    expect(models.primary?.freeSlots?.()).toBe(14);
    const batch = Array.from({ length: 5 }, () => ask(models, 'verdict'));
    // At once, before anything has been sent: who asks next must know.
    expect(models.primary?.freeSlots?.()).toBe(9);
    batch.push(...Array.from({ length: 20 }, () => ask(models, 'coding')));
    expect(models.primary?.freeSlots?.()).toBe(0);
    gate.open();
    await Promise.all(batch);
    expect(models.primary?.freeSlots?.()).toBe(14);
  });

  it('carry a priority where the server was seen to schedule by it', async () => {
    const server = await serve(QWEN, () => 'ok', { byPriority: true });
    const models = rig({ primary: [server], priority: true });
    await models.probe();
    for (const purpose of ['coding', 'verdict', 'answer', 'prose'] as const) await ask(models, purpose);
    expect(server.requests.slice(-4).map(({ chat }) => chat?.priority)).toEqual([10, 10, 0, 0]);
  });

  it.each([
    ['believed in but not scheduled by', true],
    ['never heard of', undefined],
  ])('carry none where priorities are %s', async (_name, priority) => {
    const server = await serve(QWEN, () => 'ok');
    const models = rig({ primary: [server], ...(priority === undefined ? {} : { priority }) });
    await models.probe();
    const probes = server.requests.length;
    expect(probes).toBe(priority === true ? 3 : 2);
    await ask(models, 'coding');
    expect(server.requests[probes]?.body).not.toHaveProperty('priority');
  });
});
