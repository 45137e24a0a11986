import { AttritionError } from '../../core/errors.ts';
import type { FileRemark } from '../../core/file.ts';
import type { IngestLimits } from '../limits.ts';
import type { FileContent } from './file-content.ts';

/** A merged range, 0-based; its value stands in its first cell only. */
export interface CellRange {
  readonly column: number;
  readonly top: number;
  readonly bottom: number;
}

/** One sheet of a workbook as text, rows and columns where the sheet has them. */
export interface SheetTable {
  readonly title: string;
  readonly rows: readonly (readonly string[])[];
  /** Left out: whoever sends the file doesn't see it (lists of a form's options, scores, former drafts). */
  readonly hidden: boolean;
  readonly merges: readonly CellRange[];
}

/**
 * Makes a workbook's sheets into table parts. A cell merged downwards counts for each of its rows (a department beside
 * its leavers); empty sheets, rows and columns are left out; all rows get one width. Hidden sheets are told of.
 */
export function tablesContent(sheets: readonly SheetTable[], limits: IngestLimits): FileContent {
  const filled = sheets
    .map((sheet) => ({ ...sheet, rows: compact(withMergesFilled(sheet)) }))
    .filter(({ rows }) => rows.length > 0);
  const hidden = filled.filter((sheet) => sheet.hidden).map(({ title }) => title);
  const parts = filled
    .filter((sheet) => !sheet.hidden)
    .map(({ title, rows }) => ({ type: 'table' as const, title, rows }));
  if (parts.some(({ rows }) => rows.length > limits.tableRows)) {
    throw new AttritionError('file-too-large', { limit: limits.tableRows, unit: 'rows' });
  }
  const remarks: FileRemark[] =
    hidden.length === 0 ? [] : [{ code: 'hidden-sheets-left-out', detail: { sheets: hidden.join(', ') } }];
  return { parts, remarks, inside: [] };
}

function withMergesFilled({ rows, merges }: SheetTable): readonly (readonly string[])[] {
  const filled = rows.map((row) => [...row]);
  // A row that is empty but for merged cells is no row of its own.
  const hasOwnCells = rows.map((row) => row.some(isFilled));
  for (const { column, top, bottom } of merges) {
    const value = rows[top]?.[column] ?? '';
    for (let i = top + 1; i <= bottom && i < filled.length; i += 1) {
      const row = filled[i];
      if (row !== undefined && hasOwnCells[i] === true) row[column] = value;
    }
  }
  return filled;
}

function compact(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const columns = new Set(rows.flatMap((row) => row.flatMap((cell, column) => (isFilled(cell) ? [column] : []))));
  const used = [...columns].sort((a, b) => a - b);
  return rows.filter((row) => row.some(isFilled)).map((row) => used.map((column) => row[column] ?? ''));
}

function isFilled(cell: string | undefined): boolean {
  return cell !== undefined && cell.trim() !== '';
}
