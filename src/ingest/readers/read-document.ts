import { AttritionError, type FaultCode, type FaultDetail } from '../../core/errors.ts';
import { detectKind } from '../detect-kind.ts';
import { type IngestLimits, MEGABYTE } from '../limits.ts';
import type { FileKind, RawDocument, RawPart } from '../raw-document.ts';
import { readCaptions } from './captions.ts';
import type { InnerFile, Reader } from './file-content.ts';
import { readText } from './text.ts';

const refuse =
  (code: FaultCode, detail: FaultDetail = {}) =>
  async (): Promise<Reader> => {
    throw new AttritionError(code, detail);
  };

/** Each parser is loaded with the first file of its kind: all of them take a third of a second, and most uploads need one. */
const READERS: Readonly<Record<FileKind, () => Promise<Reader>>> = {
  text: async () => readText,
  csv: async () => (await import('./csv.ts')).readCsv,
  xlsx: async () => (await import('./xlsx.ts')).readXlsx,
  xls: async () => (await import('./xls.ts')).readXls,
  docx: async () => (await import('./docx.ts')).readDocx,
  doc: async () => (await import('./doc.ts')).readDoc,
  pdf: async () => (await import('./pdf.ts')).readPdf,
  rtf: async () => (await import('./rtf.ts')).readRtf,
  html: async () => (await import('./html.ts')).readHtml,
  vtt: async () => readCaptions,
  srt: async () => readCaptions,
  eml: async () => (await import('./eml.ts')).readEml,
  msg: refuse('file-kind-old', { kind: 'Outlook (.msg)', saveAs: '.eml' }),
  zip: async () => (await import('./zip.ts')).readZip,
  picture: refuse('file-picture'),
};

/** What a file gave: its own words, if it has any, and the files inside it; or why it gave nothing. */
export type ReadDocument =
  | { readonly document: RawDocument | null; readonly inside: readonly InnerFile[] }
  | { readonly fault: FaultCode; readonly detail: FaultDetail };

/** Reads one file's bytes into words in reading order. Never throws: what can't be read is a fault with its details. */
export async function readDocument(
  file: { readonly name: string; readonly bytes: Uint8Array },
  limits: IngestLimits,
): Promise<ReadDocument> {
  const { name, bytes } = file;
  try {
    if (bytes.length > limits.fileMegabytes * MEGABYTE) {
      throw new AttritionError('file-too-large', { limit: limits.fileMegabytes });
    }
    const kind = await detectKind(name, bytes, limits);
    const read = await READERS[kind]();
    const { parts, remarks, inside } = await read(bytes, limits);
    const hasWords = parts.some(partHasWords);
    if (!hasWords && inside.length === 0) throw new AttritionError('file-empty');
    return { document: hasWords ? { name, kind, parts, remarks } : null, inside };
  } catch (thrown) {
    if (thrown instanceof AttritionError) return { fault: thrown.code, detail: thrown.detail };
    // A parser gave up in a way of its own: for the person at the other end the file is damaged.
    return { fault: 'file-damaged', detail: {} };
  }
}

function partHasWords(part: RawPart): boolean {
  if (part.type === 'table') return part.rows.some((row) => row.some((cell) => /\S/.test(cell)));
  if (part.type === 'captions') return part.cues.length > 0;
  return /\S/.test(part.text);
}
