import { fromPglite, PgBoss } from 'pg-boss';
import { causeName } from '../core/cause-name.ts';
import { toAttritionError } from '../core/errors.ts';
import type { Log } from '../core/ports/log.ts';
import type { JobMeter, QueueDepth } from '../core/ports/meter.ts';
import type { IngestPayload, PrivacyPayload, QuestionPayload, ReportPayload } from '../core/ports/outbox.ts';
import type { Engine } from '../store/open-store.ts';
import { nameFaults } from '../store/store-faults.ts';
import { handOver, type Waiting } from './hand-over.ts';
import { giveBackOrphans } from './orphaned-jobs.ts';

/** One interview to be coded, by whichever process is free. */
export interface CodingPayload {
  readonly interviewId: string;
  readonly codebook: string;
  readonly fast: boolean;
}

export interface DigestPayload {
  /** Null: look at every digest. */
  readonly digestId: number | null;
  /** Whom alone to show it to, without posting; null to post what is due. */
  readonly previewFor: string | null;
}

export interface DigestTimes {
  readonly digestId: number;
  readonly cron: string;
  /** IANA name. */
  readonly timezone: string;
}

export interface Queue {
  /** Queues a job of the outbox. Never throws: one that can't be queued now stays there and is queued later. */
  handOver(jobId: string): Promise<void>;
  sendDigest(payload: DigestPayload): Promise<void>;
  /** Sends a digest's job at these times from now on. */
  scheduleDigest(times: DigestTimes): Promise<void>;
  unscheduleDigest(digestId: number): Promise<void>;
  /** Sends interviews to be coded by any process; returns the jobs' ids. */
  sendCoding(payloads: readonly CodingPayload[]): Promise<readonly string[]>;
  /** How many of these jobs have not ended. */
  unfinished(ids: readonly string[]): Promise<number>;
  cancelCoding(ids: readonly string[]): Promise<void>;
  /** Starts working; a handler that throws is tried again, up to RETRIES times. */
  work(handlers: {
    ingest(payload: IngestPayload, signal: AbortSignal): Promise<void>;
    report(payload: ReportPayload, signal: AbortSignal): Promise<void>;
    coding(payload: CodingPayload, signal: AbortSignal): Promise<void>;
    digest(payload: DigestPayload, signal: AbortSignal): Promise<void>;
    question(payload: QuestionPayload, signal: AbortSignal): Promise<void>;
    privacy(payload: PrivacyPayload, signal: AbortSignal): Promise<void>;
  }): Promise<void>;
  /** Jobs of each queue, at most a minute old. */
  depths(): Promise<readonly QueueDepth[]>;
  stop(): Promise<void>;
}

/** A job whose worker died is given to another after this long without a heartbeat; pg-boss takes no less. */
const HEARTBEAT_SECONDS = 10;
/** How often stale heartbeats are looked for, seconds; pg-boss does it every minute by itself. */
const SUPERVISE_SECONDS = 5;
/** Ten thousand interviews on a slow model still end within this. */
const EXPIRE_SECONDS = 6 * 60 * 60;
/** A job says its own faults to people and ends; what is tried again died with its process, however often that is. */
const RETRIES = 1_000;
const RETRY_DELAY_SECONDS = 1;
/** A database that is away comes back within a minute or is no matter of waiting. */
const RETRY_DELAY_MAX_SECONDS = 30;
/** Listen/notify wakes workers at once; polling is its safety net, which pg-boss sets to 30 s by itself. */
const POLLING = { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2 };
/** Uploads read side by side; parsing itself is bounded by the file reader. */
const INGEST_CONCURRENCY = 2;
/** Reports side by side, so that a second asker can wait for the first one's answer. */
const REPORT_CONCURRENCY = 4;
/** Questions answered side by side: people wait for each, and the model servers have limits of their own. */
const QUESTION_CONCURRENCY = 8;
/** Digests are small and rare: one after another. */
const DIGEST_CONCURRENCY = 1;
/** Deletions one after another: two that reach the same messages would count them twice. */
const PRIVACY_CONCURRENCY = 1;
/** Once a day, at an hour in which nobody waits for a report. */
const RETENTION_CRON = '17 3 * * *';
const RETENTION: PrivacyPayload = { forgetId: null };
/** Every ten minutes all digests are looked at: for jobs lost with a process, and for times that a clock change left out. */
const SWEEP_CRON = '*/10 * * * *';
const SWEEP: DigestPayload = { digestId: null, previewFor: null };
/** SIGTERM: running jobs get this long of the process's 30 s before they are left to another worker. */
const STOP_TIMEOUT_MS = 20_000;

