import { AttritionError } from '../../core/errors.ts';
import { type IngestLimits, MEGABYTE } from '../limits.ts';
import type { FileContent, InnerFile } from './file-content.ts';
import { type ZipEntry, zipEntries } from './zip-entries.ts';

/** What macOS and Windows put beside people's files. */
const CLUTTER = /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|~\$)/i;

/** Ratios below this size are harmless: a short file of blanks packs to a thousandth. */
const RATIO_MATTERS_BYTES = MEGABYTE;

/** Unpacks an archive into its files, in memory only; throws `file-archive-unsafe` when it looks made to harm. */
export async function readZip(bytes: Uint8Array, limits: IngestLimits): Promise<FileContent> {
  const entries = (await zipEntries(bytes, limits)).filter(({ name, folder }) => !folder && !CLUTTER.test(name));
  if (entries.length === 0) throw new AttritionError('file-empty');
  checkArchive(entries, limits);
  const inside: InnerFile[] = [];
  for (const entry of entries) inside.push(await unpack(entry));
  return { parts: [], remarks: [], inside };
}

function checkArchive(entries: readonly ZipEntry[], limits: IngestLimits): void {
  const size = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (size > limits.unzippedMegabytes * MEGABYTE) {
    throw new AttritionError('file-archive-unsafe', { reason: 'size', limit: limits.unzippedMegabytes });
  }
  if (
    entries.some((entry) => entry.size > RATIO_MATTERS_BYTES && entry.size > entry.zippedSize * limits.archiveRatio)
  ) {
    throw new AttritionError('file-archive-unsafe', { reason: 'ratio', limit: limits.archiveRatio });
  }
  if (entries.some(({ name }) => name.startsWith('/') || /^[a-z]:/i.test(name) || name.split('/').includes('..'))) {
    throw new AttritionError('file-archive-unsafe', { reason: 'path' });
  }
}

async function unpack(entry: ZipEntry): Promise<InnerFile> {
  if (entry.encrypted) return { name: entry.name, fault: 'file-password', detail: {} };
  try {
    return { name: entry.name, bytes: await entry.read() };
  } catch (thrown) {
    if (!(thrown instanceof AttritionError)) throw thrown;
    return { name: entry.name, fault: thrown.code, detail: thrown.detail };
  }
}
