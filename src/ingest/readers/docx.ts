import mammoth from 'mammoth';
import { AttritionError } from '../../core/errors.ts';
import type { IngestLimits } from '../limits.ts';
import { type RawPart, tabbedRows } from '../raw-document.ts';
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
  readonly notes?: { readonly _notes: Readonly<Record<string, DocxNode>> };
}

const BODY = 'word/document.xml';

/** Characters. Less than this beside text boxes or embedded files is a heading or a hint, not an interview. */
const SHORTEST_INTERVIEW = 100;

/** A table of fewer rows or columns is part of the page: fields and their values side by side. */
const TABLE_SIZE = 3;

/** Reads a Word document: paragraphs, small tables as rows of tab-joined cells, margin comments and footnotes apart. */
export async function readDocx(bytes: Uint8Array, limits: IngestLimits): Promise<FileContent> {
  const entries = await zipEntries(bytes, limits);
  await checkUnzippedSize(entries, limits);
  const document = await documentTree(bytes);
  const text = blocksText(document.children ?? []);
  const aside = [...(document.comments ?? []), ...Object.values(document.notes?._notes ?? {})];
  const comments = aside.map((comment) => blocksText(comment.body ?? [])).filter((words) => words !== '');
  if (text.length < SHORTEST_INTERVIEW) await checkElsewhere(text, entries);
  const parts = bodyParts(document.children ?? []);
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

/** Text and large tables in turn; a table with joined cells stays text, since its columns don't line up. */
function bodyParts(blocks: readonly DocxNode[]): RawPart[] {
  const parts: RawPart[] = [];
  let open: DocxNode[] = [];
  const close = () => {
    const text = blocksText(open);
    if (text !== '') parts.push({ type: 'text', title: null, text });
    open = [];
  };
  for (const block of blocks) {
    const rows = block.type === 'table' ? tableRows(block) : [];
    const width = rows[0]?.length ?? 0;
    if (rows.length < TABLE_SIZE || width < TABLE_SIZE || rows.some((row) => row.length !== width)) open.push(block);
    else {
      close();
      parts.push({ type: 'table', title: null, rows });
    }
  }
  close();
  return parts;
}

function blocksText(blocks: readonly DocxNode[]): string {
  return blocks
    .map((block) => (block.type === 'table' ? tabbedRows(tableRows(block)) : inlineText(block)))
    .join('\n')
    .trim();
}

function tableRows(table: DocxNode): readonly (readonly string[])[] {
  return (table.children ?? []).map((row) => (row.children ?? []).map((cell) => blocksText(cell.children ?? [])));
}

function inlineText(node: DocxNode): string {
  if (node.type === 'text') return node.value ?? '';
  if (node.type === 'tab') return '\t';
  if (node.type === 'break') return '\n';
  if (node.type === 'checkbox') return node.checked === true ? '☑' : '☐';
  if (node.type === 'table') return tabbedRows(tableRows(node));
  return (node.children ?? []).map(inlineText).join('');
}
