import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startPlayground } from '../../playground/server.ts';
import { readEnvironment } from '../../src/config.ts';
import { startAttrition } from '../../src/main.ts';
import { slowModel } from '../drills/slow-model.ts';
import { EXIT_TEXTS } from '../support/exit-texts.ts';
import { QWEN } from '../support/scripted-model-server/model-rig.ts';
import { postgresForTests, temporaryDatabase } from '../support/services.ts';
import { CHANNEL, wordsOf } from './whole-app.ts';

const postgres = postgresForTests();
const silent = { info: () => {}, warn: () => {}, error: () => {} };
/** Longer than a look of the stop switch, the grace after a lost message and a call of the slow model (ms). */
const SETTLED_MS = 3_500;

/** One program that listens and one that works, on one database and one workspace. */
async function startPair(modelUrl: string) {
  const playground = await startPlayground();
  const { url, drop } = await temporaryDatabase(postgres.url ?? '');
  const folder = await mkdtemp(join(tmpdir(), 'attrition-pair-'));
  const start = (ROLE: string) => {
    const env = readEnvironment({
      ...{ ROLE, DATABASE_URL: url, DATA_DIR: folder, MODEL_URL: modelUrl, MODEL_NAME: QWEN },
      MODELS_FILE: join(folder, 'models.yml'),
      SLACK_BOT_TOKEN: playground.tokens.bot,
      SLACK_APP_TOKEN: playground.tokens.app,
      SLACK_API_URL: playground.apiUrl,
    });
    return startAttrition({ env, log: silent });
  };
  const apps = [await start('bot'), await start('worker')];
  onTestFinished(async () => {
    await Promise.all(apps.map((app) => app.stop()));
    await playground.stop();
    await drop();
    await rm(folder, { recursive: true, force: true });
  });
  return playground;
}

describe.skipIf(postgres.url === null)(
  `a deletion is heard by one process and meant for another${postgres.reason}`,
  () => {
    test('a report whose live message somebody deletes stops in the worker, down to the model, and comes no more', async () => {
      const model = await slowModel();
      const playground = await startPair(model.url);
      const files = Object.entries(EXIT_TEXTS).map(([name, text]) => ({ name, bytes: Buffer.from(text) }));
      playground.user.upload(CHANNEL, files);
      await playground.waitFor(
        () => playground.messages(CHANNEL).some((one) => /\/attrition report/.test(wordsOf(one))),
        30_000,
      );
      await playground.user.slash(CHANNEL, '/attrition report');
      const live = await playground.waitFor(
        () => playground.messages(CHANNEL).find((one) => JSON.stringify(one.blocks ?? []).includes('"report_stop"')),
        30_000,
      );
      await playground.waitFor(() => model.requests.length > 2, 30_000);
      playground.user.deleteMessage({ channel: live.channel, ts: live.ts });
      await sleep(SETTLED_MS);
      const asked = model.requests.length;
      const shown = playground.thread(CHANNEL, live.thread_ts ?? '').map(wordsOf);
      await sleep(SETTLED_MS);
      expect(model.requests.length).toBe(asked);
      expect(playground.thread(CHANNEL, live.thread_ts ?? '').map(wordsOf)).toEqual(shown);
      expect(shown).toHaveLength(1);
      // A deleted answer can be asked for again.
      await playground.user.slash(CHANNEL, '/attrition report');
      await playground.waitFor(
        () => playground.messages(CHANNEL).some((one) => JSON.stringify(one.blocks ?? []).includes('"report_anew"')),
        60_000,
      );
    });
  },
);