/** Interviews that one process codes at a time for reports of any process, where its models don't take more requests. */
const CODING_CONCURRENCY = 16;
/** Each worker of a queue asks the database by itself: many of them ask as seldom as it takes to ask as often as a few. */
const CODING_POLLS_PER_SECOND = 8;

/**
 * Whoever keeps a job hands it over at once, or when what is to stand first has been posted. One that has waited longer
 * than this was most likely left by a process that died, or was asked to leave in that moment. Where it wasn't, nothing is
 * lost but a look: a job is queued once under its id, and what is to stand first is posted once by whoever comes first.
 */
const OUTBOX_SECONDS = 5;
/** How often a process looks for such jobs. */
const OUTBOX_LOOK_MS = 5_000;

const QUEUES = ['ingest', 'report', 'question', 'coding', 'digest', 'privacy'] as const;

/** Jobs of these ids that have not ended either way. */
const UNFINISHED = `select count(*) as n from pgboss.job where id = any($1::uuid[]) and state < 'completed'`;

interface Work<Payload> {
  readonly name: string;
  readonly concurrency: number;
  readonly polling?: { readonly pollingIntervalSeconds: number; readonly notifyPollingIntervalSeconds: number };
  handle(payload: Payload, signal: AbortSignal): Promise<void>;
}

/** Tells meter and log how each job ended; a job that throws is tried again and counts anew. */
function counted<Payload>(work: Work<Payload>, log: Log, meter: JobMeter | undefined): Work<Payload> {
  return {
    ...work,
    async handle(payload, signal) {
      try {
        await work.handle(payload, signal);
        meter?.jobEnded(work.name, 'done');
      } catch (error) {
        meter?.jobEnded(work.name, 'failed');
        const { code } = toAttritionError(error);
        log.warn({ queue: work.name, code, cause: causeName(error) }, 'job to be tried again');
        // The queue keeps what was thrown, and the messages of foreign errors quote what they stumbled over.
        throw new Error(code);
      }
    },
  };
}

async function depthOf(boss: PgBoss, queue: string): Promise<QueueDepth> {
  const [stats] = await boss.getQueueStats(queue, { force: true });
  return { queue, waiting: stats?.queuedCount ?? 0, running: stats?.activeCount ?? 0 };
}

async function workOn<Payload>(boss: PgBoss, work: Work<Payload>): Promise<void> {
  const options = { ...POLLING, ...work.polling, batchSize: 1, localConcurrency: work.concurrency };
  const id = await boss.work<Payload>(work.name, options, async (jobs) => {
    for (const job of jobs) await work.handle(job.data, job.signal);
    // Jobs that came while all workers were busy would else wait for the next poll.
    boss.notifyWorker(id);
  });
}

const QUEUE_OPTIONS = {
  notify: true,
  retryLimit: RETRIES,
  retryBackoff: true,
  retryDelay: RETRY_DELAY_SECONDS,
  retryDelayMax: RETRY_DELAY_MAX_SECONDS,
  expireInSeconds: EXPIRE_SECONDS,
  heartbeatSeconds: HEARTBEAT_SECONDS,
};

