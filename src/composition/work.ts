import { toAttritionError } from '../core/errors.ts';
import type { Log } from '../core/ports/log.ts';
import type { TurnStore } from '../core/ports/question-store.ts';
import { type AlertDeps, raiseAlerts } from '../jobs/alert.ts';
import { type DigestDeps, runDigest } from '../jobs/digest-job.ts';
import { type ForgetDeps, runForget } from '../jobs/forget.ts';
import { type IngestDeps, runIngest } from '../jobs/ingest-job.ts';
import type { Queue } from '../jobs/queue.ts';
import { type ReportDeps, runReport } from '../jobs/report-job.ts';
import { type RetentionDays, runRetention } from '../jobs/retention.ts';
import { runCoding } from '../jobs/spread-coding.ts';
import type { StopSwitch } from '../jobs/stop-switch.ts';

/** What each kind of job is given. */
export interface Work {
  readonly queue: Queue;
  readonly switches: StopSwitch;
  readonly ingest: IngestDeps;
  readonly report: ReportDeps;
  readonly alert: AlertDeps;
  readonly digest: DigestDeps;
  readonly forget: ForgetDeps;
  readonly retention: RetentionDays;
  /** Answers a question that was kept. */
  readonly answer: (turnId: string, shutdown: AbortSignal) => Promise<void>;
  readonly turns: Pick<TurnStore, 'open'>;
}

/**
 * Work for a workspace that the app was removed from ends here: trying again can't bring the token back, and nobody there
 * can be told.
 */
function untilLeft<Payload>(job: string, log: Log, handle: (payload: Payload, shutdown: AbortSignal) => Promise<void>) {
  return async (payload: Payload, shutdown: AbortSignal): Promise<void> => {
    try {
      await handle(payload, shutdown);
    } catch (error) {
      const { code } = toAttritionError(error);
      if (code !== 'app-uninstalled') throw error;
      log.warn({ job, code }, 'work stopped: the app was removed from the workspace');
    }
  };
}

/** Starts working on the queue's jobs. */
export async function work(jobs: Work): Promise<void> {
  const { alert, queue, switches, ingest, report, digest, forget, retention, answer, turns } = jobs;
  const { log, store } = report;
  await queue.work({
    ingest: untilLeft('ingest', log, async (payload) => {
      await runIngest(payload, ingest);
      await raiseAlerts({ channel: payload.channel, thread: payload.thread ?? payload.ts }, alert);
    }),
    report: untilLeft('report', log, async (payload, shutdown) => {
      const stop = switches.signalFor(payload.reportId);
      try {
        await runReport(payload, report, { stop, shutdown });
      } catch (error) {
        if (toAttritionError(error).code === 'app-uninstalled')
          await store.reports.setState(payload.reportId, 'stopped');
        throw error;
      } finally {
        switches.release(payload.reportId);
      }
    }),
    coding: (payload, shutdown) => runCoding(payload, report, shutdown),
    digest: untilLeft('digest', log, (payload, shutdown) => runDigest(payload, digest, shutdown)),
    question: untilLeft('question', log, ({ turnId }, shutdown) => answer(turnId, shutdown)),
    privacy: ({ forgetId }, shutdown) =>
      forgetId === null ? runRetention(retention, forget, shutdown) : runForget(forgetId, forget, shutdown),
  });
  // A process may have died between keeping a question and queueing it.
  for (const turnId of await turns.open()) await queue.sendQuestion(turnId);
}
