import { deflateSync } from 'node:zlib';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';

/** Any font that has Latin and Chinese letters; the words of a scan are read by a scripted model, not by us. */
GlobalFonts.registerFromPath(new URL('../../assets/fonts/NotoSansSC-subset.otf', import.meta.url).pathname, 'page');

const WIDTH = 600;
const HEIGHT = 800;

/** A photo of a page: lines of print on white. */
export function photoOf(lines: readonly string[]) {
  const canvas = createCanvas(WIDTH, HEIGHT);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.fillStyle = '#000000';
  context.font = '20px page';
  lines.forEach((line, i) => {
    context.fillText(line, 30, 60 + i * 40);
  });
  return canvas;
}

/** A pdf whose pages are pictures of print, without any text. */
export function scannedPdf(pages: readonly (readonly string[])[]): Uint8Array {
  const pictures = pages.map((lines) => ({
    dictionary: `/Width ${WIDTH} /Height ${HEIGHT} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode`,
    bytes: photoOf(lines).toBuffer('image/jpeg'),
  }));
  return pdfOfPictures(pictures);
}

/** A pdf of a few kB that declares a picture of `side` x `side` pixels. */
export function bombPdf(side: number): Uint8Array {
  // One bit a pixel, all alike: 150 MB of zeros deflate to 150 kB, twice deflated to a few hundred bytes.
  const once = deflateSync(Buffer.alloc(Math.ceil(side / 8) * side), { level: 9 });
  const dictionary = `/Width ${side} /Height ${side} /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter [/FlateDecode /FlateDecode]`;
  return pdfOfPictures([{ dictionary, bytes: deflateSync(once, { level: 9 }) }]);
}

function pdfOfPictures(pictures: readonly { readonly dictionary: string; readonly bytes: Uint8Array }[]): Uint8Array {
  const chunks: Buffer[] = [Buffer.from('%PDF-1.4\n')];
  const offsets: number[] = [];
  const add = (body: string, stream?: Uint8Array) => {
    offsets.push(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    chunks.push(Buffer.from(`${offsets.length} 0 obj\n${body}\n`));
    if (stream !== undefined) chunks.push(Buffer.from('stream\n'), Buffer.from(stream), Buffer.from('\nendstream\n'));
    chunks.push(Buffer.from('endobj\n'));
  };
  const kids = pictures.map((_, i) => `${3 + i * 3} 0 R`).join(' ');
  add('<< /Type /Catalog /Pages 2 0 R >>');
  add(`<< /Type /Pages /Kids [${kids}] /Count ${pictures.length} >>`);
  pictures.forEach(({ dictionary, bytes }, i) => {
    const first = 3 + i * 3;
    const draw = Buffer.from('595 0 0 842 0 0 cm /P Do');
    add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${first + 1} 0 R /Resources << /XObject << /P ${first + 2} 0 R >> >> >>`,
    );
    add(`<< /Length ${draw.length} >>`, draw);
    add(`<< /Type /XObject /Subtype /Image ${dictionary} /Length ${bytes.length} >>`, bytes);
  });
  const start = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = offsets.length + 1;
  chunks.push(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF`,
    ),
  );
  return new Uint8Array(Buffer.concat(chunks));
}
