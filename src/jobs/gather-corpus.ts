import type { Codebook } from '../core/codebook.ts';
import { codebookKey } from '../core/codebook.ts';
import type { AttributedInterview } from '../core/findings.ts';
import type { Interview } from '../core/interview.ts';
import { parsePeriod } from '../core/period.ts';
import type { FileRecord, Store } from '../core/ports/store.ts';
import type { FailedFile, ReportRequest } from '../core/report.ts';
import { setStatementsApart } from './alert-statements.ts';

/** What a report is made of. */
export interface Corpus {
  readonly interviews: readonly Interview[];
  /** Files given; an archive counts by its inner files. */
  readonly files: number;
  readonly failedFiles: readonly FailedFile[];
}

function inPeriod(file: FileRecord, range: { from: string; to: string } | null): boolean {
  const day = new Date(file.uploadedAt).toISOString().slice(0, 10);
  return range === null || (day >= range.from && day < range.to);
}

/** Collects a channel's interviews for a request, and accounts for every file. */
export async function gatherCorpus(store: Store, channel: string, request: ReportRequest): Promise<Corpus> {
  const range = request.period === null ? null : (parsePeriod(request.period, 0)?.range ?? null);
  const interviews = await store.interviews.list({
    channel,
    ...(request.department === null ? {} : { department: request.department }),
    ...(range === null ? {} : range),
  });
  const records = (await store.files.list(channel)).filter((file) => file.state !== 'archive');
  const used = new Set(interviews.map((interview) => interview.fileId));
  // A file that could not be read has no dates of its own: it belongs to the period it was uploaded in.
  const failed = records.filter((file) => file.state === 'not-read' && inPeriod(file, range));
  const filtered = range !== null || request.department !== null;
  return {
    interviews,
    files: filtered ? used.size + failed.length : records.length,
    failedFiles: failed.map((file) => ({ name: file.name, fault: file.fault ?? 'unexpected', detail: file.detail })),
  };
}

/** The interviews of a corpus that were coded under a codebook, each with its stored attribution, in order. */
export async function loadAttributed(
  store: Store,
  interviews: readonly Interview[],
  codebook: Codebook,
): Promise<readonly AttributedInterview[]> {
  const ids = interviews.map((interview) => interview.id);
  const attributions = await store.coding.attributions(ids, codebookKey(codebook));
  const byInterview = new Map(attributions.map((attribution) => [attribution.interviewId, attribution]));
  const attributed = interviews.flatMap((interview) => {
    const attribution = byInterview.get(interview.id);
    return attribution === undefined ? [] : [{ interview, attribution }];
  });
  return setStatementsApart(attributed, store);
}
