import { AttritionError, type FaultCode, type FaultDetail } from '../../core/errors.ts';
import { detectKind } from '../detect-kind.ts';
import { type IngestLimits, MEGABYTE } from '../limits.ts';
import type { FileKind, RawDocument, RawPart } from '../raw-document.ts';
import { readCaptions } from './captions.ts';
import { readCsv } from './csv.ts';
import { readDoc } from './doc.ts';
import { readDocx } from './docx.ts';
import { readEml } from './eml.ts';
import type { InnerFile, Reader } from './file-content.ts';
import { readHtml } from './html.ts';
import { readPdf } from './pdf.ts';
import { readRtf } from './rtf.ts';
import { readText } from './text.ts';
import { readXls } from './xls.ts';
import { readXlsx } from './xlsx.ts';
import { readZip } from './zip.ts';

const refuse =
  (code: FaultCode, detail: FaultDetail = {}): Reader =>
  () => {
    throw new AttritionError(code, detail);
  };

const READERS: Readonly<Record<FileKind, Reader>> = {
  text: readText,
  csv: readCsv,
  xlsx: readXlsx,
  xls: readXls,
  docx: readDocx,
  doc: readDoc,
  pdf: readPdf,
  rtf: readRtf,
  html: readHtml,
  vtt: readCaptions,
  srt: readCaptions,
  eml: readEml,
  msg: refuse('file-kind-old', { kind: 'Outlook (.msg)', saveAs: '.eml' }),
  zip: readZip,
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
    const { parts, remarks, inside } = await READERS[kind](bytes, limits);
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
