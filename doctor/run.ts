import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readEnvironment } from '../src/config.ts';
import { AttritionError } from '../src/core/errors.ts';
import { faultSentence } from '../src/core/fault-sentences.ts';
import type { Language } from '../src/core/language.ts';
import { type Clock, systemClock } from '../src/core/ports/clock.ts';
import { type EndpointSettings, modelsFromEnv, parseModels } from '../src/llm/settings.ts';
import { chartsAsJson } from './charts-as-json.ts';
import { appointments, examine, MEASURE_MS, stepsOf } from './examine.ts';
import { type Chart, printCharts, wrongIn } from './print.ts';
import { createProgress } from './progress.ts';
import { sayIn } from './words/words.ts';

/** Exit codes, as for any command line: nothing wrong, something wrong, nothing to look at, stopped by hand. */
const EXIT = { good: 0, bad: 1, usage: 2, stopped: 130 };

export interface DoctorDeps {
  /** By default the program's own environment. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The report goes here. */
  readonly out: (text: string) => void;
  /** Progress and complaints go here. */
  readonly err: (text: string) => void;
  /** Whether `err` is a terminal. */
  readonly isTTY: boolean;
  readonly clock?: Clock;
  readonly fetch?: typeof fetch;
  readonly signal: AbortSignal;
}

const OPTIONS = {
  lang: { type: 'string', default: 'en' },
  json: { type: 'boolean', default: false },
  plan: { type: 'string' },
  models: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Runs the doctor and resolves to its exit code. */
export async function main(argv: readonly string[], deps: DoctorDeps): Promise<number> {
  const options = optionsOf(argv);
  if (options === null) {
    deps.err(`${sayIn('en')('usage')}\n`);
    return EXIT.usage;
  }
  const language: Language = options.lang === 'zh' ? 'zh' : 'en';
  const say = sayIn(language);
  if (options.help) {
    deps.out(`${say('usage')}\n`);
    return EXIT.good;
  }
  if (options.plan !== undefined) return printPlan(options.plan, language, deps);
  try {
    const models = await configured(options.models, deps);
    if (models.length === 0) {
      deps.err(`${say('noModel')}\n`);
      return EXIT.usage;
    }
    const charts = await examineAll(models, language, deps);
    deps.out(options.json ? `${JSON.stringify(chartsAsJson(charts, say), null, 2)}\n` : printCharts(charts, say));
    return wrongIn(charts) === 0 ? EXIT.good : EXIT.bad;
  } catch (error) {
    if (deps.signal.aborted) {
      deps.err(`${say('stopped')}\n`);
      return EXIT.stopped;
    }
    if (!(error instanceof AttritionError)) throw error;
    deps.err(`${faultSentence(error.code, error.detail, language)}\n`);
    return EXIT.usage;
  }
}

function optionsOf(argv: readonly string[]) {
  try {
    const { values } = parseArgs({ args: [...argv], options: OPTIONS });
    return ['en', 'zh'].includes(values.lang) ? values : null;
  } catch {
    // An option we don't have: the usage says which there are.
    return null;
  }
}

/** Reads the models as the bot does. */
async function configured(file: string | undefined, { env }: DoctorDeps): Promise<readonly EndpointSettings[]> {
  const environment = readEnvironment(env);
  const path = file ?? environment.MODELS_FILE;
  if (file === undefined && !existsSync(path)) return modelsFromEnv(environment).models;
  try {
    return parseModels(await readFile(path, 'utf8'), path).models;
  } catch (error) {
    if (error instanceof AttritionError) throw error;
    const reason = error instanceof Error && 'code' in error ? String(error.code) : '-';
    throw new AttritionError('config-invalid', { file: path, reason }, error);
  }
}

async function examineAll(
  models: readonly EndpointSettings[],
  language: Language,
  deps: DoctorDeps,
): Promise<readonly Chart[]> {
  const say = sayIn(language);
  const all = appointments(models);
  const steps = all.map(stepsOf);
  const progress = createProgress(
    steps.reduce((sum, each) => sum + each, 0),
    deps.isTTY,
    deps.err,
  );
  const examining = { clock: deps.clock ?? systemClock, fetch: deps.fetch ?? fetch, signal: deps.signal, say };
  deps.err(`${say('intro', { count: all.length, seconds: MEASURE_MS / 1_000 })}\n`);
  const charts: Chart[] = [];
  let done = 0;
  try {
    // One after another: two servers may share one machine, and would slow each other down.
    for (const [index, appointment] of all.entries()) {
      charts.push(await examine(appointment, examining, { progress, shareMs: MEASURE_MS / all.length }));
      done += steps[index] ?? 0;
      progress.jumpTo(done);
    }
  } finally {
    progress.end();
  }
  return charts;
}

async function printPlan(text: string, language: Language, { out }: DoctorDeps): Promise<number> {
  const { planWords } = await import('./plan/plan-words.ts');
  const { words, ok } = planWords(text, language);
  out(`${words}\n`);
  return ok ? EXIT.good : EXIT.usage;
}

if (import.meta.main) {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  process.exitCode = await main(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    isTTY: process.stderr.isTTY === true,
    signal: stop.signal,
  });
}
