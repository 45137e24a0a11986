import type { FileRemark } from '../../core/file.ts';
import { type DecodedText, decodeText } from '../encoding.ts';
import { type FileContent, textContent } from './file-content.ts';

/** Reads a plain text or Markdown file. */
export function readText(bytes: Uint8Array): FileContent {
  const decoded = decodeText(bytes);
  return textContent(decoded.text, encodingRemarks(decoded));
}

/** The remark that an encoding was guessed; none when the file itself told. */
export function encodingRemarks(decoded: DecodedText): readonly FileRemark[] {
  return decoded.guessed ? [{ code: 'encoding-guessed', detail: { encoding: decoded.encoding } }] : [];
}
