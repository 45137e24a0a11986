import type { FileRemark } from '../../core/file.ts';
import { type RawPart, tabbedRows } from '../raw-document.ts';
import type { Layout } from './layout.ts';
import { cleanText } from './lines.ts';
import { readHead } from './read-header.ts';
import { splitInterviews } from './split-interviews.ts';
import { structureCaptions } from './structure-captions.ts';
import { type StructuredTable, structureTable } from './structure-table.ts';
import { structureText } from './structure-text.ts';

/** What pages of text came to. */
export interface StructuredPages {
  readonly layouts: readonly Layout[];
  readonly remarks: readonly FileRemark[];
}

/** Reads running text and captions: one interview or several. A page that is nothing but a table of leavers is read by its rows. */
export function structurePages(parts: readonly RawPart[]): StructuredPages {
  const captions = parts.flatMap((part) => (part.type === 'captions' ? [structureCaptions(part)] : []));
  const tables = parts.flatMap((part) => (part.type === 'table' ? [structureTable(part)] : [])).filter(listsLeavers);
  const aroundTables =
    tables.length === 0 ? null : structurePieces(splitInterviews(pagesText(parts, 'without tables')));
  if (aroundTables?.layouts.length === 0) {
    return {
      layouts: tables.flatMap((table) => table.layouts),
      remarks: tables.flatMap((table) => table.remarks),
    };
  }
  const { layouts, silent } = structurePieces(splitInterviews(pagesText(parts, 'with tables')));
  const all = [...captions, ...layouts].filter((layout) => layout !== null);
  const remarks: FileRemark[] =
    all.length > 0 && silent > 0
      ? [{ code: 'survey-rows-without-reason', detail: { rows: all.length + silent, withoutReason: silent } }]
      : [];
  return { layouts: all, remarks };
}

/** A form's own tables (ratings, equipment) have rows too: rows of people say where somebody worked or when they left. */
function listsLeavers({ layouts }: StructuredTable): boolean {
  const telling = layouts.filter(
    ({ format, header: { department, role, lastDay, separation } }) =>
      format === 'survey-row' && [department, role, lastDay, separation].some((value) => value !== undefined),
  );
  return layouts.length >= 2 && telling.length * 2 >= layouts.length;
}

function pagesText(parts: readonly RawPart[], which: 'with tables' | 'without tables'): string {
  let text = '';
  let before: RawPart['type'] = 'table';
  for (const part of parts) {
    if (part.type !== 'text' && (part.type !== 'table' || which === 'without tables')) continue;
    const words = part.type === 'text' ? part.text : tabbedRows(part.rows);
    // A table belongs to the paragraphs around it; two stretches of text are two pages.
    const gap = before === 'text' && part.type === 'text' ? '\n\n' : '\n';
    text += `${text === '' ? '' : gap}${cleanText(words)}`;
    before = part.type;
  }
  return text;
}

/**
 * A piece without words belongs to the one below it (a cover, a title set apart), unless it has a head of its own: that
 * is a leaver nobody heard, who is told of and never counted as one without causes.
 */
function structurePieces(pieces: readonly string[]): { readonly layouts: readonly Layout[]; readonly silent: number } {
  const layouts: Layout[] = [];
  let silent = 0;
  let carried = '';
  for (const piece of pieces) {
    const text = carried + piece;
    const layout = structureText(text);
    carried = '';
    if (layout !== null) layouts.push(layout);
    else if (readHead(text).fields.size >= 2) silent += 1;
    else carried = text;
  }
  return { layouts, silent };
}
