import { utils, write } from '@e965/xlsx';
import { type CauseRows, causeRows } from './exports.ts';
import type { FullReport } from './full-report.ts';
import { coverageLine } from './lines.ts';
import { nameOf, wordsIn } from './words.ts';

/** What the workbook is made of. */
export type WorkbookInput = Pick<FullReport, 'context' | 'codebook'> & CauseRows;

/** Excel cuts a sheet's name off after so many characters. */
const SHEET_NAME_LIMIT = 31;
const PERCENT = '0%';

/**
 * One workbook: the ranking with its counts as numbers, and a row per interview and code. Every text is a text cell,
 * which no spreadsheet runs as a formula.
 */
export function workbook(input: WorkbookInput): Uint8Array {
  const { context, codebook } = input;
  const { findings, request } = context;
  const { language } = request;
  const words = wordsIn(language);
  const { cause, impact, people, interval, frequency } = words.columns;
  const ranking = findings.table.map(({ code, interviews, prevalence, impact: mean, interval: { low, high } }) => [
    ...[nameOf(codebook, code, language), interviews, prevalence, low, high, mean],
  ]);
  const head = [cause, people, frequency, `${interval} ▼`, `${interval} ▲`, impact];
  const overview = utils.aoa_to_sheet([
    [context.title],
    [coverageLine(findings, language)],
    [`N = ${findings.n}`],
    [],
    head,
    ...ranking,
  ]);
  for (const [row] of ranking.entries())
    for (const column of ['C', 'D', 'E']) {
      const cell = overview[`${column}${row + 6}`];
      if (cell !== undefined) cell.z = PERCENT;
    }
  overview['!cols'] = [36, 10, 10, 10, 10, 10].map((wch) => ({ wch }));
  const single = utils.aoa_to_sheet(causeRows(input).map((row) => [...row]));
  single['!cols'] = [38, 24, 14, 20, 14, 12, 80].map((wch) => ({ wch }));
  const book = utils.book_new();
  utils.book_append_sheet(book, overview, words.title.causes.slice(0, SHEET_NAME_LIMIT));
  utils.book_append_sheet(book, single, words.title.interviews.slice(0, SHEET_NAME_LIMIT));
  return new Uint8Array(write(book, { type: 'array', bookType: 'xlsx', compression: true }) as ArrayBuffer);
}
