import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startPlayground } from '../../playground/server.ts';
import { EXIT_TEXTS } from '../support/exit-texts.ts';
import { QWEN } from '../support/scripted-model-server/model-rig.ts';
import type { ScriptedModelServer } from '../support/scripted-model-server/start-scripted-model-server.ts';
import { temporaryDatabase } from '../support/services.ts';
import { CHANNEL, wordsOf } from '../workspace/whole-app.ts';
import { startBotProcess } from './bot-process.ts';
import { type Ending, endingOf } from './ending.ts';
import { createLookout, isIngested, type Moment } from './lookout.ts';
import { type OwnPostgres, startOwnPostgres, whyNoPostgres } from './own-postgres.ts';
import { slowModel } from './slow-model.ts';
import { superviseBot } from './supervised-bot.ts';

/** The database stays away this long (ms): longer than any single query waits, shorter than a person's patience. */
const AWAY_MS = 3_000;
const FILES = Object.entries(EXIT_TEXTS).map(([name, text]) => ({ name, bytes: Buffer.from(text) }));

const missing = await whyNoPostgres();
if (missing !== null) console.warn(`skipped here: to run these drills ${missing}`);

interface Blow {
  readonly moment: Exclude<Moment, 'start' | 'digest'>;
  readonly how: 'fast' | 'kill';
}

async function lifeWith(
  postgres: OwnPostgres,
  model: ScriptedModelServer,
  blows: readonly Blow[],
): Promise<{ readonly ending: Ending; readonly told: readonly string[]; readonly codes: readonly (number | null)[] }> {
  const playground = await startPlayground();
  playground.faults.onCall('files.info', { delay: 150 }, { times: Number.POSITIVE_INFINITY });
  const { url } = await temporaryDatabase(postgres.url);
  const folder = await mkdtemp(join(tmpdir(), 'attrition-away-'));
  const bot = superviseBot(playground, { DATABASE_URL: url, DATA_DIR: folder, MODEL_URL: model.url, MODEL_NAME: QWEN });
  onTestFinished(async () => {
    await bot.stop();
    await playground.stop();
    await rm(folder, { recursive: true, force: true });
  });
  await bot.ready();
  const lookout = createLookout(playground, model);
  playground.user.upload(CHANNEL, FILES);
  await playground.user.slash(CHANNEL, '/attrition report');
  const root = await playground.waitFor(() =>
    playground.messages(CHANNEL).find((message) => /Why people left/.test(wordsOf(message))),
  );
  for (const { moment, how } of blows) {
    await playground.waitFor(() => lookout.at(moment), 60_000);
    await postgres.stop(how);
    await sleep(AWAY_MS);
    await postgres.start();
  }
  const ending = await endingOf(playground, root.ts);
  await playground.waitFor(() => playground.messages(CHANNEL).some(isIngested), 60_000);
  const told = playground.record.filter(({ user }) => user === playground.botUser).map(wordsOf);
  return { ending: { ...ending, uploads: (await endingOf(playground, root.ts)).uploads }, told, codes: bot.codes };
}

describe.skipIf(missing !== null)('PostgreSQL goes away', () => {
  test('restarted and killed in mid-ingest, mid-coding and mid-writing: the report of an undisturbed run', async () => {
    const [postgres, model] = [await startOwnPostgres(), await slowModel()];
    const calm = await lifeWith(postgres, model, []);
    const rough = await lifeWith(postgres, model, [
      { moment: 'ingest', how: 'fast' },
      { moment: 'coding', how: 'kill' },
      { moment: 'writing', how: 'fast' },
    ]);
    console.info(`exit codes meanwhile: ${JSON.stringify(rough.codes)}`);
    expect(rough.ending).toEqual(calm.ending);
    expect(rough.codes, 'it outlives its database').toEqual([]);
  }, 300_000);

  test('gone while people write: each is told, and what they ask again afterwards is answered', async () => {
    const postgres = await startOwnPostgres();
    const playground = await startPlayground();
    const bot = superviseBot(playground, { DATABASE_URL: postgres.url, DATA_DIR: tmpdir() });
    onTestFinished(async () => {
      await bot.stop();
      await playground.stop();
    });
    await bot.ready();
    await postgres.stop('fast');
    const whispers = (words: RegExp) => playground.whispers('lin').filter((one) => words.test(wordsOf(one))).length;
    await playground.user.slash(CHANNEL, '/attrition report');
    await playground.waitFor(() => whispers(/The database can't be opened|database can’t be opened/) > 0, 30_000);
    await playground.user.slash(CHANNEL, '/attrition 报告');
    await playground.waitFor(() => whispers(/数据库打不开/) > 0, 30_000);
    playground.user.say(CHANNEL, 'lunch, anybody?');
    playground.user.upload(CHANNEL, FILES.slice(0, 1));
    await playground.waitFor(() => whispers(/database can.t be opened/) > 1, 30_000);
    expect(whispers(/database/), 'small talk is no business of ours').toBe(2);
    await postgres.start();
    playground.user.upload(CHANNEL, FILES.slice(0, 1));
    await playground.waitFor(() => playground.messages(CHANNEL).some(isIngested), 60_000);
    expect(bot.codes).toEqual([]);
  }, 120_000);

  test('away at the start: one sentence, exit code 1, no stack', async () => {
    const playground = await startPlayground();
    const bot = startBotProcess(playground, {
      DATABASE_URL: 'postgres://attrition@127.0.0.1:1/none',
      DATA_DIR: tmpdir(),
    });
    onTestFinished(() => playground.stop());
    const words = await bot.ready.then(
      () => '',
      (error: Error) => error.message,
    );
    expect(await bot.ended).toBe(1);
    expect(words).toMatch(
      /The database can’t be opened, so nothing can be read or kept right now\. An admin should check it/,
    );
    expect(words).not.toMatch(/\n\s+at |ECONNREFUSED/);
  });
});
