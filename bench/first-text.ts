import type { Message } from '../playground/slack-types.ts';
import { type BenchApp, CHANNEL, startApp } from './app.ts';
import { makeInterviews } from './corpus/interviews.ts';
import { type Spread, spreadOf } from './percentiles.ts';
import { startServers } from './server/simulated-servers.ts';

/** Words of the leavers' own talk; each is a question of its own, so that nothing is cached. */
const TOPICS = [
  ...['hook', 'lodge', 'envelopes', 'jars', 'door', 'figures', 'town', 'version', 'folder', 'curtain'],
  ...['calendar', 'tickets', 'cables', 'adapters', 'projector', 'square', 'library', 'rooms', 'midnight', 'lid'],
] as const;
const INTERVIEWS = 40;
const WINDOW = 32_768;
const PATIENCE_MS = 60_000;

/** Milliseconds from the question to the answer's first edit, and to its end. */
export interface AskedFigures {
  readonly askers: number;
  readonly firstEditMs: Spread;
  readonly finishedMs: Spread;
}

export interface FirstTextFigures {
  readonly fresh: readonly AskedFigures[];
  readonly cached: readonly AskedFigures[];
}

/**
 * Asks through the whole program, on one simulated card in real time: questions one after another, then as many at once.
 * Nobody gets a first edit before the message stands, so Slack's own times are in it.
 */
export async function measureFirstText(many: number): Promise<FirstTextFigures> {
  const servers = await startServers({ profile: 'oneCard', speed: 1, windowTokens: WINDOW });
  const app = await startApp({ urls: servers.urls });
  try {
    const files = await makeInterviews(INTERVIEWS, 1_000);
    await app.upload(files.map(({ name, text }) => ({ name, bytes: Buffer.from(text) })));
    const root = await app.ask('/attrition report lang=en');
    await app.finished(root);
    // Questions are about reports that are kept; its files come after that.
    await app.playground.waitFor(
      () => app.playground.thread(CHANNEL, root).some(({ files }) => files?.some(({ name }) => name === 'report.md')),
      PATIENCE_MS,
    );
    const one = TOPICS.slice(0, Math.min(TOPICS.length, many));
    const question = (topic: string, way: string) =>
      `/attrition ask what did they say about the ${topic} ${way}`.trim();
    const inTurn: Asked[] = [];
    for (const topic of one) inTurn.push(await ask(app, question(topic, '')));
    const cachedInTurn: Asked[] = [];
    for (const topic of one) cachedInTurn.push(await ask(app, question(topic, '')));
    const atOnce = await Promise.all(one.map((topic) => ask(app, question(topic, 'there'))));
    const cachedAtOnce = await Promise.all(one.map((topic) => ask(app, question(topic, 'there'))));
    return {
      fresh: [figuresOf(1, inTurn), figuresOf(one.length, atOnce)],
      cached: [figuresOf(1, cachedInTurn), figuresOf(one.length, cachedAtOnce)],
    };
  } finally {
    await app.stop();
    await servers.close();
  }
}

interface Asked {
  readonly firstEditMs: number;
  readonly finishedMs: number;
}

function figuresOf(askers: number, asked: readonly Asked[]): AskedFigures {
  return {
    askers,
    firstEditMs: spreadOf(asked.map(({ firstEditMs }) => firstEditMs)),
    finishedMs: spreadOf(asked.map(({ finishedMs }) => finishedMs)),
  };
}

const isFinished = (message: Message) => JSON.stringify(message.blocks ?? []).includes('"answer_anew"');

/** Types a question and follows the answer in the thread that it opens. */
async function ask(app: BenchApp, line: string): Promise<Asked> {
  const { playground } = app;
  const words = line.replace(/^\/attrition ask /u, '');
  const since = playground.record.length;
  const begun = Date.now();
  await playground.user.slash(CHANNEL, line);
  const root = await playground.waitFor(
    () => playground.record.slice(since).find((one) => one.thread === null && JSON.stringify(one).includes(words)),
    PATIENCE_MS,
  );
  const answer = await playground.waitFor(
    () => playground.thread(CHANNEL, root.ts).find((one) => one.ts !== root.ts && isFinished(one)),
    PATIENCE_MS,
  );
  const edits = playground.record.filter(({ ts, kind }) => ts === answer.ts && kind === 'edit');
  const [first, last] = [edits[0], edits.at(-1)];
  return { firstEditMs: (first?.at ?? Number.NaN) - begun, finishedMs: (last?.at ?? Number.NaN) - begun };
}
