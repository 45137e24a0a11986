import { readMetrics } from '../../src/llm/server-load.ts';
import { ask, type Heard, type Line } from '../chat.ts';
import { metricsOf } from '../probes/engine.ts';

const FIRST_TOKEN_ASKS = 5;
const FIRST_TOKEN_MS = 10_000;
/** Long enough that the first token's wait doesn't matter, short enough for a minute. */
const SPEED_TOKENS = 96;
const LEVEL_MS = 20_000;
/** A level is begun only when it is likely to end in time: it takes about as long as the one before. */
const LEVEL_GROWTH = 1.3;

/** How one number of requests at a time went. */
export interface Level {
  readonly atOnce: number;
  /** Of all streams together. */
  readonly tokensPerSecond: number;
  /** Median of the streams, from their first token on. */
  readonly eachPerSecond: number;
  readonly slowestFirstMs: number;
  readonly failed: number;
  /** The server said that requests waited; null without its metrics. */
  readonly waited: boolean | null;
}

export interface Measures {
  /** Median; null when the model gave no token. */
  readonly firstTokenMs: number | null;
  readonly firstTokenAsks: number;
  readonly levels: readonly Level[];
  /** Time ran out before the configured number of requests was reached. */
  readonly cutShort: boolean;
}

export interface Measuring {
  readonly atOnce: number;
  /** Milliseconds since the epoch after which nothing is begun. */
  readonly until: number;
  readonly onStep: () => void;
}

/** 1, 2, 4, 8… up to the configured number, which comes last whatever it is. */
export function levelsUpTo(atOnce: number): readonly number[] {
  const levels = [];
  for (let level = 1; level < atOnce; level *= 2) levels.push(level);
  return [...levels, atOnce];
}

/** Steps that measuring takes, for the progress bar. */
export const measureSteps = (atOnce: number): number => FIRST_TOKEN_ASKS + levelsUpTo(atOnce).length;

/** Measures the first token and the speed, alone and with more and more requests at a time. */
export async function measure(line: Line, { atOnce, until, onStep }: Measuring): Promise<Measures> {
  const { clock } = line;
  const left = (most: number) => Math.min(most, Math.max(1, until - clock.now()));
  const firsts: number[] = [];
  for (let i = 0; i < FIRST_TOKEN_ASKS && clock.now() < until; i += 1) {
    // Another beginning each time: a cached prompt would look faster than a new interview is.
    const system = `Question ${i} of ${clock.now()}. Answer in one sentence.`;
    const heard = await ask(
      line,
      { system, user: 'Why do people change jobs?', maxTokens: 8 },
      { ms: left(FIRST_TOKEN_MS) },
    );
    onStep();
    if (heard.ok && heard.firstTokenMs !== null) firsts.push(heard.firstTokenMs);
    // A model that gives nothing gives nothing four more times.
    else if (firsts.length === 0) break;
  }
  const levels: Level[] = [];
  let lastMs = 0;
  for (const level of firsts.length === 0 ? [] : levelsUpTo(atOnce)) {
    const begun = clock.now();
    if (begun + lastMs * LEVEL_GROWTH >= until) break;
    const ran = await runLevel(line, level, left(LEVEL_MS));
    // Out of time is our fault, not the server's.
    if (ran.failed > 0 && clock.now() >= until) break;
    levels.push(ran);
    lastMs = clock.now() - begun;
    onStep();
  }
  return {
    firstTokenMs: firsts.length === 0 ? null : median(firsts),
    firstTokenAsks: firsts.length,
    levels,
    cutShort: firsts.length > 0 && levels.at(-1)?.atOnce !== atOnce,
  };
}

async function runLevel(line: Line, atOnce: number, ms: number): Promise<Level> {
  const begun = line.clock.now();
  let looked: Promise<boolean | null> | null = null;
  const onToken = () => {
    looked ??= metricsOf(line).then((metrics) => {
      const figures = readMetrics(metrics ?? '');
      return figures === null ? null : figures.waiting > 0;
    });
  };
  const asks = Array.from({ length: atOnce }, (_, stream) => {
    const system = `Stream ${stream} of ${begun}. Write numbers as words.`;
    const user = 'Count from one to three hundred.';
    return ask(line, { system, user, maxTokens: SPEED_TOKENS }, { ms, onToken });
  });
  const heard = await Promise.all(asks);
  const seconds = Math.max(1, line.clock.now() - begun) / 1_000;
  const spoken = heard.filter(({ ok, tokens }) => ok && tokens > 0);
  return {
    atOnce,
    tokensPerSecond: spoken.reduce((sum, { tokens }) => sum + tokens, 0) / seconds,
    eachPerSecond: spoken.length === 0 ? 0 : median(spoken.map(paceOf)),
    slowestFirstMs: Math.max(0, ...spoken.map(({ firstTokenMs }) => firstTokenMs ?? 0)),
    failed: heard.length - spoken.length,
    waited: await (looked ?? Promise.resolve(null)),
  };
}

/** Tokens a second after the first. */
function paceOf({ tokens, totalMs, firstTokenMs }: Heard): number {
  return (Math.max(1, tokens - 1) * 1_000) / Math.max(1, totalMs - (firstTokenMs ?? 0));
}

function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
}
