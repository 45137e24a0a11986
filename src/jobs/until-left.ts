import { toAttritionError } from '../core/errors.ts';
import type { Log } from '../core/ports/log.ts';
import type { IngestPayload, ReportPayload } from '../core/ports/outbox.ts';
import type { FileStore, ReportStore } from '../core/ports/store.ts';

export interface LeftWork<Payload> {
  /** The queue's name, for the log. */
  readonly job: string;
  readonly log: Log;
  handle(payload: Payload, shutdown: AbortSignal): Promise<void>;
  /** Closes what the work leaves open. */
  close?(payload: Payload): Promise<void>;
}

/**
 * Work for a workspace that the app was removed from ends here: trying again can't bring the token back, and nobody there
 * can be told.
 */
export function untilLeft<Payload>({ job, log, handle, close }: LeftWork<Payload>) {
  return async (payload: Payload, shutdown: AbortSignal): Promise<void> => {
    try {
      await handle(payload, shutdown);
    } catch (error) {
      const { code } = toAttritionError(error);
      if (code !== 'app-uninstalled') throw error;
      await close?.(payload);
      log.warn({ job, code }, 'work stopped: the app was removed from the workspace');
    }
  };
}

/** Files that still wait are given up: a report after a new installation must not wait for them. */
export async function closeIngest({ fileIds }: IngestPayload, files: FileStore): Promise<void> {
  for (const id of fileIds) {
    const file = await files.get(id);
    if (file?.state === 'waiting') await files.markNotRead(id, 'file-not-available', { error: 'app-uninstalled' });
  }
}

/** The report is over, unless it was finished before. */
export async function closeReport({ reportId }: ReportPayload, reports: ReportStore): Promise<void> {
  if ((await reports.get(reportId))?.state !== 'done') await reports.setState(reportId, 'stopped');
}
