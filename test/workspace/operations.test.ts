import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/core/ports/clock.ts';
import type { Log } from '../../src/core/ports/log.ts';
import { EXIT_TEXTS } from '../support/exit-texts.ts';
import type { ChatBody } from '../support/scripted-model-server/check-request.ts';
import { QWEN, SMALL } from '../support/scripted-model-server/model-rig.ts';
import {
  type ScriptedModelServer,
  startScriptedModelServer,
} from '../support/scripted-model-server/start-scripted-model-server.ts';
import { playPeople } from '../support/scripted-people.ts';
import { CHANNEL, startApp, type WholeApp, wordsOf } from './whole-app.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const PROSE = 'CORE\n{cause:pay-level} weighs most: {count:pay-level} interviews name it.';
/** Words that stand in interviews only, and the key of the model server. */
const MARKED = ['Quokkabrook', '雪豹沟', 'sk-marked-key-7731'];
const TEXTS: Readonly<Record<string, string>> = {
  ...EXIT_TEXTS,
  'Quokkabrook-Lindqvist.txt':
    "Exit interview\n\nQ: Why are you leaving?\nA: I'm leaving because my pay at Quokkabrook is far too low.",
  '雪豹沟-面谈.txt': '离职面谈记录\n\n问：为什么要走？\n答：主要是因为雪豹沟这边工资太低。',
};
const UNREADABLE: Readonly<Record<string, Uint8Array>> = {
  'Quokkabrook-broken.docx': Buffer.from('PK\u0003\u0004 Quokkabrook 雪豹沟'),
  'Quokkabrook-broken.pdf': Buffer.from('%PDF-1.7\nQuokkabrook 雪豹沟'),
  'Quokkabrook-broken.csv': Buffer.from('name,reason\n"Quokkabrook,雪豹沟\n'),
};

function capture(): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  const note = (level: string) => (fields: object, message: string) => {
    lines.push(
      JSON.stringify({ level, message, ...fields }, (_, value) => (value instanceof Error ? textOf(value) : value)),
    );
  };
  return { lines, log: { info: note('info'), warn: note('warn'), error: note('error') } };
}

/** As pino would write it: with message, stack and causes. */
const textOf = (error: Error): string => `${error.stack} ${error.cause instanceof Error ? textOf(error.cause) : ''}`;

async function serve(script: (chat: ChatBody) => string, id = QWEN): Promise<ScriptedModelServer> {
  const server = await startScriptedModelServer({ models: [{ id, windowTokens: 16_000 }], script });
  onTestFinished(() => server.close());
  return server;
}

const diligent = playPeople({ codes: [{ code: 'pay-level', words: /\bpay\b|salary|工资/i }], prose: () => PROSE });

const modelsYml = (server: ScriptedModelServer) =>
  `models:\n  - { role: primary, model: "${QWEN}", baseUrls: ["${server.url}"], apiKey: sk-marked-key-7731, concurrency: 8 }\n`;

async function reportIn(app: WholeApp, line = '/attrition report'): Promise<{ root: string; final: string }> {
  const root = await app.ask(line);
  return { root, final: wordsOf(await app.finished(root)) };
}

async function fullReport(app: WholeApp, root: string): Promise<string> {
  const { playground } = app;
  const file = await playground.waitFor(() =>
    playground
      .thread(CHANNEL, root)
      .flatMap((message) => message.files ?? [])
      .find(({ name }) => name === 'report.md'),
  );
  return Buffer.from(playground.fileBytes(file.id) ?? []).toString('utf8');
}

function leaks(lines: readonly string[], app: WholeApp): readonly string[] {
  const { tokens } = app.playground;
  const sentences = Object.values(TEXTS).flatMap((text) => text.split('\n').filter((line) => line.length > 20));
  const secrets = [...MARKED, ...Object.keys(TEXTS), ...sentences, ...Object.values(tokens)];
  return lines.filter((line) => secrets.some((secret) => secret.length > 3 && line.includes(secret)));
}

const stagesOf = (lines: readonly string[]) =>
  new Set(lines.map((line) => JSON.parse(line)).flatMap(({ stage }) => (stage === undefined ? [] : [stage])));

/** Types a command and waits for what only the asker sees of it. */
async function whispered(app: WholeApp, line: string) {
  const { playground } = app;
  const before = new Set(playground.whispers('lin').map(({ ts }) => ts));
  await playground.user.slash(CHANNEL, line);
  return playground.waitFor(() => playground.whispers('lin').find(({ ts }) => !before.has(ts)), 30_000);
}

