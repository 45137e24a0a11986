import type { FileRemark } from '../../core/file.ts';
import type { InterviewHeader } from '../../core/interview.ts';
import type { RawPart } from '../raw-document.ts';
import { fieldOf } from './header-fields.ts';
import type { Layout, LayoutTurn } from './layout.ts';
import { cleanText } from './lines.ts';
import { headOf } from './read-header.ts';
import { isThirdPerson } from './structure-prose.ts';
import { structureText } from './structure-text.ts';
import { type Column, choicesOf, classifyColumns, isMissing, isTicked } from './survey-columns.ts';

type Table = Extract<RawPart, { readonly type: 'table' }>;
type Rows = readonly (readonly string[])[];

/** What a table came to: a survey's rows, interviews in cells, or nothing that gives reasons. */
export interface StructuredTable {
  readonly layouts: readonly Layout[];
  readonly remarks: readonly FileRemark[];
  /** The rows of a table that has no column that could hold a reason; 0 in any other. */
  readonly rowsWithoutReasons: number;
}

/** The heading row stands among the first lines: titles and instructions may come before it. */
const HEADING_ROWS = 10;
/** A sheet with more cells in a row is a table of records, not a form or a transcript. */
const FORM_WIDTH = 3;
const TIME = /^\d{1,2}:\d{2}(?::\d{2})?$/;
/** A cell this long may hold a whole interview. */
const INTERVIEW_LETTERS = 80;

/** Reads a sheet: a talk, interviews in cells, a survey (a row is an interview), or one person's form. */
export function structureTable(table: Table): StructuredTable {
  const rows = table.rows
    .map((row) => row.map((cell) => cleanText(cell).trim()))
    .filter((row) => row.some((cell) => cell !== ''));
  const form = isForm(rows);
  const flat = form || widest(rows) <= FORM_WIDTH ? structureText(flatText(rows)) : null;
  const heading = headingRow(rows);
  const headings = rows[heading] ?? [];
  const body = rows.slice(heading + 1);
  const columns = form ? [] : classifyColumns(headings, body);
  const inCells = interviewCells(headings, body, columns);
  if (inCells !== null) return inCells;
  if (flat?.format === 'transcript' && flat.turns.length * 2 >= rows.length) return found([flat]);
  if (columns.some((column) => column.kind !== 'field') && body.length > 0) return survey(headings, body, columns);
  if (flat !== null && flat.format !== 'free-text') return found([flat]);
  const isTable = body.length > 1 && headings.length > 2;
  return { layouts: [], remarks: [], rowsWithoutReasons: isTable ? body.length : 0 };
}

const found = (layouts: readonly Layout[], remarks: readonly FileRemark[] = []): StructuredTable => ({
  layouts,
  remarks,
  rowsWithoutReasons: 0,
});

const widest = (rows: Rows) => Math.max(0, ...rows.map((row) => row.filter((cell) => cell !== '').length));

/** The first row that fills at least half the width with different short words. */
function headingRow(rows: Rows): number {
  const index = rows.slice(0, HEADING_ROWS).findIndex((row) => {
    const filled = row.filter((cell) => cell !== '');
    return filled.length * 2 >= row.length && filled.length >= 2 && new Set(filled).size >= filled.length * 0.8;
  });
  return Math.max(index, 0);
}

/** A sheet with field names down its first column is one person's form. */
function isForm(rows: Rows): boolean {
  const fields = rows.filter((row) => fieldOf(row[0] ?? '') !== null);
  return fields.length >= 2 && fields.length * 6 >= rows.length;
}

/** A column whose long cells are mostly talks holds one interview a row; rows without words are told of. */
function interviewCells(headings: readonly string[], body: Rows, columns: readonly Column[]): StructuredTable | null {
  for (const [at] of headings.entries()) {
    const long = body.filter((row) => (row[at] ?? '').length >= INTERVIEW_LETTERS);
    if (long.length === 0 || long.length * 2 < body.length) continue;
    const read = body.map((row) => ({ row, layout: structureText(row[at] ?? '') }));
    if (read.filter(({ layout }) => layout?.format === 'transcript').length * 2 < long.length) continue;
    const layouts = read.flatMap(({ row, layout }) => (layout === null ? [] : [withHeader(layout, row, columns)]));
    const detail = { rows: body.length, withoutReason: body.length - layouts.length };
    return found(layouts, detail.withoutReason > 0 ? [{ code: 'survey-rows-without-reason', detail }] : []);
  }
  return null;
}

function withHeader(layout: Layout, row: readonly string[], columns: readonly Column[]): Layout {
  const { header, names } = rowHeader(row, columns);
  return { ...layout, header: { ...header, ...layout.header }, names: [...layout.names, ...names] };
}

