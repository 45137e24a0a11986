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

export function stopButton(reportId: string, language: Language): Button {
  return { action: REPORT_ACTIONS.stop, label: language === 'zh' ? '停止' : 'Stop', value: reportId, style: 'danger' };
}

/** Buttons under a finished report. */
export function finishedButtons(reportId: string, language: Language, canHurry: boolean): readonly Button[] {
  const labels = language === 'zh' ? ['重新生成', '快速模式', '导出'] : ['Ask anew', 'Fast mode', 'Export'];
  const anew: Button = { action: REPORT_ACTIONS.anew, label: labels[0] ?? '', value: reportId };
  const quick: Button = { action: REPORT_ACTIONS.fast, label: labels[1] ?? '', value: reportId };
  const out: Button = { action: REPORT_ACTIONS.export, label: labels[2] ?? '', value: reportId };
  return canHurry ? [anew, quick, out] : [anew, out];
}

/** "From cache, 3 min ago", in whole minutes. */
export function cacheNote(ageMs: number, language: Language): string {
  const minutes = Math.floor(ageMs / 60_000);
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
