import { AttritionError } from '../core/errors.ts';
import type { IngestLimits } from './limits.ts';
import type { FileKind } from './raw-document.ts';
import type { OleContent } from './readers/ole.ts';
import { zipEntries } from './readers/zip-entries.ts';

/** First bytes that settle a kind, as Latin-1. */
const SIGNATURES: readonly (readonly [RegExp, FileKind])[] = [
  [/^(?:\xef\xbb\xbf)?\s*%PDF-/, 'pdf'],
  [/^\{\\rtf/, 'rtf'],
  [/^\x89PNG|^\xff\xd8\xff|^GIF8|^BM[\s\S]{4}\0{4}|^RIFF[\s\S]{4}WEBP|^II\*\0|^MM\0\*/, 'picture'],
  [/^[\s\S]{4}ftyp(?:heic|heix|hevc|heif|mif1|msf1|avif)/, 'picture'],
  [/^(?:\xef\xbb\xbf)?WEBVTT/, 'vtt'],
];

/** First bytes of recordings, packages and programs: certainly no text, and nothing here can open them. */
const FOREIGN_STARTS: readonly string[] = [
  'ID3',
  '\xff\xfb',
  'RIFF',
  'OggS',
  'fLaC',
  '\x1f\x8b',
  '7z\xbc\xaf',
  'Rar!',
  'BZh',
  'MZ\x90',
  '\x7fELF',
  'SQLite format',
];

const TEXT_EXTENSIONS: Readonly<Record<string, FileKind>> = {
  txt: 'text',
  text: 'text',
  md: 'text',
  markdown: 'text',
  '': 'text',
  csv: 'csv',
  tsv: 'csv',
  tab: 'csv',
  vtt: 'vtt',
  srt: 'srt',
  htm: 'html',
  html: 'html',
  xhtml: 'html',
  eml: 'eml',
};

/** Kinds that only exist as binary files: text under such a name is a broken file. */
const BINARY_EXTENSIONS = /^(?:docx?|xlsx?|pdf|zip|png|jpe?g|heic|msg|rtf)$/;

/** What to save as, by the name of a kind that is refused as old or foreign. */
const OLD_OFFICE: Readonly<Partial<Record<OleContent, { readonly kind: string; readonly saveAs: string }>>> = {
  'old-doc': { kind: 'Word 6/95', saveAs: '.docx' },
  'old-xls': { kind: 'Excel 5/95', saveAs: '.xlsx' },
  ppt: { kind: 'PowerPoint 97-2003', saveAs: '.docx' },
  other: { kind: 'OLE', saveAs: '.docx' },
};

const SNIFFED_BYTES = 4_096;

/**
 * Decides a file's kind by its content first and its name second. Throws an AttritionError for kinds that can't be read:
 * `file-empty`, `file-password`, `file-damaged`, `file-kind-old`, `file-kind-unknown`, `file-login-page`.
 */
export async function detectKind(name: string, bytes: Uint8Array, limits: IngestLimits): Promise<FileKind> {
  if (bytes.length === 0) throw new AttritionError('file-empty');
  const raw = Buffer.from(bytes.subarray(0, SNIFFED_BYTES)).toString('latin1');
  const extension = extensionOf(name);
  if (raw.startsWith('PK\x03\x04') || raw.startsWith('PK\x05\x06')) return zipKind(extension, bytes, limits);
  if (raw.startsWith('\xd0\xcf\x11\xe0')) return oleKind(bytes);
  const signed = SIGNATURES.find(([signature]) => signature.test(raw))?.[1];
  if (signed !== undefined) return signed;
  // Some servers put their own lines before a pdf's first byte.
  if (extension === 'pdf' && raw.includes('%PDF-')) return 'pdf';
  if (FOREIGN_STARTS.some((start) => raw.startsWith(start)) || raw.startsWith('ftyp', 4))
    throw new AttritionError('file-kind-unknown', { extension });
  return textKind(extension, raw);
}

/** The part of a file name behind its last dot, in small letters. */
export function extensionOf(name: string): string {
  return name.match(/\.([a-z0-9]{1,8})$/i)?.[1]?.toLowerCase() ?? '';
}

async function zipKind(extension: string, bytes: Uint8Array, limits: IngestLimits): Promise<FileKind> {
  const names = new Set((await zipEntries(bytes, limits)).map((entry) => entry.name));
  if (names.has('word/document.xml')) return 'docx';
  if (names.has('xl/workbook.xml')) return 'xlsx';
  if (names.has('[Content_Types].xml') || names.has('mimetype') || names.has('Index/Document.iwa')) {
    throw new AttritionError('file-kind-unknown', { extension });
  }
  return 'zip';
}

async function oleKind(bytes: Uint8Array): Promise<FileKind> {
  const { oleContent } = await import('./readers/ole.ts');
  const content = oleContent(bytes);
  if (content === 'doc' || content === 'xls' || content === 'msg') return content;
  if (content === 'encrypted') throw new AttritionError('file-password');
  throw new AttritionError('file-kind-old', OLD_OFFICE[content] ?? {});
}

function textKind(extension: string, raw: string): FileKind {
  const words = raw
    .replace(/^\xef\xbb\xbf/, '')
    .replaceAll('\0', '')
    .trimStart();
  if (/^<\?xml[\s\S]*progid="Word\.Document"/.test(words)) {
    throw new AttritionError('file-kind-old', { kind: 'Word 2003 XML', saveAs: '.docx' });
  }
  if (/^<\?xml[\s\S]*progid="Excel\.Sheet"/.test(words)) {
    throw new AttritionError('file-kind-old', { kind: 'Excel 2003 XML', saveAs: '.xlsx' });
  }
  if (/^(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype html|html)\b/i.test(words))
    return pageKind(extension, words);
  if (/^(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?MIME-Version:/i.test(words.replaceAll('\r', ''))) return 'eml';
  if (/^\d+\s*\n\s*\d{2}:\d{2}:\d{2},\d{3}\s*-->/.test(words.replaceAll('\r', ''))) return 'srt';
  if (isBinary(raw))
    throw new AttritionError(BINARY_EXTENSIONS.test(extension) ? 'file-damaged' : 'file-kind-unknown', { extension });
  const kind = TEXT_EXTENSIONS[extension];
  if (kind !== undefined) return kind;
  throw new AttritionError(BINARY_EXTENSIONS.test(extension) ? 'file-damaged' : 'file-kind-unknown', { extension });
}

/** A web page under another name is what a file server shows to those it doesn't know; Word and Excel export HTML too. */
function pageKind(extension: string, words: string): FileKind {
  if (/^(?:html?|xhtml|)$/.test(extension)) return 'html';
  if (/^(?:doc|xls)$/.test(extension) && words.includes('schemas-microsoft-com:office')) return 'html';
  throw new AttritionError('file-login-page');
}

/** True when control characters abound and the zero bytes are not those of UTF-16 (which stand on one side only). */
function isBinary(raw: string): boolean {
  const zeros = [0, 0];
  let controls = 0;
  for (let i = 0; i < raw.length; i += 1) {
    const code = raw.charCodeAt(i);
    if (code === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
    else if (code < 9 || (code > 13 && code < 27)) controls += 1;
  }
  const [even = 0, odd = 0] = zeros;
  const wide = /^(?:\xff\xfe|\xfe\xff)/.test(raw) || Math.max(even, odd) >= 10 * Math.min(even, odd);
  return (even + odd > 0 && !wide) || (even + odd === 0 && controls > raw.length / 50);
}
