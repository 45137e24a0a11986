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
}

/** Starts working on the queue's jobs. */
export function work({ alert, queue, switches, ingest, report, digest, forget, retention }: Work): Promise<void> {
  return queue.work({
    ingest: async (payload) => {
      await runIngest(payload, ingest);
      await raiseAlerts({ channel: payload.channel, thread: payload.thread ?? payload.ts }, alert);
    },
    report: async (payload, shutdown) => {
      const stop = switches.signalFor(payload.reportId);
      try {
        await runReport(payload, report, { stop, shutdown });
      } finally {
        switches.release(payload.reportId);
      }
    },
    coding: (payload, shutdown) => runCoding(payload, report, shutdown),
    digest: (payload, shutdown) => runDigest(payload, digest, shutdown),
    privacy: ({ forgetId }, shutdown) =>
      forgetId === null ? runRetention(retention, forget, shutdown) : runForget(forgetId, forget, shutdown),
  });
}
