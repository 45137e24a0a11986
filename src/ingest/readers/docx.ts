import mammoth from 'mammoth';
import { AttritionError } from '../../core/errors.ts';
import type { IngestLimits } from '../limits.ts';
import type { RawPart } from '../raw-document.ts';
import type { FileContent } from './file-content.ts';
import { checkUnzippedSize, entryText, type ZipEntry, zipEntries } from './zip-entries.ts';

/** The part of mammoth's document tree that is read here (mammoth/lib/documents.js). */
interface DocxNode {
  readonly type: string;
  readonly value?: string;
  readonly checked?: boolean;
  readonly children?: readonly DocxNode[];
  readonly body?: readonly DocxNode[];
  readonly comments?: readonly DocxNode[];
}

const BODY = 'word/document.xml';

/** Characters. Less than this beside text boxes or embedded files is a heading or a hint, not an interview. */
const SHORTEST_INTERVIEW = 100;

/** Reads a Word document: paragraphs, tables as rows of tab-joined cells, margin comments apart. */
export async function readDocx(bytes: Uint8Array, limits: IngestLimits): Promise<FileContent> {
  const entries = await zipEntries(bytes, limits);
  await checkUnzippedSize(entries, limits);
  const document = await documentTree(bytes);
  const text = blocksText(document.children ?? []);
  const comments = (document.comments ?? [])
    .map((comment) => blocksText(comment.body ?? []))
    .filter((words) => words !== '');
  if (text.length < SHORTEST_INTERVIEW) await checkElsewhere(text, entries);
  const parts: RawPart[] = [{ type: 'text', title: null, text }];
  if (comments.length === 0) return { parts, remarks: [], inside: [] };
  parts.push({ type: 'comments', text: comments.join('\n') });
  return { parts, remarks: [{ code: 'comments-kept', detail: { comments: comments.length } }], inside: [] };
}

/** Names where a document's content is when its body has next to none of it. */
async function checkElsewhere(text: string, entries: readonly ZipEntry[]): Promise<void> {
  const holds = (folder: string) => entries.some(({ name }) => name.startsWith(folder));
  if ((await entryText(entries, BODY)).includes('<w:txbxContent')) throw new AttritionError('file-textbox-only');
  if (holds('word/embeddings/')) throw new AttritionError('file-attachment-only');
  if (text !== '') return;
  throw new AttritionError(holds('word/media/') ? 'file-scan' : 'file-empty');
}

/** Takes mammoth's own tree, since its text output drops comments and cell borders. */
async function documentTree(bytes: Uint8Array): Promise<DocxNode> {
  let tree: DocxNode = { type: 'document' };
  const transformDocument = (document: DocxNode) => {
    tree = document;
    return { ...document, children: [] };
  };
  try {
    await mammoth.convertToHtml({ buffer: Buffer.from(bytes) }, { transformDocument, externalFileAccess: false });
  } catch (thrown) {
    throw new AttritionError('file-damaged', {}, thrown);
  }
  return tree;
}

function blocksText(blocks: readonly DocxNode[]): string {
  return blocks
    .map((block) => (block.type === 'table' ? tableText(block) : inlineText(block)))
    .join('\n')
    .trim();
}

/** Only a row's last cell keeps its line ends: what stands left of it is a label, and tabs keep the columns apart. */
function tableText(table: DocxNode): string {
  const rows = (table.children ?? []).map((row) => {
    const cells = (row.children ?? []).map((cell) => blocksText(cell.children ?? []));
    return cells.map((cell, i) => (i === cells.length - 1 ? cell : cell.replace(/\s*\n\s*/g, ' '))).join('\t');
  });
  return rows.join('\n');
}

function inlineText(node: DocxNode): string {
  if (node.type === 'text') return node.value ?? '';
  if (node.type === 'tab') return '\t';
  if (node.type === 'break') return '\n';
  if (node.type === 'checkbox') return node.checked === true ? '☑' : '☐';
  if (node.type === 'table') return tableText(node);
  return (node.children ?? []).map(inlineText).join('');
}
