import { randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { AttritionError } from '../src/core/errors.ts';
import { NONCE_BYTES, openBytes, sealBytes, TAG_BYTES } from '../src/core/sealed-bytes.ts';

/** First bytes of an encrypted backup; another scheme would get another number. */
export const ENCRYPTED_MARK = Buffer.from('ATTRENC1');
const SALT_BYTES = 16;
const KEY_BYTES = 32;
/** 128 MiB and about half a second for each guess at a passphrase. */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
/** Text of one piece; each is sealed by itself, so that nothing unproven is ever handed on. */
const PIECE_BYTES = 64 * 1024;
const SEALED_BYTES = PIECE_BYTES + TAG_BYTES;

const deriveKey = promisify<string, Buffer, number, typeof SCRYPT, Buffer>(scrypt);

/** A nonce is a piece's number and whether it is the last: no order but the true one opens, and no early end. */
function nonceOf(piece: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeUIntBE(piece, NONCE_BYTES - 7, 6);
  nonce.writeUInt8(isLast ? 1 : 0, NONCE_BYTES - 1);
  return nonce;
}

/** Bytes in pieces of one size; the last, and only it, may be shorter, and is told apart. */
async function* piecesOf(
  bytes: AsyncIterable<Buffer>,
  size: number,
): AsyncGenerator<{ piece: Buffer; isLast: boolean }> {
  let held = Buffer.alloc(0);
  for await (const chunk of bytes) {
    held = Buffer.concat([held, chunk]);
    let from = 0;
    // Strictly more: what may be the last piece waits until it is known.
    for (; held.length - from > size; from += size) yield { piece: held.subarray(from, from + size), isLast: false };
    held = held.subarray(from);
  }
  yield { piece: held, isLast: true };
}

/** Encrypts a stream with a passphrase: scrypt, then AES-256-GCM piece by piece under a key of this file alone. */
export async function* encrypt(bytes: AsyncIterable<Buffer>, passphrase: string): AsyncGenerator<Buffer> {
  const salt = randomBytes(SALT_BYTES);
  const key = await deriveKey(passphrase, salt, KEY_BYTES, SCRYPT);
  yield Buffer.concat([ENCRYPTED_MARK, salt]);
  let number = 0;
  for await (const { piece, isLast } of piecesOf(bytes, PIECE_BYTES)) {
    yield sealBytes(piece, { key, nonce: nonceOf(number, isLast) });
    number += 1;
  }
}

/**
 * Decrypts what `encrypt` made, mark and salt included; `file` names it in sentences.
 * Throws `backup-passphrase` when its first piece doesn't open, `backup-damaged` when a later one doesn't.
 */
export async function* decrypt(bytes: AsyncIterable<Buffer>, passphrase: string, file: string): AsyncGenerator<Buffer> {
  const iterator = bytes[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < ENCRYPTED_MARK.length + SALT_BYTES) {
    const { done, value } = await iterator.next();
    if (done === true) throw new AttritionError('backup-damaged', { file });
    head = Buffer.concat([head, value]);
  }
  const salt = head.subarray(ENCRYPTED_MARK.length, ENCRYPTED_MARK.length + SALT_BYTES);
  const key = await deriveKey(passphrase, salt, KEY_BYTES, SCRYPT);
  const rest = async function* () {
    yield head.subarray(ENCRYPTED_MARK.length + SALT_BYTES);
    yield* { [Symbol.asyncIterator]: () => iterator };
  };
  let number = 0;
  for await (const { piece, isLast } of piecesOf(rest(), SEALED_BYTES)) {
    const text = openBytes(piece, { key, nonce: nonceOf(number, isLast) });
    if (text === null) throw new AttritionError(number === 0 ? 'backup-passphrase' : 'backup-damaged', { file });
    yield text;
    number += 1;
  }
}
