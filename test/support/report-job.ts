import { randomUUID } from 'node:crypto';
import type { OutboxJob } from '../../src/core/ports/outbox.ts';

/** The job that makes a report. */
export const reportJob = (reportId: string, anew = false): OutboxJob => ({
  id: randomUUID(),
  queue: 'report',
  payload: { reportId, anew },
});
