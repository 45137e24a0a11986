import { expect, onTestFinished, test, vi } from 'vitest';
import type { Message } from '../../playground/slack-types.ts';
import { readEnvironment } from '../../src/config.ts';
import type { Log } from '../../src/core/ports/log.ts';
import { startAttrition } from '../../src/main.ts';
import { redisForTests, startRedis } from '../support/redis.ts';
import { QWEN } from '../support/scripted-model-server/model-rig.ts';
import { startScriptedModelServer } from '../support/scripted-model-server/start-scripted-model-server.ts';
import { playPeople } from '../support/scripted-people.ts';
import { postgresForTests, temporaryDatabase } from '../support/services.ts';
import { CHANNEL, startApp, type WholeApp, wordsOf } from './whole-app.ts';

const postgres = postgresForTests();
const redisServer = redisForTests();

/** So many reports run in one process at a time; the next one goes to another. */
const REPORTS_PER_PROCESS = 4;

const QUESTION = 'what did they say about pay?';

/** Twelve people, so that they may be quoted. */
const PEOPLE = Object.fromEntries(
  Array.from({ length: 12 }, (_, index) => {
    const why = index % 2 === 0 ? 'my pay has not gone up in four years' : 'my manager shouts at me';
    const text = `Exit interview\n\nQ: Why are you leaving?\nA: I am leaving because ${why}.\nQ: Your desk?\nA: Number ${index + 1}.`;
    return [`person-${index + 1}.txt`, text] as const;
  }),
);

