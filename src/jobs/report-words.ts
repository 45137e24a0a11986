import type { Language } from '../core/language.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import type { Button } from '../core/ports/conversation.ts';
import type { ReportRequest } from '../core/report.ts';

/** Action ids of a report's buttons; `value` is always the report's id. */
export const REPORT_ACTIONS = {
  stop: 'report_stop',
  anew: 'report_anew',
  fast: 'report_fast',
  export: 'report_export',
  review: 'report_review',
} as const;

/** "Why people left · 2026 Q3 · Sales", or its Chinese twin. */
export function reportTitle(request: ReportRequest): string {
  const zh = request.language === 'zh';
  const technology = request.codebook === 'tech-abandonment';
  const head = technology
    ? zh
      ? '技术弃用原因报告'
      : 'Why technologies were given up'
    : zh
      ? '离职原因报告'
      : 'Why people left';
  return [head, request.period, request.department]
    .filter((part) => part !== null)
    .map(escapeMarkdown)
    .join(' · ');
}

/** What a report's thread begins with. */
export function askedNote(request: ReportRequest, askedBy: string): string {
  const title = reportTitle(request);
  return request.language === 'zh'
    ? `${title} · <@${askedBy}> 提问 · 报告见本消息串`
    : `${title} · asked by <@${askedBy}> · the answer follows in this thread`;
}

export function stopButton(reportId: string, language: Language): Button {
  return { action: REPORT_ACTIONS.stop, label: language === 'zh' ? '停止' : 'Stop', value: reportId, style: 'danger' };
}

/** Buttons under a finished report: what waits for a person first. */
export function finishedButtons(
  reportId: string,
  language: Language,
  { canHurry, toReview }: { readonly canHurry: boolean; readonly toReview: number },
): readonly Button[] {
  const zh = language === 'zh';
  const button = (action: string, label: string): Button => ({ action, label, value: reportId });
  return [
    ...(toReview > 0 ? [button(REPORT_ACTIONS.review, zh ? `复核 ${toReview}` : `Review ${toReview}`)] : []),
    button(REPORT_ACTIONS.anew, zh ? '重新生成' : 'Ask anew'),
    ...(canHurry ? [button(REPORT_ACTIONS.fast, zh ? '快速模式' : 'Fast mode')] : []),
    button(REPORT_ACTIONS.export, zh ? '导出' : 'Export'),
  ];
}

/** "From cache, 3 min ago", in whole minutes. */
export function cacheNote(ageMs: number, language: Language): string {
  // The time of day may have been set back meanwhile.
  const minutes = Math.max(0, Math.floor(ageMs / 60_000));
  if (language === 'zh') return minutes === 0 ? '来自缓存，刚刚生成。' : `来自缓存，${minutes} 分钟前生成。`;
  return minutes === 0 ? 'From cache, made just now.' : `From cache, made ${minutes} min ago.`;
}

/** The short message that notifies the asker, since edits don't. */
export function readyNote(user: string, language: Language): string {
  return language === 'zh' ? `<@${user}> 报告已完成。` : `<@${user}> the report is ready.`;
}

/** Said in the thread when the report stands but its files could not be added. */
export function notAttached(language: Language): string {
  return language === 'zh'
    ? '图表和完整报告未能上传到本消息串；请点“重新生成”再试。'
    : 'The chart and the full report could not be uploaded to this thread. Press "Ask anew" to try again.';
}