/** Accepts the first claim that waits for a person. */
async function acceptOne(app: WholeApp): Promise<void> {
  const { playground } = app;
  playground.user.say(CHANNEL, '@Attrition review');
  const claim = await playground.waitFor(
    () => playground.messages(CHANNEL).find((one) => JSON.stringify(one.blocks ?? []).includes('review_accept')),
    30_000,
  );
  const look = () => JSON.stringify(playground.messages(CHANNEL).find(({ ts }) => ts === claim.ts)?.blocks);
  const before = look();
  await playground.user.press({ channel: playground.idOf('people-exit'), ts: claim.ts }, 'review_accept');
  await playground.waitFor(() => look() !== before, 30_000);
}

const STAGES = [
  ...['ingest', 'reading', 'coding', 'verification', 'counting', 'writing', 'delivery'],
  ...['question', 'review', 'digest', 'forget'],
];
/** What must have moved in a run in which things went wrong; the labels are those of the run. */
const MOVED = [
  /^attrition_model_fallbacks_total\{[^}]*\} [1-9]/m,
  /^attrition_model_calls_total\{[^}]*fault="model-cut-off"\} [1-9]/m,
  /^attrition_model_first_text_seconds_count\{[^}]*\} [1-9]/m,
  /^attrition_model_seconds_count\{[^}]*\} [1-9]/m,
  /^attrition_edits_total\{outcome="refused"\} [1-9]/m,
  /^attrition_interviews_coded_total\{outcome="review"\} [1-9]/m,
  /^attrition_review_waiting [1-9]/m,
  /^attrition_escapes_sampled \d/m,
  /^attrition_escapes_found \d/m,
  ...['ingest', 'report', 'digest', 'privacy'].map(
    (queue) => new RegExp(`^attrition_queue_jobs\\{queue="${queue}",state="waiting"\\} \\d`, 'm'),
  ),
  ...['ingest', 'report', 'privacy'].map(
    (queue) => new RegExp(`^attrition_jobs_total\\{queue="${queue}",outcome="done"\\} [1-9]`, 'm'),
  ),
];

test('a whole run leaves one line a stage, no line holds text, names of files or tokens, and the metrics move', async () => {
  const { log, lines } = capture();
  // Two answers break off, so that another writer steps in and somebody must decide.
  const denied = playPeople({
    codes: [{ code: 'pay-level', words: /\bpay\b|salary|工资/i }],
    prose: () => PROSE,
    verdict: (_topic, marked) => (/雪豹沟|Quokkabrook/.test(marked) ? 'denied' : 'stated-reason'),
  });
  const [server, small] = [await serve(denied), await serve(denied, SMALL)];
  const models = `${modelsYml(server)}  - { role: fast, model: "${SMALL}", baseUrls: ["${small.url}"], concurrency: 8 }\n`;
  const app = await startApp({ models, log, env: { METRICS_PORT: '0' } });
  const { faults } = app.playground;
  await whispered(app, '/attrition digest daily 09:00 UTC');
  await app.upload({ ...TEXTS, ...UNREADABLE });
  faults.loginPage = true;
  await app.upload({ 'Quokkabrook-late.txt': 'never downloaded' });
  faults.loginPage = false;
  faults.onCall('chat.update', { retryAfter: 1 }, { skip: 1 });
  const { root } = await reportIn(app, '/attrition report');
  server.setFault('reset', 3);
  await reportIn(app, '/attrition report lang=zh');
  app.playground.user.say(CHANNEL, '@Attrition what did they say about Quokkabrook?', { thread: root });
  await app.playground.waitFor(() => stagesOf(lines).has('question'), 30_000);
  await acceptOne(app);
  const question = await whispered(app, '/attrition forget Quokkabrook-Lindqvist.txt');
  await app.playground.user.press({ channel: question.channel, ts: question.ts }, 'forget_delete');
  await app.playground.waitFor(() => stagesOf(lines).has('forget'), 60_000);
  const metrics = await (await fetch(`${app.operationsUrl}/metrics`)).text();
  await app.stop();
  const later = await startApp({
    folder: app.folder,
    models,
    log,
    clock: { ...systemClock, now: () => Date.now() + 2 * DAY_MS },
  });
  await later.playground.waitFor(() => stagesOf(lines).has('digest'), 60_000);
  expect(stagesOf(lines)).toEqual(new Set(STAGES));
  expect(lines.filter((line) => line.includes('file not read')).length).toBeGreaterThan(0);
  expect([...leaks(lines, app), ...leaks(lines, later)]).toEqual([]);
  for (const moved of MOVED) expect(metrics).toMatch(moved);
}, 180_000);

