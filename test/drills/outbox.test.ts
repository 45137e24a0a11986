import { describe, expect, onTestFinished, test } from 'vitest';
import type { ApiFault } from '../../playground/faults.ts';
import { EXIT_TEXTS } from '../support/exit-texts.ts';
import { postgresForTests, temporaryDatabase } from '../support/services.ts';
import { CHANNEL, wordsOf } from '../workspace/whole-app.ts';
import { openRestartableBot, type RestartableBot } from './restartable-bot.ts';

const PATIENCE_MS = 120_000;
const MESSAGES = 12;

const postgres = postgresForTests();
const TEXTS = Object.values(EXIT_TEXTS);

/** One person's file in a message of its own. */
function upload({ playground }: RestartableBot, index: number): string {
  const text = `${TEXTS[index % TEXTS.length]}\nQ: Which desk was yours?\nA: Number ${index}.`;
  return playground.user.upload(CHANNEL, [{ name: `person-${index}.txt`, bytes: Buffer.from(text) }]).ts;
}

function isRead({ playground }: RestartableBot, message: string) {
  const read = () =>
    playground.thread(CHANNEL, message).some((one) => /^(?:1 of 1 files read|已读取 1\/1)/.test(wordsOf(one)));
  return playground.waitFor(() => read() || undefined, PATIENCE_MS);
}

/** Killed while the message that the report's thread hangs on is being posted. */
async function killedAtTheRoot(env: Readonly<Record<string, string>>, line: string, fault: ApiFault): Promise<void> {
  const bot = await openRestartableBot(env);
  const { playground } = bot;
  await isRead(bot, upload(bot, 0));
  const roots = () =>
    playground
      .messages(CHANNEL)
      .filter((one) => one.user === playground.botUser && (one.thread_ts ?? one.ts) === one.ts);
  const calls = playground.calls.length;
  playground.faults.onCall('chat.postMessage', fault);
  await playground.user.slash(CHANNEL, line);
  const tried = () => playground.calls.slice(calls).some(({ method }) => method === 'chat.postMessage');
  await playground.waitFor(() => tried() || undefined);
  await bot.end('SIGKILL');
  expect(roots()).toHaveLength(fault.hang === true ? 0 : 1);
  await bot.restart();
  const root = await playground.waitFor(() => roots()[0], PATIENCE_MS);
  const isFinished = () =>
    playground.thread(CHANNEL, root.ts).some((one) => JSON.stringify(one.blocks ?? []).includes('"report_anew"'));
  await playground.waitFor(() => isFinished() || undefined, PATIENCE_MS);
  expect(roots(), 'posted once').toHaveLength(1);
}

/** Asked to leave while people upload and ask. */
async function askedToLeave(env: Readonly<Record<string, string>>): Promise<void> {
  const bot = await openRestartableBot(env);
  const { playground } = bot;
  const messages = Array.from({ length: MESSAGES }, (_, index) => upload(bot, index));
  const asking = playground.user.slash(CHANNEL, '/attrition report');
  await playground.waitFor(() => messages.map((ts) => playground.thread(CHANNEL, ts)[1]).find((one) => one));
  await bot.end('SIGTERM');
  await asking;
  await bot.restart();
  for (const ts of messages) await isRead(bot, ts);
  for (const ts of messages)
    expect(playground.thread(CHANNEL, ts).filter((one) => one.user === playground.botUser)).toHaveLength(1);
}

function drills(env: () => Promise<Readonly<Record<string, string>>>): void {
  test('killed before the first message of a report stands, it is posted and made', async () => {
    await killedAtTheRoot(await env(), '/attrition report', { hang: true });
  }, 400_000);

  test('被强行终止时报告的首条消息刚刚发出：不再重复发送，报告照常完成', async () => {
    await killedAtTheRoot(await env(), '/attrition report lang=zh', { cutAfter: true });
  }, 400_000);

  test('asked to leave in the moment of uploads, whatever was taken is read by the next process, once', async () => {
    await askedToLeave(await env());
  }, 400_000);
}

describe('what was taken is done, by whoever comes next', () => {
  describe('on PGlite', () => drills(async () => ({})));

  describe.skipIf(postgres.url === null)(`on PostgreSQL${postgres.reason}`, () =>
    drills(async () => {
      const { url, drop } = await temporaryDatabase(postgres.url ?? '');
      onTestFinished(drop);
      return { DATABASE_URL: url };
    }),
  );
});
