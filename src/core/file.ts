import type { FaultCode, FaultDetail } from './errors.ts';
import type { InterviewDraft } from './interview.ts';
import type { Picture } from './ports/language-model.ts';

/** A remark about a file that was read: worth telling, no reason to refuse. */
export interface FileRemark {
  readonly code:
    | 'survey-ticks-only'
    | 'survey-rows-without-reason'
    | 'duplicate-interview'
    | 'comments-kept'
    | 'hidden-sheets-left-out'
    | 'captions-rolled'
    | 'encoding-guessed'
    | 'pages-without-text'
    | 'read-from-picture'
    | 'speakers-unclear';
  readonly detail: FaultDetail;
}

/** What became of one file (or of one file inside an archive). */
export type FileOutcome =
  | {
      readonly kind: 'read';
      /** As shown to people; inside an archive "archive.zip/inner.txt". */
      readonly name: string;
      readonly interviews: readonly InterviewDraft[];
      readonly remarks: readonly FileRemark[];
    }
  | {
      readonly kind: 'not-read';
      readonly name: string;
      readonly fault: FaultCode;
      readonly detail: FaultDetail;
      /** The file's bytes, where a model that reads pictures could read them. */
      readonly scan?: Uint8Array;
    };

/** One picture per page, in order, or why there is none. */
export type FilePictures =
  | { readonly pictures: readonly Picture[] }
  | { readonly fault: FaultCode; readonly detail: FaultDetail };

/** Reads a file's bytes into interviews; an archive gives one outcome per file inside it. Never throws for bad input. */
export interface FileReader {
  read(file: { readonly name: string; readonly bytes: Uint8Array }): Promise<readonly FileOutcome[]>;
  /** Draws the pages of a scanned file, within the same limits. Never throws for bad input. */
  pictures(file: { readonly name: string; readonly bytes: Uint8Array }): Promise<FilePictures>;
  close(): Promise<void>;
}
