import type { Cause } from '../core/attribution.ts';
import type { Codebook } from '../core/codebook.ts';
import type { CodedSegment } from '../core/coding.ts';
import { faultSentence } from '../core/fault-sentences.ts';
import type { AttributedInterview, Findings } from '../core/findings.ts';
import type { Interview } from '../core/interview.ts';
import type { Language } from '../core/language.ts';
import type { FailedFile } from '../core/report.ts';

/** Characters that make a spreadsheet read a cell as a formula, half and full width, with blanks before them. */
const FORMULA_START = /^[\s=+\-@＝＋－＠]+/u;

/** Without it Excel takes UTF-8 for the local code page, and Chinese for noise. */
const BYTE_ORDER_MARK = '\ufeff';

const COLUMNS = ['interview', 'code', 'role', 'status', 'coder', 'sentences', 'quotation'];
const SENTENCES = COLUMNS.indexOf('sentences');
const QUOTATION = COLUMNS.indexOf('quotation');

/** What the rows are made of. */
export interface CauseRows {
  readonly interviews: readonly AttributedInterview[];
  readonly segments: ReadonlyMap<string, readonly CodedSegment[]>;
  readonly codebook: Pick<Codebook, 'codes'>;
}

/**
 * One row per interview and code as CSV: the causes, the codes that were proposed and not accepted, and for an
 * interview without any a row with its special code or outcome. For those who may see single interviews.
 * A cause of the most sensitive kind is not quoted. A quotation begins after any leading = + - @, so that no spreadsheet runs it and it still stands in the text.
 */
export function causesCsv(rows: CauseRows): string {
  return (
    BYTE_ORDER_MARK +
    causeRows(rows)
      .map((row) => `${row.map(cell).join(',')}\r\n`)
      .join('')
  );
}

/** The same rows as cells, their heading first. */
export function causeRows({ interviews, segments, codebook }: CauseRows): readonly (readonly string[])[] {
  const sensitive = new Set(codebook.codes.filter((code) => code.sensitive === 'special').map(({ id }) => id));
  const isSensitive = ({ code }: { readonly code: string }) => sensitive.has(code);
  return [
    COLUMNS,
    ...interviews.flatMap((each) => {
      const own = segments.get(each.interview.id) ?? [];
      const named = each.attribution.causes.filter(isSensitive).flatMap(({ evidence }) => evidence);
      const unquoted = new Set([...named, ...own.filter(isSensitive)].flatMap(({ sentences }) => sentences));
      return rowsOf(each, own).map((row) => withoutWords(row, unquoted));
    }),
  ];
}

/** A row without its quotation where that would tell what a sensitive cause rests on. */
function withoutWords(row: readonly string[], unquoted: ReadonlySet<number>): readonly string[] {
  const ids = (row[SENTENCES] ?? '').split(' ').map(Number);
  return ids.some((id) => unquoted.has(id)) ? row.with(QUOTATION, '') : row;
}

function rowsOf(
  { interview, attribution }: AttributedInterview,
  segments: readonly CodedSegment[],
): readonly (readonly string[])[] {
  const accepted = attribution.causes.map((cause) => causeRow(interview, cause));
  const codes = new Set(attribution.causes.map((cause) => cause.code));
  const others = segments.filter((segment) => !codes.has(segment.code));
  const open = [...Map.groupBy(others, (segment) => segment.code)].map(([code, group]) =>
    openRow(interview, code, group),
  );
  if (accepted.length + open.length > 0) return [...accepted, ...open];
  return [[interview.id, attribution.special ?? '', '', attribution.outcome, '', '', '']];
}

function causeRow(interview: Interview, cause: Cause): readonly string[] {
  const status = cause.role === 'mentioned' ? 'mentioned' : 'accepted';
  const sentences = cause.evidence.flatMap((evidence) => evidence.sentences);
  const coders = cause.evidence.map((evidence) => evidence.coder);
  return [interview.id, cause.code, cause.role, status, joined(coders), ...where(interview, sentences)];
}

function openRow(interview: Interview, code: string, segments: readonly CodedSegment[]): readonly string[] {
  const statuses = segments.map((segment) =>
    segment.why === null ? segment.status : `${segment.status}: ${segment.why}`,
  );
  const coders = segments.map((segment) => segment.coder);
  const sentences = segments.flatMap((segment) => segment.sentences);
  return [interview.id, code, '', joined(statuses), joined(coders), ...where(interview, sentences)];
}

function joined(names: readonly string[]): string {
  return [...new Set(names)].join('; ');
}

/** Sentence ids, and the first of them as a quotation together with those that adjoin it. */
function where(interview: Interview, ids: readonly number[]): readonly string[] {
  const sorted = [...new Set(ids)].sort((a, b) => a - b);
  const run = sorted.filter((id, index) => id === (sorted[0] ?? 0) + index);
  const first = interview.sentences[(run[0] ?? 0) - 1];
  const last = interview.sentences[(run.at(-1) ?? 0) - 1];
  if (first === undefined || last === undefined) return [sorted.join(' '), ''];
  return [sorted.join(' '), interview.text.slice(first.start, last.end)];
}

function cell(value: string): string {
  const safe = value.replace(FORMULA_START, '');
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Every interview as one line of JSON, with the text as stored, in which every quotation is found. */
export function interviewsJsonl(interviews: readonly AttributedInterview[]): string {
  const lines = interviews.map(({ interview, attribution }) => ({
    id: interview.id,
    file: interview.fileName,
    language: interview.language,
    separation_type: attribution.separation.type,
    ticked: interview.ticks.map((tick) => tick.option),
    text: interview.text,
  }));
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** What the summary is made of. */
export interface SummaryInput {
  readonly findings: Findings;
  /** Files given, archives' inner files counted one by one. */
  readonly files: number;
  readonly failedFiles: readonly FailedFile[];
  /** Language of the sentences on failed files. */
  readonly language: Language;
}

/** The counts of a report for programs: interviews = coded + noCause + review + failed. */
export function summaryJson({ findings, files, failedFiles, language }: SummaryInput): string {
  const { interviews, coded, noCause, review, failed, n, outside, specials } = findings;
  const summary = {
    files,
    interviews,
    coded,
    noCause,
    review,
    failed,
    n,
    failedFiles: failedFiles.map(({ name, fault, detail }) => ({
      name,
      fault,
      sentence: faultSentence(fault, { name, ...detail }, language, (text) => text),
    })),
    outside,
    codes: Object.fromEntries(findings.table.map((finding) => [finding.code, finding.interviews])),
    specials,
  };
  return `${JSON.stringify(summary, null, 2)}\n`;
}
