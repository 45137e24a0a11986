import type { Bilingual, Language } from '../core/language.ts';
import type { AuditEntry } from '../core/ports/privacy-store.ts';
import type { Asker, CommandDeps } from './report.ts';

const COLUMNS = ['at', 'user', 'channel', 'act', 'subject', 'counts'] as const;

const SENT: Bilingual = {
  en: 'The audit is in your direct messages with me: {n} entries, ids and counts only.',
  zh: '审计记录已发到您与我的私信：共 {n} 条，仅含编号与数量。',
};
const TITLE: Bilingual = { en: 'Audit', zh: '审计记录' };

/** A cell that no spreadsheet takes for a formula. */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The audit as CSV, one row an entry, times in UTC. */
export function auditCsv(entries: readonly AuditEntry[]): string {
  const rows = entries.map(({ at, user, channel, act, subject, counts }) => {
    const counted = Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([name, count]) => `${name}=${count}`);
    return [new Date(at).toISOString(), user, channel, act, subject, counted.join(' ')];
  });
  return `${[COLUMNS, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** `/attrition audit export`: puts the audit into the asker's direct messages; who may ask is decided in access.ts. */
export async function exportAudit(asker: Asker, language: Language, deps: CommandDeps): Promise<string> {
  const { store, conversation, clock } = deps;
  const entries = await store.audit.list(asker.channel);
  const words = TITLE[language];
  const key = `audit:${asker.user}:${clock.now()}`;
  const { channel, ts } = await conversation.post({ channel: asker.user }, key, { markdown: words, notice: words });
  const name = `attrition-audit-${new Date(clock.now()).toISOString().slice(0, 10)}.csv`;
  const file = { name, title: words, bytes: Buffer.from(`\uFEFF${auditCsv(entries)}`) };
  await conversation.upload({ channel, thread: ts }, [file]);
  return SENT[language].replace('{n}', String(entries.length));
}
