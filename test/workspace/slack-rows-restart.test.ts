import { rm } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { type Playground, startPlayground } from '../../playground/server.ts';
import type { Message } from '../../playground/slack-types.ts';
import { startBotProcess } from '../drills/bot-process.ts';
import { slowModel } from '../drills/slow-model.ts';
import { EXIT_TEXTS } from '../support/exit-texts.ts';
import { migratedFolder } from '../support/migrated-folder.ts';
import { QWEN } from '../support/scripted-model-server/model-rig.ts';
import { CHANNEL, wordsOf } from './whole-app.ts';

/** Few enough for a slow model to end soon, and enough to be killed among. */
const INTERVIEWS = 4;
const FILES = Object.entries(EXIT_TEXTS)
  .slice(0, INTERVIEWS)
  .map(([name, text]) => ({ name, bytes: Buffer.from(text) }));

const blocksOf = (message: Message) => JSON.stringify(message.blocks ?? []);

/** Kills the bot in the middle of a report that streams (test/drills kills one that edits, at random moments), starts it again, and gives the message that was growing and its thread. */
async function killedInMidReport(playground: Playground, modelUrl: string) {
  const folder = await migratedFolder();
  const env = { DATA_DIR: folder, MODEL_URL: modelUrl, MODEL_NAME: QWEN, SLACK_STREAMING: 'native' };
  const first = startBotProcess(playground, env);
  const bots = [first];
  onTestFinished(async () => {
    for (const bot of bots) bot.kill();
    await Promise.all(bots.map(({ ended }) => ended));
    await playground.stop();
    await rm(folder, { recursive: true, force: true });
  });
  await first.ready;
  playground.user.upload(CHANNEL, FILES);
  await playground.user.slash(CHANNEL, '/attrition report');
  const live = await playground.waitFor(
    () =>
      playground
        .messages(CHANNEL)
        .find(
          (one) =>
            /[1-9] of 4/.test(blocksOf(one)) && one.thread_ts !== undefined && /Why people left/.test(blocksOf(one)),
        ),
    30_000,
  );
  first.kill();
  await first.ended;
  bots.push(startBotProcess(playground, env));
  const root = live.thread_ts ?? '';
  await playground.waitFor(
    () => playground.thread(CHANNEL, root).some((one) => one.files?.some(({ name }) => name === 'report.md')),
    60_000,
  );
  const shown = playground.thread(CHANNEL, root).filter(({ ts, files }) => ts !== root && files === undefined);
  return { live, shown };
}

test('S41, S42: killed in mid-report and started again, the bot finishes the same message, once, and leaves nothing "reading"', async () => {
  const model = await slowModel();
  const playground = await startPlayground();
  const { live, shown } = await killedInMidReport(playground, model.url);
  expect(shown.map(({ ts }) => ts)).toEqual([live.ts]);
  expect(shown.map(blocksOf).join()).toContain('"report_anew"');
  expect(shown.map(wordsOf).join()).toMatch(/4 interviews read/);
  expect(shown.map(blocksOf).join()).not.toMatch(/░|report_stop|task_card/);
  const streams = playground.calls.filter(({ method }) => method.endsWith('Stream')).map(({ method }) => method);
  expect(streams.filter((method) => method === 'chat.startStream')).toHaveLength(1);
  expect(streams).toContain('chat.appendStream');
  expect(playground.messages(CHANNEL).filter(({ streaming_state }) => streaming_state === 'in_progress')).toEqual([]);
}, 120_000);
