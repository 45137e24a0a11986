import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pino } from 'pino';
import { startPlayground } from '../playground/server.ts';
import { createBot } from './bot/bot.ts';
import { createCommands } from './commands/create-commands.ts';
import type { Attrition } from './composition/attrition.ts';
import { banner, describeFault } from './composition/banner.ts';
import { botSettings } from './composition/bot-settings.ts';
import { describeCodebook, loadCodebooks } from './composition/codebooks.ts';
import { loadDesks } from './composition/desks.ts';
import { type Environment, readEnvironment } from './config.ts';
import type { Clock } from './core/ports/clock.ts';
import { systemClock } from './core/ports/clock.ts';
import type { Log } from './core/ports/log.ts';
import { createFileReader } from './ingest/file-reader.ts';
import { INGEST_LIMITS } from './ingest/limits.ts';
import { runIngest } from './jobs/ingest-job.ts';
import { createQueue } from './jobs/queue.ts';
import { createReportCache } from './jobs/report-cache.ts';
import { runReport } from './jobs/report-job.ts';
import { createStopSwitch } from './jobs/stop-switch.ts';
import { createModels, type Models } from './llm/create-models.ts';
import { modelsFromEnv, parseModels } from './llm/settings.ts';
import { openStore } from './store/open-store.ts';

export { describeFault };

async function configureModels(env: Environment, clock: Clock, log: Log): Promise<Models> {
  const settings = existsSync(env.MODELS_FILE)
    ? parseModels(await readFile(env.MODELS_FILE, 'utf8'), env.MODELS_FILE)
    : modelsFromEnv(env);
  return createModels(settings, { clock, log });
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

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const env = readEnvironment();
  const app = await startAttrition({ env, log: pino({ level: env.LOG_LEVEL }) });
  console.log(banner(app));
  const stop = () => app.stop().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

if (import.meta.main) {
  main().catch((error) => {
    console.error(describeFault(error));
    process.exit(1);
  });
}
