import type { Codebook } from '../core/codebook.ts';
import type { Conversation, MessageView } from '../core/ports/conversation.ts';
import type { FinishedReport } from '../core/report.ts';
import { drawChart, paintChart } from '../report/chart.ts';
import type { FullReport } from '../report/full-report.ts';
import { renderHtml } from '../report/render-html.ts';
import { renderMarkdown } from '../report/render-markdown.ts';
import { renderMessage } from '../report/render-message.ts';
import type { PlacedReport } from './place-report.ts';
import { cacheNote, finishedButtons, readyNote } from './report-words.ts';

/** Edits don't notify: after this long the asker gets a short mention. */
const MENTION_AFTER_SECONDS = 30;

export interface DeliveryNote {
  /** Age of a cached report, or null when it was made for this asker. */
  readonly fromCacheMs: number | null;
  /** Claims that wait for a person. */
  readonly toReview: number;
}

/** The finished message with its buttons. */
export function finishedView(
  reportId: string,
  finished: FinishedReport,
  codebook: Codebook,
  note: DeliveryNote,
): MessageView {
  const { context, claims } = finished;
  const { language, fast } = context.request;
  const { coders, writer, fallback } = context.authorship;
  // Without any model there is no faster one to choose.
  const canHurry = !fast && (coders.length > 0 || writer !== null || fallback !== null);
  const view = renderMessage(context, claims, codebook, { complete: true });
  const cached = note.fromCacheMs === null ? '' : `\n\n${cacheNote(note.fromCacheMs, language)}`;
  return {
    markdown: view.markdown + cached,
    notice: view.notice,
    buttons: finishedButtons(reportId, language, { canHurry, toReview: note.toReview }),
  };
}

/** Adds chart and full report to the thread of a finished report, and a mention when it took long. */
export async function attachReport(delivery: {
  readonly report: PlacedReport;
  readonly finished: FinishedReport;
  readonly codebook: Codebook;
  readonly note: DeliveryNote;
  /** What the full report shows its quotations from. */
  readonly material: Pick<FullReport, 'interviews' | 'segments' | 'decisions'>;
  readonly conversation: Conversation;
}): Promise<void> {
  const { report, finished, codebook, note, material, conversation } = delivery;
  const { context, claims } = finished;
  const { language } = context.request;
  const place = { channel: report.channel, thread: report.thread };
  const full = { context, claims, codebook, ...material };
  const chart = drawChart(context.findings, codebook, language);
  const page = { name: 'report.html', bytes: Buffer.from(renderHtml(full, chart)), title: `${context.title} (HTML)` };
  const text = { name: 'report.md', bytes: Buffer.from(renderMarkdown(full)), title: `${context.title} (Markdown)` };
  const picture =
    chart === null
      ? []
      : [{ name: 'chart.png', bytes: paintChart(chart), title: context.title, altText: chart.altText }];
  // The full report holds people's words: a line manager gets the chart alone.
  const files = context.request.audience === undefined ? [...picture, page, text] : picture;
  if (files.length > 0) await conversation.upload(place, files, `report:${report.id}`);
  if (context.seconds >= MENTION_AFTER_SECONDS && note.fromCacheMs === null) {
    const words = readyNote(report.askedBy, language);
    await conversation.post(place, `ready:${report.id}`, { markdown: words, notice: words });
  }
}
