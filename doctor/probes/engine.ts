import { readMetrics } from '../../src/llm/server-load.ts';
import { ask, type Heard, type Line, look, rootOf } from '../chat.ts';
import { type Finding, finding } from '../finding.ts';
import { unanswered } from './speech.ts';

const METRICS_MS = 2_000;
const PREFIX_MS = 10_000;
const ANSWER_MS = 8_000;
/** Long enough that a healthy server has taken note of a closed connection. */
const FREED_MS = 4_000;
const POLL_MS = 150;
/** Fits the smallest window we know of, and is many cache blocks of 16 tokens long. */
const PREFIX_RULES = 40;
const COUNTING = { system: 'Write numbers as words.', user: 'Count from one to three hundred.', maxTokens: 400 };
const HITS = /^vllm:(?:gpu_)?prefix_cache_hits(?:_total)?(?:\{[^}]*\})?\s+(\S+)/gm;

/** llama.cpp's word for the same gauge. */
const PROCESSING = /^llamacpp:requests_processing(?:\{[^}]*\})?\s+(\S+)/m;

/** The server's own counters, as text; null without any that say how many requests run. */
export async function metricsOf(line: Line): Promise<string | null> {
  const answer = await look(line, `${rootOf(line)}/metrics`, METRICS_MS);
  return answer?.status === 200 && runningIn(answer.text) !== null ? answer.text : null;
}

/** Sends one long beginning twice: the second time most of it should come out of the cache. */
export async function probeCache(line: Line): Promise<Finding> {
  // A beginning of its own for every run, or the last run's would be found in the cache.
  const rules = Array.from({ length: PREFIX_RULES }, (_, rule) => `Rule ${rule}: answer briefly and say why.`);
  const system = `Run ${line.clock.now()}.\n${rules.join('\n')}`;
  const once = (user: string) => ask(line, { system, user, maxTokens: 2 }, { ms: PREFIX_MS });
  await once('Name a metal.');
  const before = hitsOf(await metricsOf(line));
  const second = await once('Name a river.');
  if (!second.ok) return unanswered('cache');
  if ((second.cachedTokens ?? 0) > 0)
    return finding('cache', 'good', 'cacheSeen', { tokens: second.cachedTokens ?? 0 });
  const after = hitsOf(await metricsOf(line));
  if (before !== null && after !== null && after > before) return finding('cache', 'note', 'cacheCounted');
  // A zero is a statement, a missing figure is none.
  if (second.cachedTokens === 0 || (before !== null && after === before)) return finding('cache', 'note', 'cacheOff');
  return finding('cache', 'unknown', 'cacheUnseen');
}

function hitsOf(metrics: string | null): number | null {
  const figures = [...(metrics ?? '').matchAll(HITS)].map(([, figure]) => Number(figure));
  return figures.length === 0 ? null : figures.reduce((sum, figure) => sum + figure, 0);
}

function runningIn(metrics: string | null): number | null {
  const processing = PROCESSING.exec(metrics ?? '')?.[1];
  return readMetrics(metrics ?? '')?.running ?? (processing === undefined ? null : Number(processing));
}

/** Hangs up in mid-answer and watches whether the server stops working. */
export async function probeAbort(line: Line): Promise<Finding> {
  const before = runningIn(await metricsOf(line));
  if (before === null) return finding('abort', 'unknown', 'abortNoMetrics');
  const hangUp = new AbortController();
  let during: Promise<number | null> | null = null;
  const heard = await ask(line, COUNTING, {
    ms: ANSWER_MS,
    hangUp: hangUp.signal,
    onToken() {
      during ??= metricsOf(line).then((metrics) => {
        hangUp.abort();
        return runningIn(metrics);
      });
    },
  });
  const whileRunning = await (during ?? Promise.resolve(null));
  if (heard.firstTokenMs === null) return unanswered('abort');
  if (heard.finished || (whileRunning ?? 0) <= before) return finding('abort', 'unknown', 'abortTooFast');
  const until = line.clock.now() + FREED_MS;
  while (line.clock.now() < until) {
    const running = runningIn(await metricsOf(line));
    if (running !== null && running <= before) return finding('abort', 'good', 'abortFrees');
    await line.clock.sleep(POLL_MS, line.signal);
  }
  return finding('abort', 'bad', 'abortZombie', { seconds: FREED_MS / 1_000 });
}

/** Asks with a priority: vLLM refuses one unless it schedules by it; others may take it and ignore it. */
export async function probePriority(line: Line, wanted: boolean): Promise<Finding> {
  const question = { system: 'Answer with one word.', user: 'Ready?', maxTokens: 1, fields: { priority: 1 } };
  const heard = await ask(line, question, { ms: ANSWER_MS });
  if (heard.status === 400)
    return finding('priority', wanted ? 'bad' : 'note', wanted ? 'priorityMissing' : 'priorityOff');
  if (!heard.ok) return unanswered('priority');
  if (readMetrics((await metricsOf(line)) ?? '') === null) return finding('priority', 'unknown', 'priorityUnsure');
  return finding('priority', 'good', 'priorityOn');
}

/**
 * At temperature 0 an answer repeats. If it changes as soon as the penalty is set to its neutral value, the server had
 * one of its own, from the model's generation_config.json.
 */
export async function probeSampling(line: Line): Promise<Finding> {
  const question = { system: 'Answer in two sentences.', user: 'Why do people change jobs?', maxTokens: 48 };
  const asked = (fields: object): Promise<Heard> => ask(line, { ...question, fields }, { ms: ANSWER_MS });
  const [first, again, neutral] = [await asked({}), await asked({}), await asked({ repetition_penalty: 1 })];
  if (!first.ok || !again.ok || !neutral.ok) return unanswered('sampling');
  if (first.text !== again.text) return finding('sampling', 'unknown', 'samplingVaries');
  // Another server may not know this penalty, and then nothing changes either.
  if (readMetrics((await metricsOf(line)) ?? '') === null) return finding('sampling', 'unknown', 'samplingUnseen');
  return first.text === neutral.text
    ? finding('sampling', 'good', 'samplingPlain')
    : finding('sampling', 'note', 'samplingOwn');
}
