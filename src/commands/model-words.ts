import type { Language } from '../core/language.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import type { ModelTotals } from '../core/ports/meter.ts';
import { modelTotalsTable } from './model-totals.ts';
import { fill, WORDS } from './words.ts';

/** Which models read and write, in the order in which they are asked, and what they were asked since the start. */
export function modelWords(labels: readonly string[], totals: readonly ModelTotals[], language: Language): string {
  if (labels.length === 0) return WORDS.noModel[language];
  const order = fill(WORDS.models[language], { models: labels.map(escapeMarkdown).join(' → ') });
  return [order, modelTotalsTable(totals, language)].filter((words) => words !== '').join('\n\n');
}
