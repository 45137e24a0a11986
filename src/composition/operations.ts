import type { Bot } from '../bot/bot.ts';
import type { Environment } from '../config.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { ServerState } from '../core/ports/meter.ts';
import type { SharedCache } from '../core/ports/shared-cache.ts';
import type { Store } from '../core/ports/store.ts';
import { replicaNumber } from '../core/replica-number.ts';
import type { Queue } from '../jobs/queue.ts';
import type { Models } from '../llm/create-models.ts';
import type { OperationsMeter } from '../operations/create-meter.ts';
import { type OperationsServer, startOperationsServer } from '../operations/operations-server.ts';

export interface OperationsParts {
  readonly env: Environment;
  readonly meter: OperationsMeter;
  readonly store: Store;
  readonly queue: Queue;
  readonly bot: Bot;
  readonly clock: Clock;
  readonly models: Models;
  /** Null without REDIS_URL. */
  readonly cache: SharedCache | null;
}

/** Starts /metrics, /healthz and /readyz where METRICS_PORT is set; null where it isn't. */
export async function startOperations(parts: OperationsParts): Promise<OperationsServer | null> {
  const { env, meter, store, queue, bot, clock, models, cache } = parts;
  meter.watchQueues(queue.depths);
  meter.watchServers(() => serverStates(models));
  if (cache !== null) meter.watchSharedCache(() => cache.fault() === null);
  if (env.METRICS_PORT === undefined) return null;
  return startOperationsServer({
    host: env.METRICS_HOST,
    port: env.METRICS_PORT,
    registry: meter.registry,
    clock,
    checks: {
      // Any query tells whether the database answers; no channel has an empty id.
      store: async () => (await store.files.waiting('')) === 0,
      slack: () => bot.connected(),
    },
    degraded: () => [...degradations(models), ...cacheDegradations(cache)],
  });
}

/** Without a model the codebook reader and the template do the work: lesser, and ready all the same. */
function degradations(models: Models): readonly string[] {
  const health = models.health();
  if (health.length === 0) return ['no model is configured'];
  return health.flatMap(({ label, fault }) => (fault === null ? [] : [`${label}: ${fault}`]));
}

/** Without the shared cache each process keeps answers for itself, and two may make the same one. */
function cacheDegradations(cache: SharedCache | null): readonly string[] {
  const fault = cache?.fault() ?? null;
  return fault === null ? [] : [`shared cache: ${fault}`];
}

function serverStates(models: Models): readonly ServerState[] {
  return models.health().map(({ label, state, running, waiting }, index, servers) => {
    return { model: label, replica: String(replicaNumber(servers, index)), breaker: state, running, waiting };
  });
}
