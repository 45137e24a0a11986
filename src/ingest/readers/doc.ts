import WordExtractor from 'word-extractor';
import { AttritionError } from '../../core/errors.ts';
import type { RawPart } from '../raw-document.ts';
import type { FileContent } from './file-content.ts';

/** Reads a Word document of 1997-2003: body, and margin comments apart. */
export async function readDoc(bytes: Uint8Array): Promise<FileContent> {
  const document = await open(bytes);
  const text = document.getBody({ filterUnicode: false }).trim();
  const comments = document.getAnnotations({ filterUnicode: false }).trim();
  if (text === '') {
    const boxes = document.getTextboxes({ filterUnicode: false }).trim();
    throw new AttritionError(boxes === '' ? 'file-empty' : 'file-textbox-only');
  }
  const parts: RawPart[] = [{ type: 'text', title: null, text }];
  if (comments === '') return { parts, remarks: [], inside: [] };
  parts.push({ type: 'comments', text: comments });
  return { parts, remarks: [{ code: 'comments-kept', detail: {} }], inside: [] };
}

async function open(bytes: Uint8Array) {
  try {
    return await new WordExtractor().extract(Buffer.from(bytes));
  } catch (thrown) {
    throw new AttritionError('file-damaged', {}, thrown);
  }
}
