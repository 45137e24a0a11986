import { codebookKey } from '../core/codebook.ts';
import type { CodingDesks } from '../core/ports/coding-desk.ts';
import type { ReportRecord } from '../core/ports/store.ts';
import { countFindings } from '../findings/count-findings.ts';
import { gatherCorpus, loadAttributed } from '../jobs/gather-corpus.ts';
import { causesCsv, interviewsJsonl, summaryJson } from '../report/exports.ts';
import type { CommandDeps } from './report.ts';

/** Puts a report's tables into its thread: causes.csv, interviews.jsonl, summary.json. */
export async function exportReport(report: ReportRecord, desks: CodingDesks, deps: CommandDeps): Promise<void> {
  const { codebook } = desks(report.request.codebook);
  const corpus = await gatherCorpus(deps.store, report.channel, report.request);
  const interviews = await loadAttributed(deps.store, corpus.interviews, codebook);
  const ids = interviews.map(({ interview }) => interview.id);
  const segments = await deps.store.coding.segments(ids, codebookKey(codebook));
  const findings = countFindings({ interviews, codebook });
  const file = (name: string, text: string) => ({ name, title: name, bytes: Buffer.from(text) });
  await deps.conversation.upload({ channel: report.channel, thread: report.thread }, [
    file('causes.csv', causesCsv(interviews, segments)),
    file('interviews.jsonl', interviewsJsonl(interviews)),
    file(
      'summary.json',
      summaryJson({
        findings,
        files: corpus.files,
        failedFiles: corpus.failedFiles,
        language: report.request.language,
      }),
    ),
  ]);
}
