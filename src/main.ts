import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { type Playground, startPlayground } from '../playground/server.ts';
import { createBot } from './bot/bot.ts';
import type { BotSettings } from './bot/settings.ts';
import { type LoadedCodebook, loadCodebook } from './coding/load-codebook.ts';
import { createModelCoder } from './coding/model-coder.ts';
import { createCodebookReader } from './coding/reader/codebook-reader.ts';
import { createTickCoder } from './coding/tick-coder.ts';
import { createCommands } from './commands/create-commands.ts';
import { type Environment, readEnvironment } from './config.ts';
import { AttritionError, toAttritionError } from './core/errors.ts';
import { faultSentence } from './core/fault-sentences.ts';
import type { Clock } from './core/ports/clock.ts';
import { systemClock } from './core/ports/clock.ts';
import type { CodingDesk, CodingDesks } from './core/ports/coding-desk.ts';
import type { LanguageModel } from './core/ports/language-model.ts';
import type { Log } from './core/ports/log.ts';
import { checkProposals } from './evidence/check-proposals.ts';
import { createVerifier } from './evidence/verdict.ts';
import { loadVerdictThresholds, type VerdictThresholds } from './evidence/verdict-thresholds.ts';
import { createFileReader } from './ingest/file-reader.ts';
import { INGEST_LIMITS } from './ingest/limits.ts';
import { runIngest } from './jobs/ingest-job.ts';
import { createQueue } from './jobs/queue.ts';
import { createReportCache } from './jobs/report-cache.ts';
import { runReport } from './jobs/report-job.ts';
import { createStopSwitch } from './jobs/stop-switch.ts';
import { createModels, type Models } from './llm/create-models.ts';
import type { EndpointProbe } from './llm/probe.ts';
import { modelsFromEnv, parseModels } from './llm/settings.ts';
import { openStore } from './store/open-store.ts';

const OWN_CODEBOOKS = fileURLToPath(new URL('../codebooks', import.meta.url));

async function loadCodebooks(env: Environment): Promise<ReadonlyMap<string, LoadedCodebook>> {
  const folders = env.CODEBOOK_DIR === undefined ? [OWN_CODEBOOKS] : [OWN_CODEBOOKS, env.CODEBOOK_DIR];
  const books = new Map<string, LoadedCodebook>();
  for (const folder of folders) {
    // "x.patterns.yml" belongs to "x.yml", the cues and the thresholds to all: none of them is a codebook.
    const names = (await readdir(folder)).filter(
      (name) => name.endsWith('.yml') && !/patterns|reader-cues|verdict-thresholds/.test(name),
    );
    for (const name of names.sort()) {
      const loaded = await loadCodebook(join(folder, name));
      books.set(loaded.codebook.id, loaded);
    }
  }
  if (!books.has(env.CODEBOOK))
    throw new AttritionError('codebook-unknown', { codebook: env.CODEBOOK, known: [...books.keys()].join(', ') });
  return books;
}

async function configureModels(env: Environment, clock: Clock, log: Log): Promise<Models> {
  const settings = existsSync(env.MODELS_FILE)
    ? parseModels(await readFile(env.MODELS_FILE, 'utf8'), env.MODELS_FILE)
    : modelsFromEnv(env);
  return createModels(settings, { clock, log });
}

function createDesk(loaded: LoadedCodebook, models: Models, thresholds: VerdictThresholds): CodingDesk {
  const { codebook, patterns, cues } = loaded;
  // Made once: a coder's prompt and schema are the same for every interview.
  const readersOf = (model: LanguageModel | null) =>
    model === null
      ? null
      : { coder: createModelCoder({ model, codebook }), verifier: createVerifier({ model, codebook, thresholds }) };
  const primary = readersOf(models.primary);
  const quick = models.fast === null ? primary : readersOf(models.fast);
  return {
    codebook,
    reader: createCodebookReader(codebook, patterns, cues),
    tick: createTickCoder(codebook),
    model: (fast) => (fast ? quick : primary)?.coder ?? null,
    check: (interview, proposals) => checkProposals(interview, proposals, { codebook, cues }),
    verifier: (fast) => (fast ? quick : primary)?.verifier ?? null,
  };
}

async function loadDesks(books: ReadonlyMap<string, LoadedCodebook>, models: Models): Promise<CodingDesks> {
  const thresholds = await loadVerdictThresholds();
  const desks = new Map([...books].map(([id, loaded]) => [id, createDesk(loaded, models, thresholds)]));
  return (id) => {
    const desk = desks.get(id);
    if (desk === undefined)
      throw new AttritionError('codebook-unknown', { codebook: id, known: [...desks.keys()].join(', ') });
    return desk;
  };
}

function describeCodebook(books: ReadonlyMap<string, LoadedCodebook>, id: string, language: 'en' | 'zh'): string {
  const codebook = books.get(id)?.codebook;
  if (codebook === undefined) return '';
  const codes = codebook.codes.map((code) => `- ${code.name[language]} (\`${code.id}\`)`);
  return [`**${codebook.name[language]}** · ${codebook.id} ${codebook.version}`, ...codes].join('\n');
}

const MEBIBYTE = 1024 * 1024;
/** The playground differs from Slack by this one value. */
const SLACK_API = 'https://slack.com/api/';

function botSettings(env: Environment, playground: Playground | null): BotSettings {
  const appToken = playground?.tokens.app ?? env.SLACK_APP_TOKEN;
  const signingSecret = playground?.tokens.signingSecret ?? env.SLACK_SIGNING_SECRET;
  return {
    botToken: playground?.tokens.bot ?? env.SLACK_BOT_TOKEN ?? '',
    ...(appToken === undefined ? {} : { appToken }),
    ...(signingSecret === undefined ? {} : { signingSecret }),
    apiUrl: playground?.apiUrl ?? SLACK_API,
    mode: appToken === undefined ? 'http' : 'socket',
    port: env.PORT,
    allowedChannels: env.ALLOWED_CHANNELS?.split(',').map((id) => id.trim()) ?? null,
    maxFileBytes: env.MAX_FILE_MB * MEBIBYTE,
  };
}

