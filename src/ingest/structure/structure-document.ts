import type { FaultCode, FaultDetail } from '../../core/errors.ts';
import type { FileRemark } from '../../core/file.ts';
import type { InterviewDraft } from '../../core/interview.ts';
import type { FileKind, RawDocument, RawPart } from '../raw-document.ts';
import type { Layout } from './layout.ts';
import { cleanText } from './lines.ts';
import { makeDraft } from './make-draft.ts';
import { readHead } from './read-header.ts';
import { splitInterviews } from './split-interviews.ts';
import { structureCaptions } from './structure-captions.ts';
import { flatText, structureTable } from './structure-table.ts';
import { structureText } from './structure-text.ts';

export type Structured =
  | { readonly interviews: readonly InterviewDraft[]; readonly remarks: readonly FileRemark[] }
  | { readonly fault: FaultCode; readonly detail: FaultDetail };

interface Found {
  readonly layouts: readonly Layout[];
  readonly remarks: readonly FileRemark[];
  readonly withoutReasons: boolean;
}

/** In these a table is the document; elsewhere it is part of a page. */
const SHEETS: ReadonlySet<FileKind> = new Set(['csv', 'xlsx', 'xls']);

/** Makes interviews of a document's words: who speaks, what was ticked, sentences, masks; or names why there is none. */
export function structureDocument(document: RawDocument): Structured {
  if (document.parts.every(isEmpty)) return { fault: 'file-empty', detail: {} };
  const found = SHEETS.has(document.kind) ? fromSheets(document.parts) : fromPages(document.parts);
  if (found.layouts.length === 0) {
    return { fault: found.withoutReasons ? 'file-table-without-reasons' : 'file-no-interview', detail: {} };
  }
  const interviews = found.layouts.map((layout, index) =>
    makeDraft(withComments(layout, document.parts, found), index + 1),
  );
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
    withoutReasons: tables.some((table) => table.withoutReasons),
  };
}

function fromPages(parts: readonly RawPart[]): Found {
  const captions = parts.flatMap((part) => (part.type === 'captions' ? [structureCaptions(part)] : []));
  const pages = parts.flatMap((part) => {
    if (part.type === 'text') return [cleanText(part.text)];
    return part.type === 'table' ? [flatText(part.rows.map((row) => row.map((cell) => cleanText(cell).trim())))] : [];
  });
  const { layouts, silent } = structurePieces(splitInterviews(pages.join('\n\n')));
  const all = [...captions, ...layouts].filter((layout) => layout !== null);
  const remarks: FileRemark[] =
    all.length > 0 && silent > 0
      ? [{ code: 'survey-rows-without-reason', detail: { rows: all.length + silent, withoutReason: silent } }]
      : [];
  return { layouts: all, remarks, withoutReasons: false };
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

/** Margin comments are somebody else's words: kept with the only interview of a file, never as the leaver's. */
function withComments(layout: Layout, parts: readonly RawPart[], found: Found): Layout {
  const comments = parts.flatMap((part) => (part.type === 'comments' ? [cleanText(part.text).trim()] : [])).join('\n');
  if (comments === '' || found.layouts.length !== 1) return layout;
  const start = layout.text.length + 2;
  const turn = { start, end: start + comments.length, role: 'other' as const };
  return { ...layout, text: `${layout.text}\n\n${comments}`, turns: [...layout.turns, turn] };
}
