import type { FaultCode, FaultDetail } from '../../core/errors.ts';
import type { FileRemark } from '../../core/file.ts';
import type { InterviewDraft } from '../../core/interview.ts';
import type { FileKind, RawDocument, RawPart } from '../raw-document.ts';
import type { Layout } from './layout.ts';
import { cleanText } from './lines.ts';
import { makeDraft } from './make-draft.ts';
import { structurePages } from './structure-pages.ts';
import { structureTable } from './structure-table.ts';

export type Structured =
  | { readonly interviews: readonly InterviewDraft[]; readonly remarks: readonly FileRemark[] }
  | { readonly fault: FaultCode; readonly detail: FaultDetail };

interface Found {
  readonly layouts: readonly Layout[];
  readonly remarks: readonly FileRemark[];
  /** Rows of tables without any column that could hold a reason. */
  readonly rowsWithoutReasons: number;
}

/** In these a table is the document; elsewhere it is part of a page. */
const SHEETS: ReadonlySet<FileKind> = new Set(['csv', 'xlsx', 'xls']);

/** Makes interviews of a document's words: who speaks, what was ticked, sentences, masks; or names why there is none. */
export function structureDocument(document: RawDocument): Structured {
  if (document.parts.every(isEmpty)) return { fault: 'file-empty', detail: {} };
  const found = SHEETS.has(document.kind)
    ? fromSheets(document.parts)
    : { ...structurePages(document.parts), rowsWithoutReasons: 0 };
  if (found.layouts.length === 0) {
    return found.rowsWithoutReasons > 0
      ? { fault: 'file-table-without-reasons', detail: { rows: found.rowsWithoutReasons } }
      : { fault: 'file-no-interview', detail: {} };
  }
  // Whoever is named in one interview of a page may be spoken of in the next; rows of a sheet are strangers.
  const names = SHEETS.has(document.kind) ? [] : [...new Set(found.layouts.flatMap((layout) => layout.names))];
  const interviews = found.layouts.map((layout, index) => {
    const whole = withComments(layout, document.parts, found);
    return makeDraft({ ...whole, names: [...whole.names, ...names] }, index + 1);
  });
  const unclear = interviews.filter((interview) => interview.doubt !== null).length;
  const remarks = [...document.remarks, ...found.remarks];
  if (unclear > 0) remarks.push({ code: 'speakers-unclear', detail: { interviews: unclear } });
  return { interviews, remarks };
}

function isEmpty(part: RawPart): boolean {
  if (part.type === 'table') return part.rows.every((row) => row.every((cell) => cell.trim() === ''));
  if (part.type === 'captions') return part.cues.every((cue) => cue.text.trim() === '');
  return cleanText(part.text).trim() === '';
}

function fromSheets(parts: readonly RawPart[]): Found {
  const tables = parts.flatMap((part) => (part.type === 'table' ? [structureTable(part)] : []));
  return {
    layouts: tables.flatMap((table) => table.layouts),
    remarks: tables.flatMap((table) => table.remarks),
    rowsWithoutReasons: tables.reduce((sum, table) => sum + table.rowsWithoutReasons, 0),
  };
}

/** Margin comments are somebody else's words: kept with the only interview of a file, never as the leaver's. */
function withComments(layout: Layout, parts: readonly RawPart[], found: Found): Layout {
  const comments = parts.flatMap((part) => (part.type === 'comments' ? [cleanText(part.text).trim()] : [])).join('\n');
  if (comments === '' || found.layouts.length !== 1) return layout;
  const start = layout.text.length + 2;
  const turn = { start, end: start + comments.length, role: 'other' as const };
  return { ...layout, text: `${layout.text}\n\n${comments}`, turns: [...layout.turns, turn] };
}
