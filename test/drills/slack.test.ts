import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { EXIT_TEXTS } from '../support/exit-texts.ts';
import { QWEN } from '../support/scripted-model-server/model-rig.ts';
import type { ScriptedModelServer } from '../support/scripted-model-server/start-scripted-model-server.ts';
import { CHANNEL, startApp, type WholeApp, wordsOf } from '../workspace/whole-app.ts';
import { type Ending, endingOf } from './ending.ts';
import { createLookout, isIngested, type Lookout } from './lookout.ts';
import { slowModel } from './slow-model.ts';

const FILES = Object.entries(EXIT_TEXTS).map(([name, text]) => ({ name, bytes: Buffer.from(text) }));
/** How long Slack refuses everything (ms; CI makes it a minute), and what it tells callers to wait (s). */
const STORM_MS = Number(process.env.TEST_STORM_MS ?? 15_000);
const RETRY_AFTER_S = 5;
/** How long Slack answers nothing but 503 (ms): longer than a post's or an edit's first attempts. */
const BURST_MS = 8_000;

interface BadDay {
  readonly app: WholeApp;
  readonly lookout: Lookout;
}

async function dayWith(
  model: ScriptedModelServer,
  disturb: (day: BadDay) => Promise<void>,
): Promise<{ readonly ending: Ending; readonly app: WholeApp }> {
  const app = await startApp({ env: { MODEL_URL: model.url, MODEL_NAME: QWEN } });
  const { playground } = app;
  playground.faults.onCall('files.info', { delay: 100 }, { times: Number.POSITIVE_INFINITY });
  playground.faults.onCall('files.getUploadURLExternal', { delay: 400 }, { times: Number.POSITIVE_INFINITY });
  playground.user.upload(CHANNEL, FILES);
  await playground.user.slash(CHANNEL, '/attrition report');
  const root = await playground.waitFor(() =>
    playground.messages(CHANNEL).find((message) => /Why people left/.test(wordsOf(message))),
  );
  await disturb({ app, lookout: createLookout(playground, model) });
  await endingOf(playground, root.ts, 180_000);
  await playground.waitFor(() => playground.messages(CHANNEL).some(isIngested), 60_000);
  // Whatever comes a second time would come now.
  await sleep(1_500);
  return { ending: await endingOf(playground, root.ts), app };
}

/** An undisturbed day, asked for once. */
let undisturbed: Promise<Ending> | null = null;
async function calmDay(model: ScriptedModelServer): Promise<Ending> {
  undisturbed ??= dayWith(model, async () => {}).then(({ ending }) => ending);
  return undisturbed;
}

const whispered = (app: WholeApp, words: RegExp) =>
  app.playground.whispers('lin').filter((one) => words.test(wordsOf(one))).length;

describe('Slack has a bad day in the middle of a report', () => {
  test('429 to every call for a minute: everything comes afterwards, once, and a command is answered', async () => {
    const model = await slowModel();
    const calm = await calmDay(model);
    const { ending, app } = await dayWith(model, async ({ app: { playground }, lookout }) => {
      await playground.waitFor(() => lookout.at('ingest'), 30_000);
      playground.faults.everyCall = { retryAfter: RETRY_AFTER_S };
      await playground.user.slash(CHANNEL, '/attrition status');
      await playground.user.slash(CHANNEL, '/attrition reprot');
      await sleep(STORM_MS);
      playground.faults.everyCall = null;
    });
    await app.playground.waitFor(() => whispered(app, /files · \d+ interviews/) > 0, 30_000);
    expect(whispered(app, /reprot/), 'the other asker is told too, once').toBe(1);
    expect(ending).toEqual(calm);
    await app.stop();
  }, 300_000);

  test('503 bursts, cut sockets, lost acknowledgements and failing downloads: finished once, nothing lost', async () => {
    const model = await slowModel();
    const calm = await calmDay(model);
    const { ending, app } = await dayWith(model, async ({ app: { playground }, lookout }) => {
      const { faults } = playground;
      faults.onCall('download', { status: 503 }, { skip: 2, times: 3 });
      faults.onCall('download', { delay: 2_000 }, { times: 2 });
      await playground.waitFor(() => lookout.at('ingest'), 30_000);
      playground.dropSockets('cut');
      faults.lostAcks = 1;
      faults.extraDeliveries = 2;
      for (const moment of ['coding', 'delivery'] as const) {
        await playground.waitFor(() => lookout.at(moment), 60_000);
        faults.everyCall = { status: 503 };
        await sleep(BURST_MS);
        faults.everyCall = null;
        playground.dropSockets('cut');
      }
      // Slack itself tells a person whose command found nobody connected; they type it again.
      for (let heard = false; !heard; await sleep(200)) {
        heard = (await playground.user.slash(CHANNEL, '/attrition status')).ok;
      }
    });
    expect(ending).toEqual(calm);
    expect(whispered(app, /files · \d+ interviews/)).toBe(1);
    await app.stop();
  }, 300_000);
});
