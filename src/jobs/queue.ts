import { fromPglite, PgBoss } from 'pg-boss';
import type { Log } from '../core/ports/log.ts';
import type { Engine } from '../store/open-store.ts';

/** Ids only: interview text never enters the queue. */
export interface IngestPayload {
  readonly channel: string;
  readonly ts: string;
  readonly thread: string | null;
  readonly fileIds: readonly string[];
}

export interface ReportPayload {
  readonly reportId: string;
  /** Set by "ask anew": don't answer from the cache. */
  readonly anew: boolean;
}

export interface Queue {
  sendIngest(payload: IngestPayload): Promise<void>;
  sendReport(payload: ReportPayload): Promise<void>;
  /** Starts working; a handler that throws is tried again, up to RETRIES times. */
  work(handlers: {
    ingest(payload: IngestPayload, signal: AbortSignal): Promise<void>;
    report(payload: ReportPayload, signal: AbortSignal): Promise<void>;
  }): Promise<void>;
  stop(): Promise<void>;
}

/** A job whose worker died is given to another after this long without a heartbeat. */
const HEARTBEAT_SECONDS = 30;
/** Ten thousand interviews on a slow model still end within this. */
const EXPIRE_SECONDS = 6 * 60 * 60;
const RETRIES = 3;
/** Listen/notify wakes workers at once; polling is its safety net, which pg-boss sets to 30 s by itself. */
const POLLING = { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2 };
/** Uploads read side by side; parsing itself is bounded by the file reader. */
const INGEST_CONCURRENCY = 2;
/** Reports side by side, so that a second asker can wait for the first one's answer. */
const REPORT_CONCURRENCY = 4;
/** SIGTERM: running jobs get this long before they are left to another worker. */
const STOP_TIMEOUT_MS = 30_000;

interface Work<Payload> {
  readonly name: string;
  readonly concurrency: number;
  handle(payload: Payload, signal: AbortSignal): Promise<void>;
}

async function workOn<Payload>(boss: PgBoss, work: Work<Payload>): Promise<void> {
  const options = { ...POLLING, batchSize: 1, localConcurrency: work.concurrency };
  const id = await boss.work<Payload>(work.name, options, async (jobs) => {
    for (const job of jobs) await work.handle(job.data, job.signal);
    // Jobs that came while all workers were busy would else wait for the next poll.
    boss.notifyWorker(id);
  });
}

/** Opens the job queue on the store's own database. */
export async function createQueue(engine: Engine, log: Log): Promise<Queue> {
  const shared = { useListenNotify: true, supervise: true };
  const boss =
    engine.kind === 'pglite'
      ? new PgBoss({ db: fromPglite(engine.pglite), backend: 'pglite', ...shared })
      : new PgBoss({ connectionString: engine.url, ...shared });
  boss.on('error', (error) => log.error({ error: error.message }, 'job queue'));
  await boss.start();
  for (const name of ['ingest', 'report']) {
    await boss.createQueue(name, {
      notify: true,
      retryLimit: RETRIES,
      retryBackoff: true,
      expireInSeconds: EXPIRE_SECONDS,
      heartbeatSeconds: HEARTBEAT_SECONDS,
    });
  }
  return {
    async sendIngest(payload) {
      await boss.send('ingest', payload);
    },
    async sendReport(payload) {
      await boss.send('report', payload);
    },
    async work(handlers) {
      await workOn<IngestPayload>(boss, { name: 'ingest', concurrency: INGEST_CONCURRENCY, handle: handlers.ingest });
      await workOn<ReportPayload>(boss, { name: 'report', concurrency: REPORT_CONCURRENCY, handle: handlers.report });
    },
    stop: () => boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS }),
  };
}
