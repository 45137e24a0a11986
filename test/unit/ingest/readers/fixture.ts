import { readFileSync } from 'node:fs';
import { INGEST_LIMITS } from '../../../../src/ingest/limits.ts';
import type { RawDocument } from '../../../../src/ingest/raw-document.ts';
import { type ReadDocument, readDocument } from '../../../../src/ingest/readers/read-document.ts';

/** The bytes of a small file made for these tests. */
export function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../../fixtures/ingest/readers/${name}`, import.meta.url)));
}

/** Bytes of a string, each character below U+0100 one byte. */
export function latin1(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function readBytes(name: string, bytes: Uint8Array, limits = INGEST_LIMITS): Promise<ReadDocument> {
  return readDocument({ name, bytes }, limits);
}

/** Reads a file that must give words of its own. */
export async function wordsOf(name: string, bytes: Uint8Array): Promise<RawDocument> {
  const read = await readBytes(name, bytes);
  if ('fault' in read || read.document === null) throw new Error(`${name} gave no words: ${JSON.stringify(read)}`);
  return read.document;
}

/** The running text of a document, its parts one after another. */
export async function textOf(name: string, bytes: Uint8Array): Promise<string> {
  const { parts } = await wordsOf(name, bytes);
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
}

export async function rowsOf(name: string, bytes: Uint8Array): Promise<readonly (readonly string[])[]> {
  const { parts } = await wordsOf(name, bytes);
  return parts.flatMap((part) => (part.type === 'table' ? part.rows : []));
}

/** The fault a file is refused with. */
export async function faultOf(name: string, bytes: Uint8Array) {
  const read = await readBytes(name, bytes);
  if (!('fault' in read)) throw new Error(`${name} was read`);
  return { fault: read.fault, detail: read.detail };
}