/** The running program. */
export interface Attrition {
  readonly env: Environment;
  /** The local workspace, or null when the bot is connected to Slack. */
  readonly playground: Playground | null;
  readonly codebooks: readonly string[];
  readonly models: readonly string[];
  /** What each model server answered at the start. */
  readonly probes: readonly EndpointProbe[];
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly env: Environment;
  readonly log: Log;
  readonly clock?: Clock;
}

/** Builds and starts everything: the local workspace when there is no Slack token, the store, the jobs, the bot. */
export async function startAttrition(options: StartOptions): Promise<Attrition> {
  const { env, log, clock = systemClock } = options;
  const books = await loadCodebooks(env);
  const codebooks = [env.CODEBOOK, ...[...books.keys()].filter((id) => id !== env.CODEBOOK)];
  const models = await configureModels(env, clock, log);
  const { store, engine } = await openStore(
    env.DATABASE_URL === undefined
      ? { kind: 'pglite', folder: env.DATA_DIR }
      : { kind: 'postgres', url: env.DATABASE_URL },
  );
  const playground = env.SLACK_BOT_TOKEN === undefined ? await startPlayground({ port: env.PLAYGROUND_PORT }) : null;
  const bot = createBot({ settings: botSettings(env, playground), messages: store.messages, clock, log });
  const { conversation } = bot;
  const reader = createFileReader({ limits: INGEST_LIMITS });
  const queue = await createQueue(engine, log);
  const desks = await loadDesks(books, models);
  const switches = createStopSwitch();
  const labels = models.labels();
  const reportDeps = {
    store,
    conversation,
    desks,
    clock,
    log,
    models: labels,
    cache: createReportCache(clock),
    writer: (fast: boolean) => (fast ? (models.fast ?? models.primary) : models.primary),
  };
  await queue.work({
    ingest: (payload) => runIngest(payload, { store, conversation, reader, log }),
    report: async (payload, shutdown) => {
      const stop = switches.signalFor(payload.reportId);
      try {
        await runReport(payload, reportDeps, { stop, shutdown });
      } finally {
        switches.release(payload.reportId);
      }
    },
  });
  await bot.start(
    createCommands({
      store,
      conversation,
      queue,
      clock,
      codebooks,
      desks,
      models: labels,
      stopReport: (id) => switches.stop(id),
      describeCodebook: (id, language) => describeCodebook(books, id, language),
    }),
  );
  return {
    env,
    playground,
    codebooks,
    models: labels,
    probes: await models.probe(),
    async stop() {
      await bot.stop();
      await queue.stop();
      await reader.close();
      await models.close();
      await playground?.stop();
      await store.close();
    },
  };
}

const NO_MODEL = 'none: the codebook reader codes, a template writes (set MODEL_URL and MODEL_NAME, or models.yml)';

function describeProbe(probe: EndpointProbe): string {
  const state = probe.fault === null ? 'ready' : faultSentence(probe.fault, { model: probe.label }, 'en');
  const window = probe.windowTokens === null ? '' : `, window ${probe.windowTokens} tokens`;
  return `${probe.role} ${probe.label} at ${probe.url}: ${state}${window}`;
}

/** What was found and what is missing, in one screen. */
function banner(app: Attrition): string {
  const { env, playground } = app;
  const line = (name: string, found: string) => `  ${name.padEnd(10)} ${found}`;
  const way = env.SLACK_APP_TOKEN === undefined ? `HTTP on port ${env.PORT}` : 'Socket Mode';
  const models = app.probes.length === 0 ? [NO_MODEL] : app.probes.map(describeProbe);
  return [
    'Attrition is running.',
    line(
      'Slack',
      playground === null
        ? `connected, ${way}`
        : 'no token: a local workspace instead (set SLACK_BOT_TOKEN and SLACK_APP_TOKEN in .env)',
    ),
    line(
      'Database',
      env.DATABASE_URL === undefined ? `embedded, in ${env.DATA_DIR} (set DATABASE_URL for PostgreSQL)` : 'PostgreSQL',
    ),
    ...models.map((found, index) => line(index === 0 ? 'Models' : '', found)),
    line('Codebooks', app.codebooks.join(', ')),
    line('Channels', env.ALLOWED_CHANNELS ?? 'every channel the bot is invited to (set ALLOWED_CHANNELS to narrow)'),
    ...(playground === null
      ? []
      : ['', `Open ${playground.url} — drop interviews into #people-exit and type /attrition report`]),
  ].join('\n');
}

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const env = readEnvironment();
  const app = await startAttrition({ env, log: pino({ level: env.LOG_LEVEL }) });
  console.log(banner(app));
  const stop = () => app.stop().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

/** What a terminal shows of a fault: one sentence, and the cause's own words for the person who runs the program. */
export function describeFault(thrown: unknown): string {
  const port =
    (thrown as NodeJS.ErrnoException | null)?.code === 'EADDRINUSE' ? (thrown as { port?: number }).port : null;
  const fault =
    port === null ? toAttritionError(thrown) : new AttritionError('port-in-use', { port: port ?? '' }, thrown);
  const cause = fault.code === 'unexpected' && fault.cause instanceof Error ? ` (${fault.cause.message})` : '';
  return faultSentence(fault.code, fault.detail, 'en', (text) => text) + cause;
}

if (import.meta.main) {
  main().catch((error) => {
    console.error(describeFault(error));
    process.exit(1);
  });
}
