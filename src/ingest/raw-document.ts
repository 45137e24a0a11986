import type { FileRemark } from '../core/file.ts';

export type FileKind =
  | 'text'
  | 'csv'
  | 'xlsx'
  | 'xls'
  | 'docx'
  | 'doc'
  | 'pdf'
  | 'rtf'
  | 'html'
  | 'vtt'
  | 'srt'
  | 'eml'
  | 'msg'
  | 'zip'
  | 'picture';

/** One caption of a subtitle file, tags stripped, rolled-up repeats removed. */
export interface Cue {
  /** Voice tag or "(Name)" line, null when absent. */
  readonly speaker: string | null;
  readonly text: string;
}

/** What a reader makes of a file before anything is known of speakers: words in reading order. */
export type RawPart =
  | { readonly type: 'text'; readonly title: string | null; readonly text: string }
  /** A sheet or a csv file; all cells as the text a person sees ("1-2" stays "1-2"), rows padded to one width. */
  | { readonly type: 'table'; readonly title: string | null; readonly rows: readonly (readonly string[])[] }
  | { readonly type: 'captions'; readonly cues: readonly Cue[] }
  /** Margin comments: somebody else's words about the text, kept apart. */
  | { readonly type: 'comments'; readonly text: string };

export interface RawDocument {
  readonly name: string;
  readonly kind: FileKind;
  readonly parts: readonly RawPart[];
  readonly remarks: readonly FileRemark[];
}

/** Writes a table that stands in a page. Only a row's last cell keeps its line ends: what stands left of it is a label. */
export function tabbedRows(rows: readonly (readonly string[])[]): string {
  return rows
    .map((row) => row.map((cell, i) => (i === row.length - 1 ? cell : cell.replace(/\s*\n\s*/g, ' '))).join('\t'))
    .join('\n');
}
