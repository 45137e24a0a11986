import type { Language } from '../core/language.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import type { ModelTotals } from '../core/ports/meter.ts';
import { shortNumber } from '../report/model-use-line.ts';

const HEAD: Readonly<Record<Language, readonly string[]>> = {
  en: ['Model', 'Calls', 'Failed', 'Prompt tokens', 'From the cache', 'Completion tokens', 'First text'],
  zh: ['模型', '调用', '失败', '提示词元', '来自缓存', '生成词元', '首字'],
};
const TITLE: Readonly<Record<Language, string>> = {
  en: 'Since the program started:',
  zh: '自程序启动以来：',
};

/** What each model did since the start, as a table; empty before the first call. */
export function modelTotalsTable(totals: readonly ModelTotals[], language: Language): string {
  if (totals.length === 0) return '';
  const rows = totals.map((one) => [
    escapeMarkdown(one.model),
    String(one.calls),
    String(one.faults),
    shortNumber(one.promptTokens),
    one.promptTokens === 0 ? '–' : `${Math.round((100 * one.cachedTokens) / one.promptTokens)} %`,
    shortNumber(one.completionTokens),
    one.firstTextMs === null ? '–' : `${(one.firstTextMs / 1_000).toFixed(1)} s`,
  ]);
  const head = HEAD[language];
  const lines = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
  return [TITLE[language], '', ...lines].join('\n');
}
