import { createHmac, randomBytes } from 'node:crypto';
import { AttritionError } from '../core/errors.ts';
import { NONCE_BYTES, openBytes, sealBytes, TAG_BYTES } from '../core/sealed-bytes.ts';

const VERSION = 'v1';

/** Encrypts tokens for the database, and opens them again. */
export interface TokenSeal {
  /** Gives text that only a key opens, and only for this owner: a row moved to another owner stays shut. */
  seal(plain: string, owner: string): string;
  /** Throws AttritionError token-key-wrong. */
  open(sealed: string, owner: string): string;
}

interface Key {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** Builds the seal: the first key encrypts, every key opens, so that a new key can be put before the old one. */
export function createTokenSeal(keys: readonly Uint8Array[]): TokenSeal {
  const known: readonly Key[] = keys.map((bytes) => ({ bytes, id: idOf(bytes) }));
  const [current] = known;
  if (current === undefined) throw new AttritionError('config-invalid', { missing: 'TOKEN_ENCRYPTION_KEY' });
  return {
    seal(plain, owner) {
      const nonce = randomBytes(NONCE_BYTES);
      const sealed = sealBytes(Buffer.from(plain), { key: current.bytes, nonce, owner });
      const parts = [nonce, sealed.subarray(0, -TAG_BYTES), sealed.subarray(-TAG_BYTES)];
      return [VERSION, current.id, ...parts.map((bytes) => bytes.toString('base64url'))].join('.');
    },
    open(sealed, owner) {
      const [version, id, ...parts] = sealed.split('.');
      const key = known.find((one) => one.id === id);
      const [nonce, text, tag] = parts.map((part) => Buffer.from(part, 'base64url'));
      const isOurs = version === VERSION && key !== undefined && nonce !== undefined && text !== undefined;
      const opened = isOurs && tag ? openBytes(Buffer.concat([text, tag]), { key: key.bytes, nonce, owner }) : null;
      if (opened === null) throw new AttritionError('token-key-wrong', { workspace: owner });
      return opened.toString('utf8');
    },
  };
}

/** Tells keys apart without telling anything of them. */
function idOf(key: Uint8Array): string {
  return createHmac('sha256', key).update('attrition token key').digest('hex').slice(0, 8);
}
