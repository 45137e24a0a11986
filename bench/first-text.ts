import type { Message } from '../playground/slack-types.ts';
import { type BenchApp, CHANNEL, startApp, wordsOf } from './app.ts';
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

/** Milliseconds from the question to the first words of its answer and to the whole, and the calls that it took. */
export interface AskedFigures {
  readonly askers: number;
  readonly firstWordsMs: Spread;
  readonly finishedMs: Spread;
  readonly posts: number;
  readonly edits: number;
}

export interface FirstTextFigures {
  readonly fresh: readonly AskedFigures[];
  readonly cached: readonly AskedFigures[];
}

/**
 * Asks through the whole program, on one simulated card in real time: questions one after another, then as many at once.
 * Slack's own times are in it.
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
  readonly firstWordsMs: number;
  readonly finishedMs: number;
  readonly posts: number;
  readonly edits: number;
}

function figuresOf(askers: number, asked: readonly Asked[]): AskedFigures {
  const sum = (of: (one: Asked) => number) => asked.reduce((all, one) => all + of(one), 0);
  return {
    askers,
    firstWordsMs: spreadOf(asked.map(({ firstWordsMs }) => firstWordsMs)),
    finishedMs: spreadOf(asked.map(({ finishedMs }) => finishedMs)),
    posts: sum(({ posts }) => posts),
    edits: sum(({ edits }) => edits),
  };
}

/** What stands there before anything of the answer does. */
const WAITING = 'Looking it up…';
const isFinished = (message: Message) => JSON.stringify(message.blocks ?? []).includes('"answer_anew"');

/** Types a question and follows the message that it is answered in. */
async function ask(app: BenchApp, line: string): Promise<Asked> {
  const { playground } = app;
  const words = line.replace(/^\/attrition ask /u, '');
  const since = playground.record.length;
  const begun = Date.now();
  await playground.user.slash(CHANNEL, line);
  const { ts } = await playground.waitFor(
    () => playground.record.slice(since).find((one) => one.thread === null && wordsOf(one).includes(words)),
    PATIENCE_MS,
  );
  await playground.waitFor(
    () => playground.messages(CHANNEL).find((one) => one.ts === ts && isFinished(one)),
    PATIENCE_MS,
  );
  const life = playground.record.filter((one) => one.ts === ts);
  const first = life.find((one) => !wordsOf(one).includes(WAITING));
  const posts = life.filter(({ kind }) => kind === 'post').length;
  return {
    firstWordsMs: (first?.at ?? Number.NaN) - begun,
    finishedMs: (life.at(-1)?.at ?? Number.NaN) - begun,
    posts,
    edits: life.length - posts,
  };
}
