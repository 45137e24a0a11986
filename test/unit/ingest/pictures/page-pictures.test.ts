import { loadImage } from '@napi-rs/canvas';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFileReader } from '../../../../src/ingest/file-reader.ts';
import { INGEST_LIMITS } from '../../../../src/ingest/limits.ts';
import { PAGE_SIDE, pagePictures, SCANNED_PAGES, scaledSize } from '../../../../src/ingest/pictures/page-pictures.ts';
import { pictureSize } from '../../../../src/ingest/pictures/picture-size.ts';
import { bombPdf, photoOf, scannedPdf } from '../../../support/scanned-pdf.ts';
import { fixture } from '../readers/fixture.ts';

const photo = photoOf(['HR: Why?']);

/** A PNG header that declares a size, and nothing behind it. */
function pngHeader(width: number, height: number): Uint8Array {
  const bytes = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'), Buffer.alloc(17)]);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

/** The share of pixels of a picture that are dark. */
async function darkness(bytes: Uint8Array): Promise<number> {
  const { createCanvas } = await import('@napi-rs/canvas');
  const image = await loadImage(bytes);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  let dark = 0;
  for (let i = 0; i < data.length; i += 4) if ((data[i] ?? 255) < 128) dark += 1;
  return dark / (data.length / 4);
}

describe('pictureSize', () => {
  it('reads width and height from the header of every kind we open', () => {
    const size = { width: photo.width, height: photo.height };
    expect(pictureSize(photo.toBuffer('image/png'))).toEqual({ kind: 'png', ...size });
    expect(pictureSize(photo.toBuffer('image/jpeg'))).toEqual({ kind: 'jpeg', ...size });
    expect(pictureSize(photo.toBuffer('image/webp'))).toEqual({ kind: 'webp', ...size });
    const lossless = photo.toBuffer('image/webp', 100);
    expect(pictureSize(lossless)).toEqual({ kind: 'webp', ...size });
    const gif = Buffer.from('GIF89a\x10\x01\x20\x02', 'latin1');
    expect(pictureSize(gif)).toEqual({ kind: 'gif', width: 272, height: 544 });
  });

  it('gives null for a cut header and for other kinds', () => {
    expect(pictureSize(photo.toBuffer('image/jpeg').subarray(0, 12))).toBeNull();
    expect(pictureSize(Buffer.from('\0\0\0\x18ftypheic', 'latin1'))).toBeNull();
    expect(pictureSize(new Uint8Array())).toBeNull();
  });
});

describe('pagePictures', () => {
  it('scales the long side down, never up', () => {
    expect(scaledSize(4_000, 3_000)).toEqual({ width: PAGE_SIDE, height: 1_200 });
    expect(scaledSize(300, 200)).toEqual({ width: 300, height: 200 });
    expect(scaledSize(100_000, 1)).toEqual({ width: PAGE_SIDE, height: 1 });
  });

  it('draws every page of a scan, with its print', async () => {
    const pages = await pagePictures(
      { name: 'scan.pdf', bytes: scannedPdf([['HR: Why?'], ['Leaver: Pay.']]) },
      INGEST_LIMITS,
    );
    expect(pages).toHaveLength(2);
    for (const { bytes, mediaType } of pages) {
      expect(pictureSize(bytes)).toEqual({ kind: 'jpeg', width: 1_131, height: PAGE_SIDE });
      expect(mediaType).toBe('image/jpeg');
      expect(await darkness(bytes)).toBeGreaterThan(0.000_3);
    }
  });

  it('draws Chinese set in a CID font', async () => {
    const [page] = await pagePictures({ name: 'zh.pdf', bytes: fixture('interview-zh.pdf') }, INGEST_LIMITS);
    expect(await darkness(page?.bytes ?? new Uint8Array())).toBeGreaterThan(0.005);
  });

  it('refuses, before decoding, what declares too many pixels, has too many pages or is of a foreign kind', async () => {
    const refused = (name: string, bytes: Uint8Array) => expect(pagePictures({ name, bytes }, INGEST_LIMITS)).rejects;
    await refused('a.png', pngHeader(35_000, 35_000)).toMatchObject({ code: 'file-too-large', detail: { limit: 40 } });
    await refused('a.png', pngHeader(300, 200)).toMatchObject({ code: 'file-damaged' });
    await refused('a.heic', Buffer.from('\0\0\0\x18ftypheic', 'latin1')).toMatchObject({ code: 'file-picture-kind' });
    const many = scannedPdf(Array.from({ length: SCANNED_PAGES + 1 }, () => ['x']));
    await refused('a.pdf', many).toMatchObject({ code: 'file-too-large', detail: { unit: 'pages' } });
  });
});

describe('a pdf of a few kB that declares 35,000 x 35,000 pixels', () => {
  it('is named, its picture is never decoded, and the next file is read', async () => {
    const bomb = bombPdf(35_000);
    expect(bomb.length).toBeLessThan(12_000);
    const reader = createFileReader({ limits: INGEST_LIMITS });
    onTestFinished(() => reader.close());
    const named = { fault: 'file-too-large', detail: { limit: INGEST_LIMITS.pictureMegapixels, unit: 'megapixels' } };
    expect(await reader.read({ name: 'bomb.pdf', bytes: bomb })).toEqual([
      { kind: 'not-read', name: 'bomb.pdf', ...named },
    ]);
    expect(await reader.pictures({ name: 'bomb.pdf', bytes: bomb })).toEqual(named);
    const [scan] = await reader.read({ name: 'scan.pdf', bytes: scannedPdf([['HR: Why?']]) });
    expect(scan).toMatchObject({ kind: 'not-read', fault: 'file-scan', scan: expect.any(Uint8Array) });
  });
});
