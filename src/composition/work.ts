import { type AlertDeps, raiseAlerts } from '../jobs/alert.ts';
import { type DigestDeps, runDigest } from '../jobs/digest-job.ts';
import { type ForgetDeps, runForget } from '../jobs/forget.ts';
import { type IngestDeps, runIngest } from '../jobs/ingest-job.ts';
import type { Queue } from '../jobs/queue.ts';
import { type ReportDeps, runReport } from '../jobs/report-job.ts';
import { type RetentionDays, runRetention } from '../jobs/retention.ts';
import { scheduleDigests } from '../jobs/schedule-digests.ts';
import { runCoding } from '../jobs/spread-coding.ts';
import type { StopSwitch } from '../jobs/stop-switch.ts';
import { closeIngest, closeReport, untilLeft } from '../jobs/until-left.ts';

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
}

/** Starts working on the queue's jobs. */
export async function work(jobs: Work): Promise<void> {
  const { alert, queue, switches, ingest, report, digest, forget, retention, answer } = jobs;
  const { log, store } = report;
  await scheduleDigests(digest.store, queue);
  await queue.work({
    ingest: untilLeft({
      ...{ job: 'ingest', log },
      handle: async (payload) => {
        await runIngest(payload, ingest);
        await raiseAlerts({ channel: payload.channel, thread: payload.thread ?? payload.ts }, alert);
      },
      close: (payload) => closeIngest(payload, store.files),
    }),
    report: untilLeft({
      ...{ job: 'report', log },
      handle: async (payload, shutdown) => {
        const stop = switches.signalFor(payload.reportId);
        try {
          await runReport(payload, report, { stop, shutdown });
        } finally {
          switches.release(payload.reportId);
        }
      },
      close: (payload) => closeReport(payload, store.reports),
    }),
    coding: (payload, shutdown) => runCoding(payload, report, shutdown),
    digest: untilLeft({ job: 'digest', log, handle: (payload, shutdown) => runDigest(payload, digest, shutdown) }),
    question: untilLeft({ job: 'question', log, handle: ({ turnId }, shutdown) => answer(turnId, shutdown) }),
    privacy: ({ forgetId }, shutdown) =>
      forgetId === null ? runRetention(retention, forget, shutdown) : runForget(forgetId, forget, shutdown),
  });
}
