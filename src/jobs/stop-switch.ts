import type { Clock } from '../core/ports/clock.ts';
import type { ReportStore } from '../core/ports/store.ts';

/** Stops running reports: a Stop button reaches down to the model's request, in whichever process it runs. */
export interface StopSwitch {
  /** Fires when somebody asks to stop the report, here or in another process. */
  signalFor(reportId: string): AbortSignal;
  /** False when no such report waits or runs anywhere. */
  stop(reportId: string): Promise<boolean>;
  release(reportId: string): void;
}

/** How often a process looks whether another one was asked to stop its report. */
const LOOK_EVERY_MS = 1_000;

export function createStopSwitch(reports: Pick<ReportStore, 'askStop' | 'isStopAsked'>, clock: Clock): StopSwitch {
  const running = new Map<string, { readonly stop: AbortController; readonly over: AbortController }>();

  async function watch(reportId: string, stop: AbortController, over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      // A database that is away for a moment only delays the stop.
      if (await reports.isStopAsked(reportId).catch(() => false)) return stop.abort();
      await clock.sleep(LOOK_EVERY_MS, over).catch(() => {});
    }
  }

  return {
    signalFor(reportId) {
      const entry = { stop: new AbortController(), over: new AbortController() };
      running.set(reportId, entry);
      void watch(reportId, entry.stop, entry.over.signal);
      return entry.stop.signal;
    },
    async stop(reportId) {
      const asked = await reports.askStop(reportId);
      if (asked) running.get(reportId)?.stop.abort();
      return asked;
    },
    release(reportId) {
      running.get(reportId)?.over.abort();
      running.delete(reportId);
    },
  };
}
