import readXlsxFile, { type CellValue } from 'read-excel-file/node';
import { AttritionError } from '../../core/errors.ts';
import type { IngestLimits } from '../limits.ts';
import type { FileContent } from './file-content.ts';
import { tablesContent } from './sheet-tables.ts';
import { sheetLooks } from './xlsx-sheets.ts';
import { checkUnzippedSize, zipEntries } from './zip-entries.ts';

const DRAWING = /^xl\/drawings\/drawing\d+\.xml$/;
const DRAWN_WORDS = /<a:t>[^<]*\S[^<]*<\/a:t>/;

/** Reads an Excel workbook, one table per sheet; a date is written as ISO 8601. */
export async function readXlsx(bytes: Uint8Array, limits: IngestLimits): Promise<FileContent> {
  const entries = await zipEntries(bytes, limits);
  await checkUnzippedSize(entries, limits);
  const sheets = await openSheets(bytes);
  const looks = await sheetLooks(entries);
  const tables = sheets.map(({ sheet, data }) => ({
    title: sheet,
    rows: data.map((row) => row.map(cellText)),
    hidden: looks.get(sheet)?.hidden ?? false,
    merges: looks.get(sheet)?.merges ?? [],
  }));
  const content = tablesContent(tables, limits);
  if (content.parts.length > 0) return content;
  for (const entry of entries.filter(({ name }) => DRAWING.test(name))) {
    if (DRAWN_WORDS.test(new TextDecoder().decode(await entry.read()))) throw new AttritionError('file-textbox-only');
  }
  if (entries.some(({ name }) => name.startsWith('xl/embeddings/'))) throw new AttritionError('file-attachment-only');
  throw new AttritionError('file-empty');
}

async function openSheets(bytes: Uint8Array) {
  try {
    return await readXlsxFile(Buffer.from(bytes), { trim: false });
  } catch (thrown) {
    throw new AttritionError('file-damaged', {}, thrown);
  }
}

/** The library's types call a date's type `typeof Date`; its values are Date objects. */
function cellText(cell: CellValue | null | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return String(Number(cell.toPrecision(15)));
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  const value: unknown = cell;
  if (value instanceof Date)
    return value
      .toISOString()
      .replace(/T00:00:00\.000Z$/, '')
      .replace(/\.000Z$/, '');
  return String(cell);
}
