import { CsvError, type Options } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { AttritionError } from '../../core/errors.ts';
import { decodeText } from '../encoding.ts';
import type { IngestLimits } from '../limits.ts';
import type { FileContent } from './file-content.ts';
import { encodingRemarks } from './text.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Lines searched for the header: a title may stand above it. */
const HEAD_LINES = 10;
const HEAD_CHARACTERS = 50_000;

interface CsvRow {
  readonly cells: readonly string[];
  /** The line of the text it begins on, 1-based. */
  readonly line: number;
}

/**
 * Reads a table of text. Refuses a table with broken quotes or with rows of another width (`file-table-broken` with
 * the line) rather than let cells slide into a neighbour's column.
 */
export function readCsv(bytes: Uint8Array, limits: IngestLimits): FileContent {
  const decoded = decodeText(bytes);
  const { text, skipped } = withoutSeparatorLine(decoded.text);
  const rows = evenRows(parseRows(text, skipped, limits));
  if (rows.length > limits.tableRows)
    throw new AttritionError('file-too-large', { limit: limits.tableRows, unit: 'rows' });
  return { parts: [{ type: 'table', title: null, rows }], remarks: encodingRemarks(decoded), inside: [] };
}

/** Excel's first line "sep=;" only names the delimiter. */
function withoutSeparatorLine(text: string) {
  const line = text.match(/^sep=[^\n]\r?\n/i)?.[0] ?? '';
  return { text: text.slice(line.length), skipped: line === '' ? 0 : 1 };
}

/** The delimiter met most often outside quotes in the first line that has any; a comma when there is none. */
function delimiterOf(text: string): string {
  const counts = text
    .slice(0, HEAD_CHARACTERS)
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(/\r\n?|\n/, HEAD_LINES)
    .map((line) => DELIMITERS.map((delimiter) => ({ delimiter, count: line.split(delimiter).length - 1 })));
  const header = counts.find((line) => line.some(({ count }) => count > 0)) ?? [];
  return header.reduce((best, next) => (next.count > best.count ? next : best), { delimiter: ',', count: 0 }).delimiter;
}

function parseRows(text: string, skipped: number, limits: IngestLimits): readonly CsvRow[] {
  const rows: CsvRow[] = [];
  let next = 1 + skipped;
  const options: Options = {
    delimiter: delimiterOf(text),
    relax_column_count: true,
    skip_empty_lines: true,
    // One row more than allowed shows that there are too many, and spares reading them.
    to: limits.tableRows + 1,
    on_record(cells, { lines }) {
      rows.push({ cells, line: next });
      next = lines + 1 + skipped;
      return cells;
    },
  };
  try {
    parse(text, options);
    return rows;
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown;
    // An open quote swallows the rest of the file: what helps is the line it began on.
    const told = thrown.code === 'CSV_QUOTE_NOT_CLOSED' ? undefined : thrown.message.match(/at line (\d+)/)?.[1];
    const line = told === undefined ? next : Number(told) + skipped;
    throw new AttritionError('file-table-broken', { line, reason: 'quotes' }, thrown);
  }
}

/** Gives all rows one width: empty cells past the end are cut, titles of one cell are padded, all else is refused. */
function evenRows(rows: readonly CsvRow[]): readonly (readonly string[])[] {
  const width = commonestWidth(rows);
  return rows.map(({ cells, line }) => {
    const surplus = cells.slice(width);
    const kept = surplus.every((cell) => cell.trim() === '') ? cells.slice(0, width) : cells;
    if (kept.length !== width && kept.length !== 1) {
      throw new AttritionError('file-table-broken', { line, reason: 'columns', expected: width, found: cells.length });
    }
    return [...kept, ...Array<string>(width - kept.length).fill('')];
  });
}

function commonestWidth(rows: readonly CsvRow[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best), [1, 0])[0];
}
