import { placeOf } from '../core/place.ts';
import type { CodingDesks } from '../core/ports/coding-desk.ts';
import type { UploadedFile } from '../core/ports/conversation.ts';
import type { ReportRecord } from '../core/ports/store.ts';
import { countFindings } from '../findings/count-findings.ts';
import { type Corpus, gatherCorpus, loadAttributed } from '../jobs/gather-corpus.ts';
import { shownMaterial } from '../jobs/shown-material.ts';
import { workbook } from '../report/export-xlsx.ts';
import { causesCsv, interviewsJsonl, summaryJson } from '../report/exports.ts';
import type { FullReport } from '../report/full-report.ts';
import { renderHtml } from '../report/render-html.ts';
import { renderMarkdown } from '../report/render-markdown.ts';
import type { CommandDeps } from './report.ts';

/** Forms a report can be had in. */
export const EXPORT_FORMS = ['csv', 'xlsx', 'md', 'html', 'pdf'] as const;
export type ExportForm = (typeof EXPORT_FORMS)[number];

/** Without a wish: the tables, for those who count on. */
const DEFAULT_FORMS: readonly ExportForm[] = ['csv', 'xlsx'];

type Material = FullReport & { readonly corpus: Corpus };

/** Puts a report into its thread in the wanted forms; tables by default. */
export async function exportReport(
  report: ReportRecord,
  forms: readonly ExportForm[],
  desks: CodingDesks,
  deps: CommandDeps,
): Promise<void> {
  const material = await materialOf(report, desks, deps);
  const wanted = forms.length > 0 ? forms : DEFAULT_FORMS;
  const files = await Promise.all(
    EXPORT_FORMS.filter((form) => wanted.includes(form)).map((form) => FILES[form](material)),
  );
  await deps.conversation.upload(placeOf(report.channel, report.thread), files.flat());
}

/** The words are those of the finished report; the rows are today's, as people may have reviewed since. */
async function materialOf(report: ReportRecord, desks: CodingDesks, { store }: CommandDeps): Promise<Material> {
  const { codebook } = desks(report.request.codebook);
  const corpus = await gatherCorpus(store, report.channel, report.request);
  const interviews = await loadAttributed(store, corpus.interviews, codebook);
  const finished = await store.reports.finished(report.id);
  return {
    context: finished?.context ?? bareContext(report, corpus, countFindings({ interviews, codebook })),
    claims: finished?.claims ?? [],
    codebook,
    ...(await shownMaterial(interviews, codebook, store)),
    corpus,
  };
}

/** For a report of an earlier version, which kept its message only. */
function bareContext(
  { request, askedAt }: ReportRecord,
  { files, failedFiles }: Corpus,
  findings: FullReport['context']['findings'],
): FullReport['context'] {
  const authorship = { coders: [], writer: null, fallback: null };
  const title = new Date(askedAt).toISOString().slice(0, 10);
  return { title, request, files, failedFiles, findings, authorship, droppedSentences: 0, seconds: 0 };
}

const text = (name: string, words: string): UploadedFile => ({ name, title: name, bytes: Buffer.from(words) });
const bytes = (name: string, content: Uint8Array): UploadedFile => ({ name, title: name, bytes: content });

const FILES: Readonly<Record<ExportForm, (material: Material) => Promise<readonly UploadedFile[]>>> = {
  csv: async ({ interviews, segments, codebook, corpus, context }) => [
    text('causes.csv', causesCsv({ interviews, segments, codebook })),
    text('interviews.jsonl', interviewsJsonl(interviews)),
    text(
      'summary.json',
      summaryJson({
        findings: countFindings({ interviews, codebook }),
        files: corpus.files,
        failedFiles: corpus.failedFiles,
        language: context.request.language,
      }),
    ),
  ],
  xlsx: async (material) => [bytes('report.xlsx', workbook(material))],
  md: async (material) => [text('report.md', renderMarkdown(material))],
  html: async (material) => [text('report.html', renderHtml(material))],
  async pdf(material) {
    // Loaded with the first PDF: it takes its time, and most people ask for none.
    const { renderPdf } = await import('../report/render-pdf.ts');
    return [bytes('report.pdf', await renderPdf(material))];
  },
};

/** Reads the forms named after "export"; the first word that is none comes back as `unknown`. */
export function readForms(words: string): { readonly forms: readonly ExportForm[]; readonly unknown: string | null } {
  const named = words
    .toLowerCase()
    .split(/[\s,，、]+/)
    .filter((word) => word !== '' && !word.startsWith('lang='));
  const isForm = (word: string): word is ExportForm => (EXPORT_FORMS as readonly string[]).includes(word);
  return { forms: named.filter(isForm), unknown: named.find((word) => !isForm(word)) ?? null };
}
