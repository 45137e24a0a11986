import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Message } from '../../playground/slack-types.ts';
import { EXIT_TEXTS } from '../support/exit-texts.ts';
import type { ChatBody } from '../support/scripted-model-server/check-request.ts';
import { QWEN } from '../support/scripted-model-server/model-rig.ts';
import { startScriptedModelServer } from '../support/scripted-model-server/start-scripted-model-server.ts';
import { EXIT_CODES, playPeople } from '../support/scripted-people.ts';
import { postgresForTests, temporaryDatabase } from '../support/services.ts';
import { CHANNEL, wordsOf } from '../workspace/whole-app.ts';
import { openRestartableBot } from './restartable-bot.ts';

/** Long enough that a bot is killed while it waits for the answer's first word, short enough that it waits at all. */
const FIRST_WORD_MS = 6_000;
/** A killed process's job is given to another after ten seconds without a heartbeat. */
const PATIENCE_MS = 60_000;

const postgres = postgresForTests();

/** Quick at everything but questions, which it answers slowly while `slow` says so. */
async function modelOf(slow: () => boolean) {
  const people = playPeople({ codes: EXIT_CODES, prose: () => 'CORE\n{cause:pay-level} weighs most.' });
  const isQuestion = (chat: ChatBody) => chat.messages.some(({ content }) => /^\[1\] /m.test(String(content)));
  let questions = 0;
  const server = await startScriptedModelServer({
    models: [{ id: QWEN, windowTokens: 16_000 }],
    script: (chat) => {
      if (chat.schema !== null || chat.choice !== null || !isQuestion(chat)) return people(chat);
      questions += 1;
      const text = 'They say that the pay was too low [1].';
      return slow() ? { text, firstTokenMs: FIRST_WORD_MS } : { text };
    },
  });
  onTestFinished(() => server.close());
  return { url: server.url, questions: () => questions };
}

const FILES = Array.from({ length: 10 }, (_, index) => {
  const [, text = ''] = Object.entries(EXIT_TEXTS)[0] ?? [];
  const name = `person-${index + 1}.txt`;
  return { name, bytes: Buffer.from(`${text}\nQ: Which desk was yours?\nA: Number ${index + 1}.`) };
});

const hasButton = (message: Message, action: string) => JSON.stringify(message.blocks ?? []).includes(`"${action}`);

async function drill(env: Readonly<Record<string, string>>) {
  let isSlow = true;
  const model = await modelOf(() => isSlow);
  const bot = await openRestartableBot({ MODEL_URL: model.url, MODEL_NAME: QWEN, ...env });
  const { playground } = bot;
  const upload = playground.user.upload(CHANNEL, FILES);
  await playground.waitFor(
    () => playground.thread(CHANNEL, upload.ts).find((one) => /\/attrition report/.test(wordsOf(one))),
    PATIENCE_MS,
  );
  await playground.user.slash(CHANNEL, '/attrition report');
  const root = await playground.waitFor(() =>
    playground.messages(CHANNEL).find((one) => /Why people left/.test(wordsOf(one))),
  );
  const thread = () => playground.thread(CHANNEL, root.ts);
  await playground.waitFor(() => thread().find((one) => hasButton(one, 'report_anew')), PATIENCE_MS);
  await playground.waitFor(() => thread().find((one) => one.files?.some(({ name }) => name === 'report.md')));

  const before = new Set(thread().map(({ ts }) => ts));
  const answers = () => thread().filter((one) => !before.has(one.ts) && one.user === playground.botUser);
  playground.user.say(CHANNEL, 'what did they say about pay?', { thread: root.ts });
  await playground.waitFor(() => answers()[0]);
  await playground.waitFor(() => (model.questions() > 0 ? true : undefined));
  await bot.end('SIGKILL');
  expect(answers().map(wordsOf), 'killed before it had said anything').toEqual(['Looking it up…']);
  return {
    playground,
    answers,
    restart: async (slow: boolean) => {
      isSlow = slow;
      await bot.restart();
    },
  };
}

async function goesOn(env: Readonly<Record<string, string>>): Promise<void> {
  const { playground, answers, restart } = await drill(env);
  await restart(false);
  await playground.waitFor(() => answers().find((one) => hasButton(one, 'answer_anew')), PATIENCE_MS);
  expect(answers(), 'one message, posted once').toHaveLength(1);
  const [answer] = answers();
  expect(answer && wordsOf(answer)).toMatch(/They say that the pay was too low\.? \\?\[1\\?\]/);
}

async function canBeStopped(env: Readonly<Record<string, string>>): Promise<void> {
  const { playground, answers, restart } = await drill(env);
  await restart(true);
  const [answer] = answers();
  if (answer === undefined) throw new Error('the bot left its message before it was killed');
  await playground.user.press({ channel: playground.idOf('people-exit'), ts: answer.ts }, 'answer_stop');
  await playground.waitFor(() => answers().find((one) => /^Stopped\./.test(wordsOf(one))), PATIENCE_MS);
  await sleep(FIRST_WORD_MS);
  expect(answers().map(wordsOf)).toEqual(['Stopped.']);
}

describe('killed in the middle of an answer, the bot goes on with it in the same message', () => {
  test('on PGlite', () => goesOn({}), 180_000);

  test('on PGlite, and Stop reaches the answer that goes on', () => canBeStopped({}), 180_000);

  test.skipIf(postgres.url === null)(
    `on PostgreSQL${postgres.reason}`,
    async () => {
      const { url, drop } = await temporaryDatabase(postgres.url ?? '');
      onTestFinished(drop);
      await goesOn({ DATABASE_URL: url });
    },
    180_000,
  );
});
