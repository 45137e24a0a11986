import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import { type Playground, startPlayground } from '../../playground/server.ts';
import { seededRandom } from '../../src/core/seeded-random.ts';
import { EXIT_TEXTS } from '../support/exit-texts.ts';
import { QWEN } from '../support/scripted-model-server/model-rig.ts';
import type { ScriptedModelServer } from '../support/scripted-model-server/start-scripted-model-server.ts';
import { CHANNEL, wordsOf } from '../workspace/whole-app.ts';
import { type BotProcess, startBotProcess } from './bot-process.ts';
import { type Ending, endingOf } from './ending.ts';
import { createLookout, isDigest, isIngested, type Lookout, MOMENTS, type Moment } from './lookout.ts';
import { slowModel } from './slow-model.ts';
import { onDatabase, stateOf } from './state-of.ts';

/** Kills of one life, one at each moment at least; CI makes fifty. */
export const KILLS = Math.max(MOMENTS.length, Number(process.env.TEST_KILLS ?? 0));
/** A bot is killed within this time (ms) of what it is killed at. */
const WITHIN_MS = 350;
/** On PostgreSQL a dead bot's job comes back when its heartbeat has run out (ms, with a slow machine's share). */
const MOMENT_LIMIT_MS = 60_000;
/** Of each file's way: reading twelve of them outlives some bots. */
const FILE_INFO_MS = 150;
/** Of each upload of a file: so that a bot can be killed between its last edit and them. */
const UPLOAD_MS = 400;
const ALWAYS = { times: Number.POSITIVE_INFINITY };
const seed = Number(process.env.TEST_SEED ?? 20_261_128);

const FILES = Object.entries({ ...EXIT_TEXTS, 'empty.txt': '' }).map(([name, text]) => ({
  name,
  bytes: Buffer.from(text),
}));

export type Env = Readonly<Record<string, string>>;

/** A bot with somebody who starts it again whenever it was killed. */
interface Life {
  readonly playground: Playground;
  readonly lookout: Lookout;
  readonly bot: () => BotProcess;
  startAgain(): Promise<void>;
}

async function begin(env: Env, model: ScriptedModelServer): Promise<Life> {
  const playground = await startPlayground();
  playground.faults.onCall('files.info', { delay: FILE_INFO_MS }, ALWAYS);
  playground.faults.onCall('files.getUploadURLExternal', { delay: UPLOAD_MS }, ALWAYS);
  let bot = startBotProcess(playground, env);
  onTestFinished(async () => {
    bot.kill();
    await playground.stop();
  });
  await bot.ready;
  return {
    playground,
    lookout: createLookout(playground, model),
    bot: () => bot,
    async startAgain() {
      bot = startBotProcess(playground, env);
    },
  };
}

/** Kills the bot at a moment; gives the moment, or null where it had passed. */
type KillAt = (moment: Moment, life: Life) => Promise<void>;

async function stopInPeace(life: Life): Promise<void> {
  await life.bot().ready;
  life.bot().kill('SIGTERM');
  expect(await life.bot().ended, 'SIGTERM ends it in peace').toBe(0);
}

/** Uploads, asks for a report, sets a digest that comes due while nothing runs, and lets `killAt` loose on all of it. */
async function wholeLife(
  env: Env,
  model: ScriptedModelServer,
  killAt: KillAt,
): Promise<Ending & { readonly state: unknown; readonly digest: string }> {
  const life = await begin(env, model);
  const { playground } = life;
  await playground.user.slash(CHANNEL, '/attrition digest daily 00:00');
  await playground.waitFor(() => playground.whispers('lin').some((one) => /Digest 1 is set/.test(wordsOf(one))));
  playground.user.upload(CHANNEL, FILES);
  await playground.user.slash(CHANNEL, '/attrition report');
  const root = await playground.waitFor(() =>
    playground.messages(CHANNEL).find((message) => /Why people left/.test(wordsOf(message))),
  );
  for (const moment of MOMENTS) if (moment !== 'digest') await killAt(moment, life);
  const ending = await endingOf(playground, root.ts);
  await playground.waitFor(() => playground.messages(CHANNEL).some(isIngested));
  await stopInPeace(life);
  const state = await stateOf(env);
  await onDatabase(env, ['update digest set due_after = due_after - 172800000, covered_to = covered_to - 172800000']);
  await life.startAgain();
  const digests = () => playground.messages(CHANNEL).filter((one) => one.thread_ts === undefined && isDigest(one));
  await playground.waitFor(() => digests().length > 0, MOMENT_LIMIT_MS);
  await killAt('digest', life);
  await stopInPeace(life);
  const posts = await endingOf(playground, root.ts);
  expect(digests()).toHaveLength(1);
  const digest = wordsOf(digests()[0] ?? { text: '' });
  // Which accepted claims are shown to a person as a check hangs on the interviews' random ids.
  return { ...posts, uploads: ending.uploads, state, digest: digest.replace(/^Waiting for review.*\n+/m, '') };
}

/** How often each moment is killed at: each once, and what is left again and again where the work is done. */
function planOf(kills: number): ReadonlyMap<Moment, number> {
  const plan = new Map<Moment, number>(MOMENTS.map((moment) => [moment, 1]));
  const more: readonly Moment[] = ['coding', 'verification', 'writing', 'ingest', 'start', 'delivery'];
  for (let extra = 0; extra < kills - MOMENTS.length; extra += 1) {
    const moment = more[extra % more.length] ?? 'coding';
    plan.set(moment, (plan.get(moment) ?? 0) + 1);
  }
  return plan;
}

/** A moment that has passed before its turn is killed at all the same, and counts for none. */
async function seen(moment: Exclude<Moment, 'start'>, { playground, lookout }: Life): Promise<void> {
  await playground.waitFor(() => lookout.at(moment), MOMENT_LIMIT_MS).catch(() => console.warn(`not seen: ${moment}`));
}

function killer(): { readonly killAt: KillAt; readonly hits: Map<Moment, number> } {
  const plan = planOf(KILLS);
  const random = seededRandom(seed);
  const hits = new Map<Moment, number>();
  return {
    hits,
    async killAt(moment, life) {
      for (let kill = 0; kill < (plan.get(moment) ?? 0); kill += 1) {
        if (moment !== 'start') await seen(moment, life);
        // A digest's moment is the one between its post and the note of it.
        if (moment !== 'digest') await sleep(random() * WITHIN_MS);
        const isStill = moment === 'start' || life.lookout.at(moment);
        life.bot().kill();
        await life.bot().ended;
        if (isStill) hits.set(moment, (hits.get(moment) ?? 0) + 1);
        await life.startAgain();
      }
    },
  };
}

/** Lives the same life calmly and killed again and again, on an empty database each: what people end up with is equal. */
export async function compareKilled(on: () => Promise<Env>): Promise<void> {
  const model = await slowModel();
  const environment = async () => ({ ...(await on()), MODEL_URL: model.url, MODEL_NAME: QWEN });
  const calm = await wholeLife(await environment(), model, async () => {});
  const { killAt, hits } = killer();
  const rough = await wholeLife(await environment(), model, killAt);
  console.info(`killed at: ${[...hits].map(([moment, times]) => `${moment} ${times}`).join(', ')}`);
  expect([...hits.keys()].sort(), 'every moment was hit').toEqual([...MOMENTS].sort());
  expect(rough).toEqual(calm);
  expect(calm.causes.length).toBeGreaterThan(5);
}
