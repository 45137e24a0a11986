import { type FormatCallback, htmlToText } from 'html-to-text';
import { decodeText } from '../encoding.ts';
import { type FileContent, textContent } from './file-content.ts';

/** The charset a page declares for itself, in the first kilobyte as browsers require. */
const DECLARED_CHARSET = /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i;

/** Reads a web page: visible text only, table rows as tab-joined cells. */
export function readHtml(bytes: Uint8Array): FileContent {
  return textContent(htmlText(decodePage(bytes)));
}

/** Turns HTML into the text a person would see. */
export function htmlText(html: string): string {
  const text = htmlToText(html, {
    wordwrap: false,
    formatters: { row: formatRow, cellBlock: formatCellBlock },
    selectors: [
      { selector: 'img', format: 'skip' },
      { selector: 'script', format: 'skip' },
      { selector: 'style', format: 'skip' },
      { selector: 'head', format: 'skip' },
      { selector: 'a', options: { ignoreHref: true } },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
      { selector: 'table', format: 'block' },
      { selector: 'tr', format: 'row' },
      ...['td>p', 'td>div', 'th>p', 'th>div'].map((selector) => ({ selector, format: 'cellBlock' })),
    ],
  });
  return text.replaceAll('\t ', '\t');
}

const formatRow: FormatCallback = (row, walk, builder) => {
  builder.openBlock({ leadingLineBreaks: 1 });
  const cells = row.children.filter(({ name }) => name === 'td' || name === 'th');
  cells.forEach((cell, index) => {
    if (index > 0) builder.addLiteral('\t');
    walk([cell], builder);
  });
  builder.closeBlock({ trailingLineBreaks: 1 });
};

/** Paragraphs inside a cell stay on the row's line. */
const formatCellBlock: FormatCallback = (block, walk, builder) => {
  builder.addInline(' ');
  walk(block.children, builder);
  builder.addInline(' ');
};

function decodePage(bytes: Uint8Array): string {
  const declared = new TextDecoder('latin1').decode(bytes.subarray(0, 1024)).match(DECLARED_CHARSET)?.[1];
  const marked = bytes[0] === 0xef || bytes[0] === 0xff || bytes[0] === 0xfe;
  if (declared === undefined || marked) return decodeText(bytes).text;
  try {
    return new TextDecoder(declared, { fatal: true }).decode(bytes);
  } catch {
    return decodeText(bytes).text;
  }
}
