import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pino } from 'pino';
import { startPlayground } from '../playground/server.ts';
import { createBot } from './bot/bot.ts';
import { guardCommands } from './commands/access.ts';
import { createCommands } from './commands/create-commands.ts';
import { digestNotes } from './commands/digest.ts';
import { createFollowUp } from './commands/follow-up.ts';
import { modelWords } from './commands/model-words.ts';
import type { Attrition } from './composition/attrition.ts';
import { banner, describeFault } from './composition/banner.ts';
import { botSettings } from './composition/bot-settings.ts';
import { openCaches } from './composition/caches.ts';
import { describeCodebook, loadCodebooks } from './composition/codebooks.ts';
import { loadDesks } from './composition/desks.ts';
import { startOperations } from './composition/operations.ts';
import { accessOf, alertOwners, retentionDays } from './composition/privacy.ts';
import { stopAll } from './composition/stop-all.ts';
import { type Work, work } from './composition/work.ts';
import { type Environment, readEnvironment } from './config.ts';
import type { Language } from './core/language.ts';
import type { Clock } from './core/ports/clock.ts';
import { steadyClock, systemClock } from './core/ports/clock.ts';
import type { Log } from './core/ports/log.ts';
import { createFileReader } from './ingest/file-reader.ts';
import { INGEST_LIMITS } from './ingest/limits.ts';
import { type AlertDeps, raiseAlerts } from './jobs/alert.ts';
import { loadAlertTable, setApartBy } from './jobs/alert-table.ts';
import { createQueue } from './jobs/queue.ts';
import { createStopSwitch } from './jobs/stop-switch.ts';
import { createModels, type Models, type ModelsDeps } from './llm/create-models.ts';
import { modelsFromEnv, parseModels } from './llm/settings.ts';
import { createMeter } from './operations/create-meter.ts';
import type { StoreLocation } from './store/open-database.ts';
import { openStore } from './store/open-store.ts';

export { describeFault };

async function configureModels(env: Environment, deps: ModelsDeps): Promise<Models> {
  const settings = existsSync(env.MODELS_FILE)
    ? parseModels(await readFile(env.MODELS_FILE, 'utf8'), env.MODELS_FILE)
    : modelsFromEnv(env);
  return createModels(settings, deps);
}

export interface StartOptions {
  readonly env: Environment;
  readonly log: Log;
  readonly clock?: Clock;
}

function storeLocation(env: Environment): StoreLocation {
  return env.DATABASE_URL === undefined
    ? { kind: 'pglite', folder: env.DATA_DIR }
    : { kind: 'postgres', url: env.DATABASE_URL };
}

/** Builds and starts everything: the local workspace when there is no Slack token, the store, the jobs, the bot. */
export async function startAttrition(options: StartOptions): Promise<Attrition> {
  const { env, log, clock = systemClock } = options;
  const steady = steadyClock(clock);
  const meter = createMeter();
  const books = await loadCodebooks(env);
  const codebooks = [env.CODEBOOK, ...[...books.keys()].filter((id) => id !== env.CODEBOOK)];
  const models = await configureModels(env, { clock: steady, log, meter });
  const { store, engine, broken } = await openStore(storeLocation(env));
  const playground =
    env.SLACK_BOT_TOKEN === undefined && env.SLACK_CLIENT_ID === undefined
      ? await startPlayground({ port: env.PLAYGROUND_PORT })
      : null;
  const settings = botSettings(env, playground);
  const bot = createBot({
    ...{ settings, messages: store.messages, installations: store.installations, clock: steady, log, meter },
    edits: engine.kind === 'postgres' ? store.editBudget : null,
  });
  const shared = { store, conversation: bot.conversation, clock, log };
  const reader = createFileReader({ limits: INGEST_LIMITS });
  const queue = await createQueue(engine, log, meter, models.primary?.requestsAtOnce);
  const desks = await loadDesks(books, models);
  const switches = createStopSwitch(store.reports, clock);
  const caches = await openCaches(env, { ...shared, clock: steady });
  const writer = (fast: boolean) => (fast ? (models.fast ?? models.primary) : models.primary);
  const alert: AlertDeps = {
    ...shared,
    table: await loadAlertTable(),
    alertTo: await alertOwners(env, store.installations),
  };
  const access = accessOf(env, bot.conversation, log);
  const deps = {
    ...{ ...shared, access, queue, codebooks, desks, digestZone: env.DIGEST_TIMEZONE },
    modelWords: (language: Language) => modelWords(models.health(), meter.totals(), language),
    channelNotes: (channel: string, language: Language) => digestNotes(channel, language, store),
    stopReport: switches.stop,
    describeCodebook: (id: string, language: Language) => describeCodebook(books, id, language),
  };
  const asked = { deps, writer, cache: caches.answers, find: caches.find, isSetApart: setApartBy(alert.table) };
  const followUp = createFollowUp(asked, createStopSwitch(store.turns, clock));
  const jobs: Work = {
    ...{ alert, queue, switches, answer: followUp.answer },
    report: {
      ...{ ...shared, clock: steady, desks, meter, cache: caches.reports, writer, models: models.labels() },
      raiseAlerts: (place) => raiseAlerts(place, alert),
      queue: engine.kind === 'postgres' ? queue : null,
    },
    ingest: { ...shared, reader, vision: models.vision },
    digest: { ...shared, desks, allowedChannels: settings.allowedChannels },
    forget: { ...shared, caches: caches.all, unscheduleDigest: queue.unscheduleDigest },
    retention: retentionDays(env),
  };
  if (env.ROLE !== 'bot') await work(jobs);
  const commands = createCommands(deps, followUp);
  if (env.ROLE !== 'worker') await bot.start(guardCommands(commands, { access, ...shared }));
  const probes = await models.probe();
  const operations = await startOperations({ env, meter, store, queue, bot, clock, models, cache: caches.shared });
  return {
    env,
    playground,
    codebooks,
    models: models.labels(),
    probes,
    cacheFault: caches.shared?.fault() ?? null,
    operations,
    broken,
    stop: () => stopAll({ operations, bot, queue, reader, models, caches, playground, store }),
  };
}

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const env = readEnvironment();
  const app = await startAttrition({ env, log: pino({ level: env.LOG_LEVEL }) });
  void app.broken.then((fault) => {
    console.error(describeFault(fault));
    // A supervisor starts it anew, and every job goes on where it stopped.
    process.exit(1);
  });
  const stop = () => app.stop().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  // Last: whoever reads this may ask it to go at once.
  console.log(banner(app));
}

if (import.meta.main) {
  main().catch((error) => {
    console.error(describeFault(error));
    process.exit(1);
  });
}