/** Starts pg-boss on the store's own database, with our queues in it. */
async function openBoss(engine: Engine, log: Log): Promise<PgBoss> {
  const shared = {
    useListenNotify: true,
    supervise: true,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
  };
  const boss =
    engine.kind === 'pglite'
      ? new PgBoss({ db: fromPglite(engine.pglite), backend: 'pglite', ...shared })
      : new PgBoss({ connectionString: engine.url, ...shared });
  boss.on('error', (error) => {
    log.error({ cause: causeName(error) }, 'job queue');
    if (engine.kind === 'pglite') engine.suspect();
  });
  await boss.start();
  for (const name of QUEUES) {
    await boss.createQueue(name, QUEUE_OPTIONS);
    // A queue of an earlier version keeps its old limits otherwise.
    await boss.updateQueue(name, QUEUE_OPTIONS);
  }
  if (engine.kind === 'pglite') await giveBackOrphans(boss);
  await handOver(boss, QUEUES, { seconds: 0 });
  return boss;
}

function codingAtOnce(requestsAtOnce = 0): Pick<Work<CodingPayload>, 'concurrency' | 'polling'> {
  const concurrency = Math.max(CODING_CONCURRENCY, requestsAtOnce);
  const seconds = concurrency / CODING_POLLS_PER_SECOND;
  return { concurrency, polling: { pollingIntervalSeconds: seconds, notifyPollingIntervalSeconds: seconds } };
}

/** Opens the job queue on the store's own database. `requestsAtOnce`: what this process's models take side by side. */
export async function createQueue(engine: Engine, log: Log, meter?: JobMeter, requestsAtOnce?: number): Promise<Queue> {
  const boss = await openBoss(engine, log);
  const give = (waiting: Waiting) =>
    handOver(boss, QUEUES, waiting).catch((error) => log.warn({ cause: causeName(error) }, 'jobs left in the outbox'));
  const outbox = setInterval(() => void give({ seconds: OUTBOX_SECONDS }), OUTBOX_LOOK_MS).unref();
  return nameFaults<Queue>({
    handOver: (id) => give({ id }),
    async sendDigest(payload) {
      await boss.send('digest', payload);
    },
    async sendCoding(payloads) {
      return (
        (await boss.insert(
          'coding',
          payloads.map((data) => ({ data: { ...data } })),
          { returnId: true },
        )) ?? []
      );
    },
    async unfinished(ids) {
      const { rows } = await boss.getDb().executeSql(UNFINISHED, [[...ids]]);
      return Number(rows[0]?.n ?? 0);
    },
    async cancelCoding(ids) {
      await boss.cancel('coding', [...ids]);
    },
    async scheduleDigest({ digestId, cron, timezone }) {
      await boss.schedule('digest', cron, { ...SWEEP, digestId }, { tz: timezone, key: `digest-${digestId}` });
    },
    unscheduleDigest: (digestId) => boss.unschedule('digest', `digest-${digestId}`),
    async work(handlers) {
      const start = <Payload>(work: Work<Payload>) => workOn(boss, counted(work, log, meter));
      await start({ name: 'ingest', concurrency: INGEST_CONCURRENCY, handle: handlers.ingest });
      await start({ name: 'report', concurrency: REPORT_CONCURRENCY, handle: handlers.report });
      await start({ name: 'question', concurrency: QUESTION_CONCURRENCY, handle: handlers.question });
      await start({ name: 'coding', ...codingAtOnce(requestsAtOnce), handle: handlers.coding });
      await start({ name: 'digest', concurrency: DIGEST_CONCURRENCY, handle: handlers.digest });
      await start({ name: 'privacy', concurrency: PRIVACY_CONCURRENCY, handle: handlers.privacy });
      await boss.schedule('privacy', RETENTION_CRON, RETENTION, { key: 'retention' });
      await boss.schedule('digest', SWEEP_CRON, SWEEP, { key: 'sweep' });
      // What came due while nothing ran is made up for now.
      await boss.send('digest', SWEEP);
      await boss.send('privacy', RETENTION);
    },
    depths: () => Promise.all(QUEUES.map((name) => depthOf(boss, name))),
    stop() {
      clearInterval(outbox);
      return boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS });
    },
  });
}
