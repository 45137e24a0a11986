import type { FaultCode } from '../core/errors.ts';
import { faultSentence } from '../core/fault-sentences.ts';
import type { Language } from '../core/language.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import type { ModelTotals } from '../core/ports/meter.ts';
import { replicaNumber } from '../core/replica-number.ts';
import { modelTotalsTable } from './model-totals.ts';
import { fill, WORDS } from './words.ts';

/** How one model server is now. */
export interface ModelServer {
  readonly label: string;
  readonly state: 'closed' | 'half-open' | 'open';
  /** What was wrong when it was given up; null while it is well. */
  readonly fault: FaultCode | null;
  readonly running: number;
  readonly waiting: number;
  readonly windowTokens: number | null;
}

function serverLine(server: ModelServer, replica: string, language: Language): string {
  const { label, state, fault, running, waiting, windowTokens } = server;
  const name = `${escapeMarkdown(label)}${replica}`;
  if (state !== 'closed') {
    const why = fault === null ? '' : faultSentence(fault, { model: label }, language);
    return `- ${name}: ${WORDS.serverAway[language]} ${why}`.trim();
  }
  const window = windowTokens === null ? '' : fill(WORDS.serverWindow[language], { tokens: windowTokens });
  return `- ${name}: ${fill(WORDS.serverWell[language], { running, waiting })}${window}`;
}

/** Which models read and write, in the order in which they are asked, how their servers are, and what they were asked. */
export function modelWords(
  servers: readonly ModelServer[],
  totals: readonly ModelTotals[],
  language: Language,
): string {
  if (servers.length === 0) return WORDS.noModel[language];
  const labels = [...new Set(servers.map(({ label }) => escapeMarkdown(label)))];
  const lines = servers.map((server, index) => {
    const same = servers.filter(({ label }) => label === server.label);
    return serverLine(server, same.length > 1 ? ` ${replicaNumber(servers, index)}` : '', language);
  });
  const order = fill(WORDS.models[language], { models: labels.join(' → ') });
  return [order, lines.join('\n'), modelTotalsTable(totals, language)].filter((words) => words !== '').join('\n\n');
}