function survey(headings: readonly string[], body: Rows, columns: readonly Column[]): StructuredTable {
  const layouts = body.map((row, index) => surveyRow(row, { headings, columns, number: index + 1 }));
  const withoutReason = layouts.filter((layout) => layout.turns.length === 0).length;
  const detail = { rows: body.length, withoutReason };
  const answers = columns.some((column) => column.kind === 'answer');
  const remarks: FileRemark[] = [];
  if (!answers) {
    const notAsked = notAskedRows(body, columns);
    remarks.push({ code: 'survey-ticks-only', detail: notAsked > 0 ? { ...detail, notAsked } : detail });
  } else if (withoutReason > 0) remarks.push({ code: 'survey-rows-without-reason', detail });
  return found(layouts, remarks);
}

/** Where "-" stands for a box that was shown and not ticked, a row with nothing in any box was never shown them. */
function notAskedRows(body: Rows, columns: readonly Column[]): number {
  const boxes = columns.filter((column) => column.kind === 'tick');
  const cells = body.map((row) => boxes.map((box) => (row[box.at] ?? '').trim()));
  if (!cells.some((row) => row.includes('-'))) return 0;
  return cells.filter((row) => row.every((cell) => cell === '')).length;
}

interface RowPlace {
  readonly headings: readonly string[];
  readonly columns: readonly Column[];
  readonly number: number;
}

/** One row as an interview: fields, then ticked options, then answers, each on its line. */
function surveyRow(row: readonly string[], { headings, columns, number }: RowPlace): Layout {
  const { header, names } = rowHeader(row, columns);
  // The row's number keeps two leavers with the same ticks apart: equal texts would count as one interview pasted twice.
  let text = `#${number}`;
  for (const column of columns) {
    if (column.kind === 'field' && SHOWN.has(column.field) && !isMissing(row[column.at] ?? '')) {
      text += `\n${headings[column.at]}: ${row[column.at]}`;
    }
  }
  const turns: LayoutTurn[] = [];
  const add = (lead: string, words: string, turn: Omit<LayoutTurn, 'start' | 'end'>) => {
    text += `\n${lead}`;
    turns.push({ start: text.length, end: text.length + words.length, ...turn });
    text += words;
  };
  for (const { option, question, main } of ticksOf(row, columns)) {
    const asked = question === null ? {} : { question };
    add('☑ ', option, { role: 'leaver', ...asked, tick: { reason: true, main } });
  }
  for (const column of columns) {
    const words = row[column.at] ?? '';
    if (column.kind !== 'answer' || isMissing(words)) continue;
    add(`${column.question}\n`, words, { role: isThirdPerson(words) ? 'note' : 'leaver', question: column.question });
  }
  return { text, format: 'survey-row', turns, header, names, doubt: null };
}

const SHOWN: ReadonlySet<string> = new Set([
  'department',
  'role',
  'level',
  'location',
  'lastDay',
  'separation',
  'voluntary',
]);

interface RowTick {
  readonly option: string;
  readonly question: string | null;
  readonly main: boolean;
}

/** A row's ticked options; the main-factor column marks one of them, or adds its own. */
function ticksOf(row: readonly string[], columns: readonly Column[]): readonly RowTick[] {
  const ticks: RowTick[] = columns.flatMap((column) =>
    column.kind === 'tick' && isTicked(row[column.at] ?? '', column.option)
      ? [{ option: column.option, question: column.question, main: false }]
      : [],
  );
  for (const column of columns) {
    if (column.kind !== 'choice') continue;
    const cell = (row[column.at] ?? '').trim();
    const printed = columns.some((other) => other.kind === 'tick' && isSameOption(other.option, cell));
    const chosen = printed ? [cell] : choicesOf(cell);
    for (const option of chosen) {
      const main = column.main && chosen.length === 1;
      const same = ticks.findIndex((tick) => isSameOption(tick.option, option));
      const tick = ticks[same];
      if (tick !== undefined) ticks[same] = { ...tick, main: tick.main || main };
      else ticks.push({ option, question: column.question, main });
    }
  }
  return ticks;
}

const letters = (option: string) =>
  option
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The main-factor list may print an option in a longer form ("Dissatisfaction with …"). */
function isSameOption(ticked: string, chosen: string): boolean {
  return letters(chosen) === letters(ticked) || letters(chosen).startsWith(`${letters(ticked)} `);
}

function rowHeader(
  row: readonly string[],
  columns: readonly Column[],
): { readonly header: InterviewHeader; readonly names: readonly string[] } {
  const pairs = columns.flatMap((column) =>
    column.kind === 'field' ? [[column.field, row[column.at] ?? ''] as const] : [],
  );
  return headOf(pairs.filter(([, value]) => !isMissing(value)));
}

/** Writes a sheet as lines: two cells are a field and its value, more are pairs where every other one is a field. */
function flatText(rows: Rows): string {
  return rows
    .map((row) => {
      const cells = row.filter((cell, index) => cell !== '' && cell !== row[index - 1]);
      if (cells.length === 2) return `${cells[0]?.replace(/[:：]\s*$/u, '')}：${cells[1]}`;
      // Time, speaker, words: one line of a talk.
      if (cells.length === 3 && TIME.test(cells[0] ?? '')) return `[${cells[0]}] ${cells[1]}: ${cells[2]}`;
      return cells.join('\u3000');
    })
    .join('\n');
}
