import { arrayBuffer } from 'node:stream/consumers';
import { type Entry, fromBufferPromise, getFileNameLowLevel, type ZipFile } from 'yauzl';
import { AttritionError } from '../../core/errors.ts';
import { decodeText } from '../encoding.ts';
import { type IngestLimits, MEGABYTE } from '../limits.ts';

/** One file in a zip container. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes after unzipping, as the container says; reading fails when it lied. */
  readonly size: number;
  readonly zippedSize: number;
  readonly encrypted: boolean;
  readonly folder: boolean;
  read(): Promise<Uint8Array>;
}

/** General purpose flag: the name is UTF-8. Without it Chinese Windows writes GBK. */
const UTF8_NAME = 0x0800;

/** Lists a zip container's entries without unzipping any; throws `file-damaged` when it is no whole zip. */
export async function zipEntries(bytes: Uint8Array, limits: IngestLimits): Promise<readonly ZipEntry[]> {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const zip = await fromBufferPromise(archive, { lazyEntries: true, decodeStrings: false, autoClose: false });
    const entries: ZipEntry[] = [];
    for await (const entry of zip.eachEntry()) {
      if (entries.length >= limits.archiveEntries) {
        throw new AttritionError('file-archive-unsafe', { reason: 'entries', limit: limits.archiveEntries });
      }
      entries.push(zipEntry(zip, entry));
    }
    return entries;
  } catch (thrown) {
    if (thrown instanceof AttritionError) throw thrown;
    throw new AttritionError('file-damaged', {}, thrown);
  }
}

function zipEntry(zip: ZipFile, entry: Entry): ZipEntry {
  const name = entryName(entry);
  return {
    name,
    size: entry.uncompressedSize,
    zippedSize: entry.compressedSize,
    encrypted: entry.isEncrypted(),
    folder: name.endsWith('/'),
    async read() {
      try {
        return new Uint8Array(await arrayBuffer(await zip.openReadStreamPromise(entry)));
      } catch (thrown) {
        throw new AttritionError('file-damaged', {}, thrown);
      }
    },
  };
}

function entryName(entry: Entry): string {
  const raw = Buffer.from(entry.fileName);
  const inUnicode =
    (entry.generalPurposeBitFlag & UTF8_NAME) !== 0 || entry.extraFields.some(({ id }) => id === 0x7075);
  const name = inUnicode
    ? getFileNameLowLevel(entry.generalPurposeBitFlag, raw, entry.extraFields, false)
    : decodeText(raw).text;
  return name.replaceAll('\\', '/');
}

/**
 * Refuses an Office file that would burst the parser's memory (`file-too-large`). Each entry is unzipped once here, since
 * the parsers believe the sizes that the container claims.
 */
export async function checkUnzippedSize(entries: readonly ZipEntry[], limits: IngestLimits): Promise<void> {
  const claimed = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (claimed > limits.unzippedMegabytes * MEGABYTE) {
    throw new AttritionError('file-too-large', { limit: limits.unzippedMegabytes, unit: 'unzipped' });
  }
  for (const entry of entries) await entry.read();
}

/** Reads an entry as UTF-8 text; empty when the container has no such entry. */
export async function entryText(entries: readonly ZipEntry[], name: string): Promise<string> {
  const entry = entries.find((candidate) => candidate.name === name);
  return entry === undefined ? '' : new TextDecoder().decode(await entry.read());
}