test.each([
  ['parrots the interview instead of answering', (chat: ChatBody) => chat.messages.at(-1)?.content ?? ''],
  ['answers in broken JSON with the words in it', () => '[{"code": "Quokkabrook 雪豹沟'],
])('a model that %s brings no word into the log', async (_name, script) => {
  const { log, lines } = capture();
  const app = await startApp({ models: modelsYml(await serve(script)), log });
  await app.upload(TEXTS);
  const { final } = await reportIn(app);
  expect(final).toMatch(/codebook reader/i);
  expect(leaks(lines, app)).toEqual([]);
});

test('a report tells what was asked in its own run: all of it first, then only the prose, as the ledger knows the rest', async () => {
  const server = await serve(diligent);
  const app = await startApp({ models: modelsYml(server) });
  await app.upload(EXIT_TEXTS);
  const before = server.requests.filter(({ chat }) => chat !== null).length;
  const first = await reportIn(app);
  const asked = server.requests.filter(({ chat }) => chat !== null).length - before;
  const english = await fullReport(app, first.root);
  expect(english).toMatch(new RegExp(`Model use: ${asked} calls, \\S+ prompt tokens`));
  const second = await reportIn(app, '/attrition report lang=zh');
  expect(await fullReport(app, second.root)).toMatch(/模型用量：1 次调用/);
  expect(first.final).not.toContain('Model use');
});

test('without a model the report says that none was asked', async () => {
  const app = await startApp();
  await app.upload(EXIT_TEXTS);
  const { root } = await reportIn(app);
  expect(await fullReport(app, root)).toContain('Model use: no model was asked');
});

test('health, readiness and metrics of a running bot', async () => {
  const app = await startApp({ models: modelsYml(await serve(diligent)), env: { METRICS_PORT: '0' } });
  const get = async (path: string) => fetch(`${app.operationsUrl}${path}`);
  expect((await get('/healthz')).status).toBe(200);
  const ready = await get('/readyz');
  expect(await ready.json()).toEqual({ ready: true, checks: { store: true, slack: true }, degraded: [] });
  await app.upload(TEXTS);
  await reportIn(app);
  const metrics = await (await get('/metrics')).text();
  expect(metrics).toMatch(/^attrition_interviews_coded_total\{outcome="coded"\} [1-9]/m);
  expect(metrics).toMatch(/^attrition_edits_total\{outcome="sent"\} [1-9]/m);
  const call = 'model="Qwen2.5-7B-Instruct",purpose="coding"';
  expect(metrics).toMatch(new RegExp(`^attrition_model_calls_total\\{${call},fault="none"\\} [1-9]`, 'm'));
  expect(metrics).toMatch(new RegExp(`^attrition_model_tokens_total\\{${call},kind="prompt"\\} [1-9]`, 'm'));
  expect(metrics).toMatch(/^attrition_jobs_total\{queue="ingest",outcome="done"\} 1$/m);
  expect(metrics).toMatch(/^attrition_queue_jobs\{queue="report",state="waiting"\} \d+$/m);
  expect(metrics).toMatch(/^attrition_stage_seconds_count\{stage="writing"\} 1$/m);
  for (const word of [...MARKED, ...Object.keys(TEXTS), app.playground.idOf('people-exit')])
    expect(metrics).not.toContain(word);
});

test('a dropped socket makes it unready until it is connected again', async () => {
  const app = await startApp({ env: { METRICS_PORT: '0' } });
  const { playground } = app;
  const readiness = async () => {
    const answer = await fetch(`${app.operationsUrl}/readyz`);
    return [answer.status, ((await answer.json()) as { checks: { slack: boolean } }).checks.slack];
  };
  expect(await readiness()).toEqual([200, true]);
  // Slack's API still answers: only the events no longer come.
  playground.faults.onCall('socket', {}, { times: 99 });
  playground.dropSockets('cut');
  await playground.waitFor(
    () => playground.calls.filter(({ method }) => method === 'apps.connections.open').length > 1,
  );
  expect(await readiness()).toEqual([503, false]);
  playground.faults.clear();
  await expect.poll(readiness, { timeout: 10_000 }).toEqual([200, true]);
});

test('a model that is away makes it degraded, not unready; a program that has stopped answers nothing', async () => {
  const server = await serve(diligent);
  server.setFault('dead');
  const app = await startApp({ models: modelsYml(server), env: { METRICS_PORT: '0' } });
  const ready = await fetch(`${app.operationsUrl}/readyz`);
  expect(ready.status).toBe(200);
  expect(await ready.json()).toMatchObject({ ready: true, degraded: ['Qwen2.5-7B-Instruct: model-unreachable'] });
  await app.stop();
  await expect(fetch(`${app.operationsUrl}/healthz`)).rejects.toThrow();
});

test('without METRICS_PORT nothing listens', async () => {
  expect((await startApp()).operationsUrl).toBeNull();
});
