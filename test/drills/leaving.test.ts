import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startPlayground } from '../../playground/server.ts';
import { QWEN } from '../support/scripted-model-server/model-rig.ts';
import { startScriptedModelServer } from '../support/scripted-model-server/start-scripted-model-server.ts';
import { playPeople } from '../support/scripted-people.ts';
import { CHANNEL, wordsOf } from '../workspace/whole-app.ts';
import { startBotProcess } from './bot-process.ts';

/** Issue 7: a deploy that waits longer kills the process. */
const LEAVES_WITHIN_MS = 30_000;

/** A model that codes at once, and writes nothing while it is held. */
async function heldModel() {
  let held: Promise<void> = Promise.resolve();
  let writing = 0;
  const people = playPeople({
    codes: [{ code: 'pay-level', words: /\bpay\b/ }],
    prose: () => 'CORE\n{count:pay-level} interviews name {cause:pay-level}.',
  });
  const server = await startScriptedModelServer({
    models: [{ id: QWEN, windowTokens: 16_000 }],
    script: async (chat) => {
      if (chat.schema !== 'codes' && chat.choice === null && chat.messages.at(-1)?.content !== 'Ready?') {
        writing += 1;
        await held;
      }
      return people(chat);
    },
  });
  onTestFinished(() => server.close());
  const hold = () => {
    const door = Promise.withResolvers<void>();
    held = door.promise;
    onTestFinished(() => door.resolve());
  };
  // Nobody gives up on it before the process has to leave.
  const patience = '{ firstTokenMs: 90000, silenceMs: 90000, totalMs: 90000 }';
  const settings = `models: [{ role: primary, model: "${QWEN}", baseUrls: ["${server.url}"] }]\nbudgets: { prose: ${patience}, answer: ${patience} }\n`;
  return { settings, writing: () => writing, hold, release: () => (held = Promise.resolve()) };
}

const PEOPLE = Array.from({ length: 10 }, (_, index) => ({
  name: `person-${index + 1}.txt`,
  bytes: Buffer.from(
    `Exit interview\n\nQ: Why?\nA: I am leaving because my pay is low.\nQ: Desk?\nA: Number ${index}.`,
  ),
}));

test('a process that is asked to leave does so in time, and the next one finishes its report and its answer', async () => {
  const playground = await startPlayground();
  const folder = await mkdtemp(join(tmpdir(), 'attrition-leaving-'));
  const model = await heldModel();
  const MODELS_FILE = join(folder, 'models.yml');
  await writeFile(MODELS_FILE, model.settings);
  const env = { DATA_DIR: folder, MODELS_FILE };
  const first = startBotProcess(playground, env);
  onTestFinished(async () => {
    first.kill();
    await first.ended;
    await playground.stop();
    await rm(folder, { recursive: true, force: true });
  });
  await first.ready;
  const intruder = startBotProcess(playground, env);
  await expect(intruder.ready).rejects.toThrow(
    /Another process \(\d+\) already uses the data folder .*set DATABASE_URL/,
  );
  expect(await intruder.ended).toBe(1);

  playground.user.upload(CHANNEL, PEOPLE);
  const rootOf = (title: RegExp) =>
    playground.waitFor(() => playground.messages(CHANNEL).find((one) => title.test(wordsOf(one))), 30_000);
  const isDone = (root: string) =>
    playground.waitFor(
      () => playground.thread(CHANNEL, root).find((one) => JSON.stringify(one.blocks ?? []).includes('report_anew')),
      60_000,
    );
  await playground.user.slash(CHANNEL, '/attrition report');
  const root = (await rootOf(/Why people left/)).ts;
  await isDone(root);
  const before = model.writing();
  model.hold();
  await playground.user.slash(CHANNEL, '/attrition report lang=zh');
  const chinese = (await rootOf(/离职原因/)).ts;
  playground.user.say(CHANNEL, 'what did they say about pay?', { thread: root });
  await vi.waitFor(() => expect(model.writing()).toBeGreaterThanOrEqual(before + 2), 20_000);

  const since = Date.now();
  first.kill('SIGTERM');
  expect(await first.ended).toBe(0);
  expect(Date.now() - since).toBeLessThan(LEAVES_WITHIN_MS);

  model.release();
  const next = startBotProcess(playground, env);
  onTestFinished(async () => {
    next.kill();
    await next.ended;
  });
  await next.ready;
  expect(wordsOf(await isDone(chinese))).toMatch(/薪酬/);
  const answer = await playground.waitFor(
    () => playground.thread(CHANNEL, root).find((one) => JSON.stringify(one.blocks ?? []).includes('answer_anew')),
    30_000,
  );
  expect(wordsOf(answer)).toMatch(/10 of 10[\s\S]*my pay is low/);
});
