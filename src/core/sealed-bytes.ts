import { createCipheriv, createDecipheriv } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
/** Bytes at the end of what is sealed that prove it whole. */
export const TAG_BYTES = 16;
/** Bytes; the length that GCM is made for. */
export const NONCE_BYTES = 12;

/** What bytes are sealed under: never the same nonce twice under one key. */
export interface Seal {
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** 12 bytes. */
  readonly nonce: Uint8Array;
  /** What the bytes belong to: they open beside nothing else. */
  readonly owner?: string;
}

/** Encrypts bytes by AES-256-GCM (NIST SP 800-38D): the ciphertext, then its tag. */
export function sealBytes(plain: Uint8Array, { key, nonce, owner = '' }: Seal): Buffer {
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(owner));
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** The bytes, or null for anything but what was sealed under this very key, nonce and owner. */
export function openBytes(sealed: Uint8Array, { key, nonce, owner = '' }: Seal): Buffer | null {
  if (sealed.length < TAG_BYTES || nonce.length !== NONCE_BYTES) return null;
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(owner))
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
  } catch {
    // The tag doesn't match; there is no other reason.
    return null;
  }
}
