import type { FaultCode, FaultDetail } from '../../core/errors.ts';
import type { FileRemark } from '../../core/file.ts';
import type { IngestLimits } from '../limits.ts';
import type { RawPart } from '../raw-document.ts';

/** A file found inside an archive or an e-mail: its bytes, or why they can't be had. */
export type InnerFile =
  | { readonly name: string; readonly bytes: Uint8Array }
  | { readonly name: string; readonly fault: FaultCode; readonly detail: FaultDetail };

/** What a reader takes out of one file. */
export interface FileContent {
  readonly parts: readonly RawPart[];
  readonly remarks: readonly FileRemark[];
  readonly inside: readonly InnerFile[];
}

/** One reader per kind; throws an AttritionError with a `file-` code when the file can't be read. */
export type Reader = (bytes: Uint8Array, limits: IngestLimits) => Promise<FileContent> | FileContent;

/** The content of a file that is only running text. */
export function textContent(text: string, remarks: readonly FileRemark[] = []): FileContent {
  return { parts: [{ type: 'text', title: null, text }], remarks, inside: [] };
}
