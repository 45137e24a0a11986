import type { Conversation } from '../core/ports/conversation.ts';
import type { ReportRecord, Store } from '../core/ports/store.ts';
import { askedNote, reportTitle } from './report-words.ts';

/** A report whose thread there is. */
export type PlacedReport = ReportRecord & { readonly thread: string };

export interface PlaceDeps {
  readonly store: Pick<Store, 'reports'>;
  readonly conversation: Pick<Conversation, 'post'>;
}

/**
 * Posts the message that a report's thread hangs on, where it was not asked for in a thread. Done twice, by who took the
 * wish and by the job after a crash, it is one message. Throws what posting throws.
 */
export async function placeReport<Report extends Omit<ReportRecord, 'state' | 'markdown'>>(
  report: Report,
  { store, conversation }: PlaceDeps,
): Promise<Report & { readonly thread: string }> {
  const { id, channel, thread, request, askedBy } = report;
  if (thread !== null) return { ...report, thread };
  const notice = reportTitle(request);
  const { ts } = await conversation.post({ channel }, `root:${id}`, { markdown: askedNote(request, askedBy), notice });
  await store.reports.place(id, ts);
  return { ...report, thread: ts };
}
