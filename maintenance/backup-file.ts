import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PassThrough, pipeline, Readable } from 'node:stream';
import { pipeline as pipelineDone } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { AttritionError } from '../src/core/errors.ts';
import { decrypt, ENCRYPTED_MARK, encrypt } from './encryption.ts';

/** Confidential text: for the person who makes it alone. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
const GZIP_MARK = Buffer.from([0x1f, 0x8b]);
/** No interview is so long: a line beyond this is somebody's else file, and would fill the memory. */
const LONGEST_LINE_CHARACTERS = 100_000_000;
/** What the system says when there is no room: full disk, quota, limit on a file's size. */
const NO_ROOM = ['ENOSPC', 'EDQUOT', 'EFBIG'];

function codeOf(error: unknown): string | null {
  const { code, syscall } = error as NodeJS.ErrnoException;
  // A database that went away also has a code, and is no matter of this file.
  return typeof code === 'string' && typeof syscall === 'string' && syscall !== 'connect' ? code : null;
}

function notWritten(error: unknown, file: string): unknown {
  const code = codeOf(error);
  if (code === null) return error;
  if (NO_ROOM.includes(code)) return new AttritionError('backup-disk-full', { file }, error);
  return new AttritionError('backup-not-written', { file, reason: code }, error);
}

async function* ended(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}

/** Makes what was written survive a power cut, the name in its folder included. */
async function settle(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
}

/**
 * Writes a backup's lines, compressed and, with a passphrase, encrypted; gives the file's bytes. The name appears only
 * when the backup is whole. Throws `backup-exists`, `backup-disk-full` and `backup-not-written`.
 */
export async function writeBackupFile(
  path: string,
  lines: AsyncIterable<string>,
  { passphrase, signal }: { readonly passphrase: string | null; readonly signal: AbortSignal },
): Promise<number> {
  if (existsSync(path)) throw new AttritionError('backup-exists', { file: path });
  const part = join(dirname(path), `.${basename(path)}.part`);
  try {
    await mkdir(dirname(path), { recursive: true, mode: FOLDER_MODE });
    await rm(part, { force: true });
    await pipelineDone(
      Readable.from(ended(lines)),
      createGzip(),
      passphrase === null ? new PassThrough() : (bytes: AsyncIterable<Buffer>) => encrypt(bytes, passphrase),
      createWriteStream(part, { flags: 'wx', mode: FILE_MODE }),
      { signal },
    );
    await settle(part);
    await rename(part, path);
    await settle(dirname(path));
    return (await stat(path)).size;
  } catch (error) {
    await rm(part, { force: true });
    throw notWritten(error, path);
  }
}

async function firstBytes(path: string): Promise<Buffer> {
  try {
    const handle = await open(path, 'r');
    const { buffer, bytesRead } = await handle
      .read(Buffer.alloc(ENCRYPTED_MARK.length), 0, ENCRYPTED_MARK.length, 0)
      .finally(() => handle.close());
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw new AttritionError('backup-not-opened', { file: path, reason: codeOf(error) ?? '' }, error);
  }
}

async function* linesOf(chunks: AsyncIterable<Buffer>, file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let held = '';
  for await (const chunk of chunks) {
    const pieces = (held + decoder.decode(chunk, { stream: true })).split('\n');
    held = pieces.pop() ?? '';
    yield* pieces;
    if (held.length > LONGEST_LINE_CHARACTERS) throw new AttritionError('backup-damaged', { file });
  }
  if (held !== '') throw new AttritionError('backup-damaged', { file });
}

/**
 * Reads the lines of a backup file. Throws `backup-not-opened`, `backup-foreign`, `backup-encrypted`,
 * `backup-passphrase` and, as soon as it is seen, `backup-damaged`.
 */
export async function* readBackupFile(path: string, passphrase: string | null): AsyncGenerator<string> {
  const mark = await firstBytes(path);
  const isEncrypted = mark.equals(ENCRYPTED_MARK);
  if (!isEncrypted && !mark.subarray(0, GZIP_MARK.length).equals(GZIP_MARK))
    throw new AttritionError('backup-foreign', { file: path });
  if (isEncrypted && passphrase === null) throw new AttritionError('backup-encrypted', { file: path });
  const unzipped = pipeline(
    createReadStream(path),
    isEncrypted ? (bytes: AsyncIterable<Buffer>) => decrypt(bytes, passphrase ?? '', path) : new PassThrough(),
    createGunzip(),
    // Whoever reads the lines gets the fault.
    () => {},
  );
  try {
    yield* linesOf(unzipped, path);
  } catch (error) {
    throw error instanceof AttritionError ? error : new AttritionError('backup-damaged', { file: path }, error);
  } finally {
    unzipped.destroy();
  }
}
