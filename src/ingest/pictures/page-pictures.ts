import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { AttritionError } from '../../core/errors.ts';
import type { Picture } from '../../core/ports/language-model.ts';
import { extensionOf } from '../detect-kind.ts';
import type { IngestLimits } from '../limits.ts';
import { openPdf, refuseHugePictures } from '../readers/pdf.ts';
import { pictureSize } from './picture-size.ts';

/** Pixels of a page's long side. Qwen2.5-VL takes a token per 28 x 28 pixels: an A4 page costs 2,300, print stays legible. */
export const PAGE_SIDE = 1_600;
/** Pages of one scanned file: a long form has ten, and each is a request of its own. */
export const SCANNED_PAGES = 30;
/** JPEG quality in percent: thin strokes survive, a page stays under half a megabyte. */
const QUALITY = 85;
const MEGAPIXEL = 1_000_000;

/**
 * Makes one picture per page of a scanned pdf, or one of a photo, scaled down to PAGE_SIDE. Nothing is decoded before
 * its declared size is known. Throws `file-too-large`, `file-picture-kind`, `file-password` or `file-damaged`.
 */
export async function pagePictures(
  file: { readonly name: string; readonly bytes: Uint8Array },
  limits: IngestLimits,
): Promise<readonly Picture[]> {
  const isPdf = Buffer.from(file.bytes.subarray(0, 1_024)).includes('%PDF-');
  return isPdf ? pdfPages(file.bytes, limits) : [await photo(file, limits)];
}

/** Width and height after scaling the long side down to PAGE_SIDE; small pictures stay as they are. */
export function scaledSize(width: number, height: number): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, PAGE_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

async function photo(file: { name: string; bytes: Uint8Array }, limits: IngestLimits): Promise<Picture> {
  const size = pictureSize(file.bytes);
  if (size === null) throw new AttritionError('file-picture-kind', { extension: extensionOf(file.name) });
  if (size.width * size.height > limits.pictureMegapixels * MEGAPIXEL)
    throw new AttritionError('file-too-large', { limit: limits.pictureMegapixels, unit: 'megapixels' });
  try {
    const image = await loadImage(file.bytes);
    const { width, height } = scaledSize(image.width, image.height);
    const canvas = createCanvas(width, height);
    const context = canvas.getContext('2d');
    whiten(context, width, height);
    context.drawImage(image, 0, 0, width, height);
    return { mediaType: 'image/jpeg', bytes: await canvas.encode('jpeg', QUALITY) };
  } catch (thrown) {
    throw new AttritionError('file-damaged', {}, thrown);
  }
}

async function pdfPages(bytes: Uint8Array, limits: IngestLimits): Promise<readonly Picture[]> {
  refuseHugePictures(bytes, limits);
  const document = await openPdf(bytes, limits);
  try {
    if (document.numPages > SCANNED_PAGES)
      throw new AttritionError('file-too-large', { limit: SCANNED_PAGES, unit: 'pages' });
    const pictures: Picture[] = [];
    for (let number = 1; number <= document.numPages; number += 1) pictures.push(await pdfPage(document, number));
    return pictures;
  } catch (thrown) {
    if (thrown instanceof AttritionError) throw thrown;
    throw new AttritionError('file-damaged', {}, thrown);
  } finally {
    await document.loadingTask.destroy();
  }
}

async function pdfPage(document: PDFDocumentProxy, number: number): Promise<Picture> {
  const page = await document.getPage(number);
  const own = page.getViewport({ scale: 1 });
  // A page's size is in points and says nothing of its pixels: it is always drawn to the long side.
  const viewport = page.getViewport({ scale: PAGE_SIDE / Math.max(own.width, own.height) });
  const [width, height] = [Math.max(1, Math.round(viewport.width)), Math.max(1, Math.round(viewport.height))];
  const canvas = createCanvas(width, height);
  whiten(canvas.getContext('2d'), width, height);
  // pdfjs draws on this canvas in Node itself; its types know the browser's only.
  await page.render({ canvas: canvas as unknown as HTMLCanvasElement, viewport }).promise;
  page.cleanup();
  return { mediaType: 'image/jpeg', bytes: await canvas.encode('jpeg', QUALITY) };
}

/** JPEG has no transparency: what is left clear would come out black. */
function whiten(context: { fillStyle: unknown; fillRect(...box: number[]): void }, width: number, height: number) {
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
}
