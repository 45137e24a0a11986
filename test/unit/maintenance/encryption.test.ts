import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { decrypt, encrypt } from '../../../maintenance/encryption.ts';

const PASSPHRASE = 'correct horse battery';
const PIECE_BYTES = 64 * 1024;
/** Mark and salt. */
const HEAD_BYTES = 24;
const SEALED_BYTES = PIECE_BYTES + 16;

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

async function whole(bytes: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const sealed = (bytes: Buffer) => whole(encrypt(chunksOf(bytes, 10_000), PASSPHRASE));
const opened = (bytes: Buffer, passphrase = PASSPHRASE) =>
  whole(decrypt(chunksOf(bytes, 7_777), passphrase, 'one.backup'));

// Each key takes half a second to derive: several pieces are sealed once for all tests.
const bytes = randomBytes(4 * PIECE_BYTES);
const all = await sealed(bytes);

test.each([0, 1, PIECE_BYTES, PIECE_BYTES + 1])('%i bytes come back as they were', async (length) => {
  const few = bytes.subarray(0, length);
  expect((await opened(await sealed(few))).equals(few)).toBe(true);
});

test('several whole pieces come back as they were', async () => {
  expect((await opened(all)).equals(bytes)).toBe(true);
});

test('a stream that ends where a piece ends is known to be cut off, whatever is inside', async () => {
  const cut = all.subarray(0, HEAD_BYTES + 2 * SEALED_BYTES);
  await expect(opened(cut)).rejects.toMatchObject({ code: 'backup-damaged' });
});

test('pieces in another order, a changed bit and another passphrase open nothing', async () => {
  const piece = (n: number) => all.subarray(HEAD_BYTES + n * SEALED_BYTES, HEAD_BYTES + (n + 1) * SEALED_BYTES);
  const head = all.subarray(0, HEAD_BYTES);
  const swapped = Buffer.concat([head, piece(0), piece(2), piece(1), piece(3)]);
  await expect(opened(swapped)).rejects.toMatchObject({ code: 'backup-damaged' });
  const bent = Buffer.from(all);
  bent[HEAD_BYTES + SEALED_BYTES + 5] = (bent[HEAD_BYTES + SEALED_BYTES + 5] ?? 0) ^ 1;
  await expect(opened(bent)).rejects.toMatchObject({ code: 'backup-damaged' });
  await expect(opened(all, `${PASSPHRASE}!`)).rejects.toMatchObject({ code: 'backup-passphrase' });
});
