import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { CFB, utils, write } from '@e965/xlsx';
import pdfmake from 'pdfmake';
import { createFileReader } from '../src/ingest/file-reader.ts';
import { INGEST_LIMITS } from '../src/ingest/limits.ts';
import { type BenchInterview, makeInterviews } from './corpus/interviews.ts';

/** How fast files of one kind are read. */
export interface IngestFigures {
  readonly kind: string;
  readonly megabytes: number;
  /** Of the text that stands in the file: a packed or drawn file is larger or smaller than what it says. */
  readonly textMegabytes: number;
  readonly seconds: number;
  readonly megabytesPerSecond: number;
  readonly textMegabytesPerSecond: number;
  readonly interviews: number;
}

const MEGABYTE = 2 ** 20;
const FONT_FILE = fileURLToPath(new URL('../assets/fonts/NotoSansSC-subset.otf', import.meta.url));

interface File {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly text: number;
}

/** Measures each kind by the program's own reader, in its thread, after a first file has started it. */
export async function measureIngest(count: number): Promise<readonly IngestFigures[]> {
  const reader = createFileReader({ limits: INGEST_LIMITS });
  await reader.read({ name: 'first.txt', bytes: Buffer.from((await makeInterviews(1, 200))[0]?.text ?? '') });
  const figures: IngestFigures[] = [];
  for (const [kind, files] of Object.entries(await filesOf(count))) {
    const begun = performance.now();
    let interviews = 0;
    for (const file of files)
      for (const outcome of await reader.read(file))
        interviews += outcome.kind === 'read' ? outcome.interviews.length : 0;
    const seconds = (performance.now() - begun) / 1_000;
    const megabytes = files.reduce((sum, { bytes }) => sum + bytes.length, 0) / MEGABYTE;
    const textMegabytes = files.reduce((sum, { text }) => sum + text, 0) / MEGABYTE;
    const rates = { megabytesPerSecond: megabytes / seconds, textMegabytesPerSecond: textMegabytes / seconds };
    figures.push({ kind, megabytes, textMegabytes, seconds, ...rates, interviews });
  }
  await reader.close();
  return figures;
}

/** So many interviews as a file each, or as rows of one table. */
async function filesOf(count: number): Promise<Readonly<Record<string, readonly File[]>>> {
  const interviews = await makeInterviews(count, 2_000);
  const each = async (extension: string, make: (one: BenchInterview) => Uint8Array | Promise<Uint8Array>) =>
    Promise.all(
      interviews.map(async (one, index) => ({
        name: `${index}.${extension}`,
        bytes: await make(one),
        text: Buffer.byteLength(one.text),
      })),
    );
  const text = ({ text: words }: BenchInterview) => Buffer.from(words);
  const rows = [
    ['Record', 'Department', 'Last day', 'Separation type', 'Why are you leaving?'],
    ...interviews.map(({ text: words }, index) => [index, 'Stores', '2026-07-01', 'Resignation', answersIn(words)]),
  ];
  const sheet = utils.aoa_to_sheet(rows);
  const csv = Buffer.from(utils.sheet_to_csv(sheet));
  const book = { SheetNames: ['Leavers'], Sheets: { Leavers: sheet } };
  const inTable = rows.reduce((sum, row) => sum + Buffer.byteLength(row.join(' ')), 0);
  const all = interviews.reduce((sum, { text: words }) => sum + Buffer.byteLength(words), 0);
  const zipped = zipOf(interviews.map(({ name, text: words }) => [name, words]));
  return {
    txt: await each('txt', text),
    md: await each('md', text),
    csv: [{ name: 'leavers.csv', bytes: csv, text: inTable }],
    xlsx: [{ name: 'leavers.xlsx', bytes: write(book, { type: 'buffer', bookType: 'xlsx' }), text: inTable }],
    docx: await each('docx', docxOf),
    pdf: await each('pdf', pdfOf),
    html: await each('html', ({ text: words }) => Buffer.from(htmlOf(words))),
    eml: await each('eml', ({ text: words }) => Buffer.from(emlOf(words))),
    zip: [{ name: 'all.zip', bytes: zipped, text: all }],
  };
}

/** What one leaver says, in one cell; a cell holds no more than 32,767 characters. */
const answersIn = (words: string) =>
  words
    .split('\n')
    .filter((line) => /^(?:A: |答：)/u.test(line))
    .map((line) => line.replace(/^(?:A: |答：)/u, ''))
    .join(' ')
    .slice(0, 8_000);

const escaped = (words: string) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const htmlOf = (words: string) =>
  `<!doctype html><html><head><meta charset="utf-8"></head><body>${words
    .split('\n')
    .map((line) => `<p>${escaped(line)}</p>`)
    .join('')}</body></html>`;
const emlOf = (words: string) =>
  `From: hr@example.com\r\nTo: hr@example.com\r\nSubject: Exit interview\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(words).toString('base64').replace(/.{76}/gu, '$&\r\n')}\r\n`;

function zipOf(files: readonly (readonly [string, string])[]): Uint8Array {
  const archive = CFB.utils.cfb_new({ fileType: 'zip' } as object);
  for (const [name, words] of files) CFB.utils.cfb_add(archive, `/${name}`, Buffer.from(words));
  return CFB.write(archive, { fileType: 'zip', type: 'buffer', compression: true } as object) as Uint8Array;
}

function docxOf({ text }: BenchInterview): Uint8Array {
  const paragraphs = text
    .split('\n')
    .map((line) => `<w:p><w:r><w:t xml:space="preserve">${escaped(line)}</w:t></w:r></w:p>`);
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const office = 'http://schemas.openxmlformats.org';
  return zipOf([
    [
      '[Content_Types].xml',
      `${head}<Types xmlns="${office}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    ],
    [
      '_rels/.rels',
      `${head}<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="r1" Type="${office}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    ],
    [
      'word/document.xml',
      `${head}<w:document xmlns:w="${office}/wordprocessingml/2006/main"><w:body>${paragraphs.join('')}</w:body></w:document>`,
    ],
  ]);
}

/** In the font of our own reports, which has both scripts. */
async function pdfOf({ text }: BenchInterview): Promise<Uint8Array> {
  pdfmake.setFonts({ own: { normal: FONT_FILE } });
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => path === FONT_FILE);
  return pdfmake.createPdf({ content: text.split('\n'), defaultStyle: { font: 'own', fontSize: 10 } }).getBuffer();
}
