import { read, utils, type WorkSheet } from '@e965/xlsx';
import { AttritionError } from '../../core/errors.ts';
import type { IngestLimits } from '../limits.ts';
import type { FileContent } from './file-content.ts';
import { type SheetTable, tablesContent } from './sheet-tables.ts';

/** Reads an Excel workbook of 1997-2003, one table per sheet, cells as displayed. */
export function readXls(bytes: Uint8Array, limits: IngestLimits): FileContent {
  const workbook = open(bytes, limits);
  const tables = workbook.SheetNames.map((title, index) => ({
    ...sheetTable(title, workbook.Sheets[title]),
    hidden: (workbook.Workbook?.Sheets?.[index]?.Hidden ?? 0) > 0,
  }));
  const content = tablesContent(tables, limits);
  if (content.parts.length === 0) throw new AttritionError('file-empty');
  return content;
}

function open(bytes: Uint8Array, limits: IngestLimits) {
  try {
    return read(bytes, { type: 'array', sheetRows: limits.tableRows + 1, cellFormula: false, cellHTML: false });
  } catch (thrown) {
    const locked = thrown instanceof Error && /password|encrypt/i.test(thrown.message);
    throw new AttritionError(locked ? 'file-password' : 'file-damaged', {}, thrown);
  }
}

function sheetTable(title: string, sheet: WorkSheet | undefined): Omit<SheetTable, 'hidden'> {
  if (sheet === undefined) return { title, rows: [], merges: [] };
  // From A1 on, so that merged ranges keep their places.
  const range = { s: { r: 0, c: 0 }, e: utils.decode_range(sheet['!ref'] ?? 'A1').e };
  const rows = utils.sheet_to_json<unknown[]>(sheet, { header: 1, raw: false, defval: '', blankrows: true, range });
  return {
    title,
    rows: rows.map((row) => row.map((cell) => String(cell ?? ''))),
    merges: (sheet['!merges'] ?? []).map(({ s, e }) => ({ column: s.c, top: s.r, bottom: e.r })),
  };
}
