import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import {
  getDocument,
  OPS,
  PasswordException,
  type PDFDocumentProxy,
  type PDFPageProxy,
} from 'pdfjs-dist/legacy/build/pdf.mjs';
import { AttritionError } from '../../core/errors.ts';
import type { FileRemark } from '../../core/file.ts';
import type { IngestLimits } from '../limits.ts';
import { type FileContent, textContent } from './file-content.ts';
import { type FormField, fieldPieces } from './pdf-fields.ts';
import { type Piece, pageLines } from './pdf-lines.ts';
import { joinPages, pageText } from './pdf-paragraphs.ts';

/** Above this share of characters without a meaning (private use, control, unknown) a text layer is noise. */
const NOISE_SHARE = 0.3;
const MEANINGLESS = /[\p{Co}\p{Cc}\p{Cn}\ufffd]/gu;

/** The head of a stream object; real ones have a few hundred characters. */
const STREAM_DICTIONARY = /\bobj\b([\s\S]{0,2000}?)\bstream\b/g;
const MEGAPIXEL = 1_000_000;

const PICTURES = new Set([OPS.paintImageXObject, OPS.paintInlineImageXObject, OPS.paintImageMaskXObject]);

/**
 * Reads a pdf's text layer in reading order, form values in their places. Throws `file-password`, `file-scan` (pictures
 * only), `file-noise` (letters without a mapping), `file-empty`, `file-damaged` or `file-too-large`.
 */
export async function readPdf(bytes: Uint8Array, limits: IngestLimits): Promise<FileContent> {
  const document = await openPdf(bytes, limits);
  try {
    if (document.numPages > limits.pdfPages) {
      throw new AttritionError('file-too-large', { limit: limits.pdfPages, unit: 'pages' });
    }
    return await readPages(document, () => refuseHugePictures(bytes, limits));
  } catch (thrown) {
    if (thrown instanceof AttritionError) throw thrown;
    throw new AttritionError('file-damaged', {}, thrown);
  } finally {
    await document.loadingTask.destroy();
  }
}

/**
 * Opens a pdf; pictures of more pixels than allowed are left out by pdfjs, undecoded. Throws `file-password` or
 * `file-damaged`.
 */
export async function openPdf(bytes: Uint8Array, limits: IngestLimits): Promise<PDFDocumentProxy> {
  const folder = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  try {
    return await getDocument({
      // pdfjs takes the buffer away from its caller.
      data: bytes.slice(),
      // Without these tables Chinese CID fonts give empty text and no error.
      cMapUrl: `${join(folder, 'cmaps')}/`,
      standardFontDataUrl: `${join(folder, 'standard_fonts')}/`,
      wasmUrl: `${join(folder, 'wasm')}/`,
      iccUrl: `${join(folder, 'iccs')}/`,
      useSystemFonts: false,
      maxImageSize: limits.pictureMegapixels * MEGAPIXEL,
      verbosity: 0,
    }).promise;
  } catch (thrown) {
    throw new AttritionError(thrown instanceof PasswordException ? 'file-password' : 'file-damaged', {}, thrown);
  }
}

/**
 * Throws `file-too-large` when a picture declares more pixels than allowed: 1 kB can declare a gigabyte of them. The
 * dictionary of a stream is never compressed, so it is read from the bytes; what hides its size by a reference is
 * left out by `maxImageSize` all the same.
 */
export function refuseHugePictures(bytes: Uint8Array, limits: IngestLimits): void {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  for (const [, dictionary = ''] of raw.matchAll(STREAM_DICTIONARY)) {
    const side = (name: string) => Number(new RegExp(`/${name}\\s+(\\d{1,9})`).exec(dictionary)?.[1] ?? 0);
    if (side('Width') * side('Height') > limits.pictureMegapixels * MEGAPIXEL)
      throw new AttritionError('file-too-large', { limit: limits.pictureMegapixels, unit: 'megapixels' });
  }
}

async function readPages(document: PDFDocumentProxy, refuseHuge: () => void): Promise<FileContent> {
  const pages: string[][] = [];
  const scanned: number[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const lines = pageText(pageLines(await piecesOf(page)));
    if (lines.length === 0 && (await hasPicture(page))) scanned.push(number);
    pages.push([...lines]);
    page.cleanup();
  }
  const text = joinPages(pages);
  if (text === '' && scanned.length < pages.length) refuseHuge();
  if (text === '') throw new AttritionError(scanned.length > 0 ? 'file-scan' : 'file-empty');
  if ((text.match(MEANINGLESS) ?? []).filter((c) => !/\s/.test(c)).length > text.length * NOISE_SHARE) {
    throw new AttritionError('file-noise');
  }
  const remarks: FileRemark[] =
    scanned.length === 0 ? [] : [{ code: 'pages-without-text', detail: { pages: scanned.join(', ') } }];
  return textContent(text, remarks);
}

async function piecesOf(page: PDFPageProxy): Promise<readonly Piece[]> {
  const { items } = await page.getTextContent();
  const pieces = items.flatMap((item) => {
    if (!('str' in item)) return [];
    const [, , , , x = 0, y = 0] = item.transform as readonly number[];
    const height = item.height || Math.hypot(Number(item.transform[2]), Number(item.transform[3]));
    return [{ text: item.str, x, y, width: item.width, height, ends: item.hasEOL }];
  });
  return [...pieces, ...fieldPieces((await page.getAnnotations()) as readonly FormField[])];
}

async function hasPicture(page: PDFPageProxy): Promise<boolean> {
  const { fnArray } = await page.getOperatorList();
  return fnArray.some((operation) => PICTURES.has(operation));
}