/** A model that codes at once and begins to write when the gate opens. */
async function gatedModel() {
  let gate = Promise.withResolvers<void>();
  let writing = 0;
  gate.resolve();
  const people = playPeople({
    codes: [
      { code: 'pay-level', words: /\bpay\b/ },
      { code: 'manager-behavior', words: /my manager/ },
    ],
    prose: (chat) =>
      /\{cause:/.test(JSON.stringify(chat.messages))
        ? 'CORE\n{count:pay-level} interviews name {cause:pay-level}.'
        : 'Their pay had not gone up in years [1].',
  });
  const server = await startScriptedModelServer({
    models: [{ id: QWEN, windowTokens: 16_000 }],
    script: async (chat) => {
      // Each process greets the model at its start.
      const isGreeting = chat.messages.at(-1)?.content === 'Ready?';
      if (chat.schema !== 'codes' && chat.choice === null && !isGreeting) {
        writing += 1;
        await gate.promise;
      }
      return people(chat);
    },
  });
  onTestFinished(() => server.close());
  onTestFinished(() => gate.resolve());
  const patience = '{ firstTokenMs: 60000, silenceMs: 60000, totalMs: 120000 }';
  return {
    models: `models:\n  - { role: primary, model: "${QWEN}", baseUrls: ["${server.url}"], concurrency: 8 }\nbudgets: { prose: ${patience}, answer: ${patience} }\n`,
    /** How often something was written, so far. */
    writing: () => writing,
    hold: () => {
      gate = Promise.withResolvers<void>();
    },
    release: () => gate.resolve(),
    requests: server.requests,
  };
}

/** What a process says of its reports: for each whether it came from a cache. */
function reportLog() {
  const cached: boolean[] = [];
  const none = () => {};
  const info: Log['info'] = (fields, message) => {
    if (message === 'report done') cached.push((fields as { cached: boolean }).cached);
  };
  return { cached, log: { info, warn: none, error: none } };
}

/** Another process on the same workspace and database. */
async function joinApp(app: WholeApp, variables: Readonly<Record<string, string>>) {
  const { playground, folder } = app;
  const env = readEnvironment({
    SLACK_BOT_TOKEN: playground.tokens.bot,
    SLACK_APP_TOKEN: playground.tokens.app,
    SLACK_API_URL: playground.apiUrl,
    MODELS_FILE: `${folder}/models.yml`,
    DATA_DIR: folder,
    METRICS_PORT: '0',
    ...variables,
  });
  const { cached, log } = reportLog();
  const other = await startAttrition({ env, log });
  let running = true;
  const stop = async () => {
    if (running) await other.stop();
    running = false;
  };
  onTestFinished(stop);
  /** What /readyz and /metrics say of the shared cache. */
  const state = async () => {
    const at = (path: string) => fetch(`${other.operations?.url}${path}`);
    const [ready, metrics] = [await at('/readyz'), await at('/metrics')];
    const { degraded } = (await ready.json()) as { degraded: readonly string[] };
    return { degraded, up: /^attrition_shared_cache_up 1$/m.test(await metrics.text()) };
  };
  return { cached, stop, state };
}

const hasButton = (message: Message, action: string) => JSON.stringify(message.blocks ?? []).includes(`"${action}"`);

test.skipIf(postgres.url === null || redisServer.url === null)(
  `several processes share one run, keep its answer for each other, and lose nothing with Redis${postgres.reason}${redisServer.reason}`,
  { timeout: 240_000 },
  async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const database = await temporaryDatabase(postgres.url ?? '');
    onTestFinished(() => database.drop());
    const shared = { DATABASE_URL: database.url, REDIS_URL: redis.url };
    const model = await gatedModel();
    // It listens and works on nothing; the others do the work.
    const app = await startApp({ models: model.models, env: { ...shared, ROLE: 'bot' } });
    const { playground } = app;
    const worker = () => joinApp(app, { ...shared, ROLE: 'worker' });
    const upload = async () => {
      const files = Object.entries(PEOPLE);
      await app.upload(Object.fromEntries(files.slice(0, 10)));
      await app.upload(Object.fromEntries(files.slice(10)));
    };
    const kept = async () => [...(await redis.contents()).keys()].filter((key) => !key.endsWith(':lock'));
    const ask = (root: string, question: string) => playground.user.say(CHANNEL, question, { thread: root });
    const answers = (root: string) => playground.thread(CHANNEL, root).filter((one) => hasButton(one, 'answer_anew'));
    const answered = async (root: string, count: number) => {
      const all = await playground.waitFor(() => (answers(root).length >= count ? answers(root) : undefined), 30_000);
      return all.map(wordsOf);
    };

    // One process is full of askers of the same report, so that the next one's goes to another process.
    const first = await worker();
    await upload();
    model.hold();
    const roots: string[] = [];
    for (let asker = 0; asker < REPORTS_PER_PROCESS; asker += 1) roots.push(await app.ask('/attrition report'));
    await vi.waitFor(() => expect(model.writing()).toBe(1), 30_000);
    const second = await worker();
    roots.push(await app.ask('/attrition report'));
    // Its message stands, so the other process has it in hand and waits.
    const last = roots.at(-1) ?? '';
    const isTaken = () => playground.thread(CHANNEL, last).find((one) => hasButton(one, 'report_stop'));
    await playground.waitFor(isTaken, 30_000);
    model.release();
    for (const root of roots) await app.finished(root);
    expect(model.writing()).toBe(1);
    expect(model.requests.filter(({ chat }) => chat?.schema === 'codes')).toHaveLength(Object.keys(PEOPLE).length);
    await vi.waitFor(() => expect([...first.cached].sort()).toEqual([false, true, true, true]), 10_000);
    await vi.waitFor(() => expect(second.cached).toEqual([true]), 10_000);
    expect(wordsOf(await app.finished(last))).toMatch(/cache/i);
    expect(await kept()).toHaveLength(1);

    // An answer of one process is another's, which has never heard of the question.
    await first.stop();
    const [root = ''] = roots;
    ask(root, QUESTION);
    expect((await answered(root, 1))[0]).toContain('had not gone up in years');
    expect(await kept()).toHaveLength(2);
    const third = await worker();
    await second.stop();
    ask(root, QUESTION);
    const [, later = ''] = await answered(root, 2);
    expect(later).toContain('had not gone up in years');
    expect(later).toContain('From cache, asked just now.');
    expect(model.writing()).toBe(2);
    expect(await third.state()).toEqual({ degraded: [], up: true });

    // A deletion reaches what lies there.
    await playground.user.slash(CHANNEL, '/attrition forget all');
    const isAsked = () => playground.whispers('lin').find((one) => hasButton(one, 'forget_delete'));
    const confirm = await playground.waitFor(isAsked);
    await playground.user.press({ channel: confirm.channel, ts: confirm.ts }, 'forget_delete');
    const isTold = () => playground.whispers('lin').find((one) => /Deleted for good/.test(wordsOf(one)));
    await playground.waitFor(isTold, 120_000);
    expect(await kept()).toEqual([]);

    // Redis dies while somebody waits for an answer: it comes, also to one who asks of a process that starts meanwhile.
    await upload();
    const chinese = await app.ask('/attrition report lang=zh');
    await app.finished(chinese);
    model.hold();
    const before = model.writing();
    ask(chinese, '他们怎么说直属上级的？');
    await vi.waitFor(() => expect(model.writing()).toBe(before + 1), 30_000);
    await redis.kill();
    const fourth = await worker();
    ask(chinese, '他们怎么说直属上级的？');
    model.release();
    for (const words of await answered(chinese, 2)) expect(words).toContain('shouts at me');
    const { degraded, up } = await fourth.state();
    expect([degraded.join(), up]).toEqual([expect.stringMatching(/^shared cache: /), false]);
    await redis.restart();
    await vi.waitFor(async () => expect(await fourth.state()).toEqual({ degraded: [], up: true }), 15_000);
    await vi.waitFor(async () => expect(await third.state()).toEqual({ degraded: [], up: true }), 15_000);
    ask(chinese, QUESTION);
    await answered(chinese, 3);
    expect(await kept()).toHaveLength(1);

    // A Redis that hangs costs a moment and no answer.
    redis.pause();
    ask(chinese, 'what did they say about their manager?');
    await answered(chinese, 4);
    redis.resume();
    for (const one of [third, fourth]) await one.stop();
  },
);
