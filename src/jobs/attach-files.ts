import { AttritionError, toAttritionError } from '../core/errors.ts';
import type { AttributedInterview } from '../core/findings.ts';
import type { CodingDesks } from '../core/ports/coding-desk.ts';
import type { Conversation } from '../core/ports/conversation.ts';
import type { Log } from '../core/ports/log.ts';
import type { ReportRecord, Store } from '../core/ports/store.ts';
import type { FinishedReport } from '../core/report.ts';
import { isPassing } from '../store/store-faults.ts';
import { attachReport, type DeliveryNote } from './deliver-report.ts';
import { type Corpus, gatherCorpus, loadAttributed } from './gather-corpus.ts';
import type { PlacedReport } from './place-report.ts';
import { notAttached } from './report-words.ts';
import { type Coding, shownMaterial } from './shown-material.ts';

export interface AttachDeps {
  readonly store: Store;
  readonly conversation: Conversation;
  readonly desks: CodingDesks;
  readonly log: Log;
}

/** Throws `deleted-meanwhile`: what was deleted on request while a report was being made must not come back with it. */
export async function checkStillThere(report: ReportRecord, { interviews }: Corpus, deps: AttachDeps): Promise<void> {
  const ids = interviews.map(({ id }) => id);
  if (!(await deps.store.forget.areThere(report.id, ids))) throw new AttritionError('deleted-meanwhile');
}

interface Delivered {
  readonly report: PlacedReport;
  readonly corpus: Corpus;
  /** Whoever has it at hand passes it. */
  readonly coded?: Coding & { readonly interviews: readonly AttributedInterview[] };
  readonly finished: FinishedReport;
  readonly note: DeliveryNote;
}

/** Notes that a report's files stand in its thread. */
const attachedKey = (report: ReportRecord) => `thread:files:${report.id}`;

/** Adds the files to a finished report's thread; that they could not be added is said there. Throws what waiting mends. */
export async function attachFiles(delivered: Delivered, deps: AttachDeps): Promise<void> {
  const { report, corpus, coded, finished, note } = delivered;
  const { store, conversation } = deps;
  const place = { channel: report.channel, thread: report.thread };
  const { codebook } = deps.desks(report.request.codebook);
  try {
    await checkStillThere(report, corpus, deps);
    const interviews = coded?.interviews ?? (await loadAttributed(store, corpus.interviews, codebook));
    const material = await shownMaterial(interviews, codebook, store, coded);
    await attachReport({ report, finished, codebook, note, material, conversation });
  } catch (error) {
    if (isPassing(error)) throw error;
    // The report itself stands: a chart that could not be uploaded must not replace it by an error.
    const words = notAttached(report.request.language);
    deps.log.warn({ report: report.id, code: toAttritionError(error).code }, 'files not attached');
    await conversation.post(place, `not-attached:${report.id}`, { markdown: words, notice: words });
  }
  await store.messages.remember(attachedKey(report), { channel: report.channel, ts: report.thread });
}

/** Adds the files that a process left out because it died between a report's last edit and its files. */
export async function attachAgain(report: PlacedReport, deps: AttachDeps): Promise<void> {
  if ((await deps.store.messages.find(attachedKey(report))) !== null) return;
  const finished = await deps.store.reports.finished(report.id);
  if (finished === null) return;
  const corpus = await gatherCorpus(deps.store, report.channel, report.request);
  await attachFiles({ report, corpus, finished, note: { fromCacheMs: null, toReview: 0 } }, deps);
}
