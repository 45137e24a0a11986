/** What the first bytes of a picture file declare. */
export interface PictureSize {
  readonly kind: 'png' | 'jpeg' | 'webp' | 'gif' | 'bmp';
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** Markers of JPEG frames: all of C0-CF but DHT (C4), JPG (C8) and DAC (CC). */
const FRAME_MARKER = /^[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]$/;

/**
 * Reads a picture's size from its header without decoding it, so that a file of a few kB can't claim a gigabyte of
 * pixels; null when the kind is none we open, or its header is broken.
 */
export function pictureSize(bytes: Uint8Array): PictureSize | null {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return sizeOf(view);
  } catch (thrown) {
    // A header that ends before its numbers.
    if (thrown instanceof RangeError) return null;
    throw thrown;
  }
}

function sizeOf(view: Buffer): PictureSize | null {
  const start = view.toString('latin1', 0, 16);
  if (start.startsWith('\x89PNG')) return { kind: 'png', width: view.readUInt32BE(16), height: view.readUInt32BE(20) };
  if (start.startsWith('\xff\xd8\xff')) return jpegSize(view);
  if (start.startsWith('GIF8')) return { kind: 'gif', width: view.readUInt16LE(6), height: view.readUInt16LE(8) };
  // A negative height says that the rows stand from top to bottom.
  if (start.startsWith('BM'))
    return { kind: 'bmp', width: Math.abs(view.readInt32LE(18)), height: Math.abs(view.readInt32LE(22)) };
  if (start.startsWith('RIFF') && start.startsWith('WEBP', 8)) return webpSize(view, start.slice(12));
  return null;
}

/** Walks from segment to segment up to the frame's; thumbnails lie inside segments and are passed over. */
function jpegSize(view: Buffer): PictureSize | null {
  let at = 2;
  while (view.readUInt8(at) === 0xff) {
    const marker = view.toString('latin1', at + 1, at + 2);
    if (marker === '\xff') {
      at += 1;
      continue;
    }
    if (FRAME_MARKER.test(marker))
      return { kind: 'jpeg', width: view.readUInt16BE(at + 7), height: view.readUInt16BE(at + 5) };
    at += 2 + view.readUInt16BE(at + 2);
  }
  return null;
}

function webpSize(view: Buffer, chunk: string): PictureSize | null {
  if (chunk === 'VP8X') return { kind: 'webp', width: view.readUIntLE(24, 3) + 1, height: view.readUIntLE(27, 3) + 1 };
  if (chunk === 'VP8L') {
    const bits = view.readUInt32LE(21);
    return { kind: 'webp', width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (chunk === 'VP8 ')
    return { kind: 'webp', width: view.readUInt16LE(26) & 0x3fff, height: view.readUInt16LE(28) & 0x3fff };
  return null;
}
