import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { startPlayground } from '../../playground/server.ts';
import { EXIT_TEXTS } from '../support/exit-texts.ts';
import { QWEN } from '../support/scripted-model-server/model-rig.ts';
import { postgresForTests, temporaryDatabase } from '../support/services.ts';
import { CHANNEL, wordsOf } from '../workspace/whole-app.ts';
import { type BotProcess, startBotProcess } from './bot-process.ts';
import { type Ending, endingOf } from './ending.ts';
import { slowModel } from './slow-model.ts';

/** Interviews of the drill: issue 7 asks for 300, which `.ci/run` makes it; a person's `npm test` takes fewer. */
const INTERVIEWS = Number(process.env.TEST_INTERVIEWS ?? 60);
/** A worker lives this long (ms) before it is killed. */
const KILL_EVERY_MS = Number(process.env.TEST_KILL_EVERY_MS ?? 4_000);

/** A report on 300 interviews takes a slow machine this long (ms). */
const REPORT_LIMIT_MS = 400_000;

const postgres = postgresForTests();

/** The same few stories told by many people: each text is its own, and the causes are known. */
function manyInterviews(): readonly { readonly name: string; readonly bytes: Buffer }[] {
  const texts = Object.entries(EXIT_TEXTS);
  return Array.from({ length: INTERVIEWS }, (_, index) => {
    const [name = '', text = ''] = texts[index % texts.length] ?? [];
    const own = `${text}\nQ: Which desk was yours?\nA: Number ${index + 1}.`;
    return { name: `${index + 1}-${name}`, bytes: Buffer.from(own) };
  });
}

interface Crew {
  readonly roles: readonly ('all' | 'bot' | 'worker')[];
  /** Replaces a worker by a new one, again and again, until the report is done. */
  readonly killing: boolean;
}

async function reportBy({ roles, killing }: Crew, modelUrl: string): Promise<Ending> {
  const playground = await startPlayground();
  const { url, drop } = await temporaryDatabase(postgres.url ?? '');
  const folder = await mkdtemp(join(tmpdir(), 'attrition-crew-'));
  const start = (ROLE: string) =>
    startBotProcess(playground, { ROLE, DATABASE_URL: url, DATA_DIR: folder, MODEL_URL: modelUrl, MODEL_NAME: QWEN });
  const crew: BotProcess[] = [];
  onTestFinished(async () => {
    for (const one of crew) one.kill();
    await Promise.all(crew.map(({ ended }) => ended));
    await playground.stop();
    await drop();
    await rm(folder, { recursive: true, force: true });
  });
  // The first one makes the tables; migrations of several at once wait for one another all the same.
  for (const role of roles) crew.push(start(role));
  await Promise.all(crew.map(({ ready }) => ready));
  const files = manyInterviews();
  // Slack gives a hundred files a minute: its pace is kept where messages are edited, which is what the drill is about.
  playground.faults.tiers = false;
  for (let from = 0; from < files.length; from += 10) {
    playground.user.upload(CHANNEL, files.slice(from, from + 10));
    // One after another: interviews are numbered in the order in which their files were read.
    const isTold = () =>
      playground.messages(CHANNEL).filter((one) => /\/attrition report/.test(wordsOf(one))).length * 10 > from;
    await playground.waitFor(isTold, 60_000);
  }
  playground.faults.tiers = true;
  await playground.user.slash(CHANNEL, '/attrition report');
  const root = await playground.waitFor(() =>
    playground.messages(CHANNEL).find((message) => /Why people left/.test(wordsOf(message))),
  );
  const done = new AbortController();
  const ending = endingOf(playground, root.ts, REPORT_LIMIT_MS).finally(() => done.abort());
  for (let turn = 0; killing && !done.signal.aborted; turn += 1) {
    await sleep(KILL_EVERY_MS, undefined, { signal: done.signal }).catch(() => {});
    if (done.signal.aborted) break;
    const victim = 1 + (turn % (roles.length - 1));
    crew[victim]?.kill();
    await crew[victim]?.ended;
    crew[victim] = start('worker');
  }
  return ending;
}

test.skipIf(postgres.url === null)(
  `a bot and three workers, one killed every ${KILL_EVERY_MS} ms, report on ${INTERVIEWS} interviews as one process does${postgres.reason}`,
  async () => {
    const model = await slowModel();
    const started = Date.now();
    const alone = await reportBy({ roles: ['all'], killing: false }, model.url);
    const turned = Date.now();
    const before = model.requests.length;
    const crew = await reportBy({ roles: ['bot', 'worker', 'worker', 'worker'], killing: true }, model.url);
    const seconds = [turned - started, Date.now() - turned].map((ms) => Math.round(ms / 1_000));
    console.info(`${INTERVIEWS} interviews: one process ${seconds[0]} s, the crew ${seconds[1]} s, uploads included`);
    expect(crew).toEqual(alone);
    // What a killed worker had in hand is asked again, and nothing else.
    expect((model.requests.length - before) / before).toBeLessThan(2);
  },
  1_200_000,
);
