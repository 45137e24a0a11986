import type { ReportRecord, Store } from '../core/ports/store.ts';

/** Running and stopped reports may lie above the last finished one. */
const RECENT_REPORTS = 20;

/** The last finished report of a channel (by a codebook), or null. */
export async function lastReport(channel: string, store: Store, codebook?: string): Promise<ReportRecord | null> {
  const reports = await store.reports.list(channel, RECENT_REPORTS);
  const isMeant = ({ state, request }: ReportRecord) =>
    state === 'done' && request.audience === undefined && (codebook === undefined || request.codebook === codebook);
  return reports.find(isMeant) ?? null;
}
