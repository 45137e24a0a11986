import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { AttritionError } from '../core/errors.ts';

const CIPHER = 'aes-256-gcm';
/** Bytes; the length that GCM is made for. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
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
      const cipher = createCipheriv(CIPHER, current.bytes, nonce).setAAD(Buffer.from(owner));
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      const parts = [nonce, text, cipher.getAuthTag()].map((bytes) => bytes.toString('base64url'));
      return [VERSION, current.id, ...parts].join('.');
    },
    open(sealed, owner) {
      const [version, id, nonce = '', text = '', tag = ''] = sealed.split('.');
      const key = known.find((one) => one.id === id);
      const wrong = (cause?: unknown) => new AttritionError('token-key-wrong', { workspace: owner }, cause);
      if (version !== VERSION || key === undefined) throw wrong();
      try {
        const decipher = createDecipheriv(CIPHER, key.bytes, Buffer.from(nonce, 'base64url'), {
          authTagLength: TAG_BYTES,
        });
        decipher.setAAD(Buffer.from(owner)).setAuthTag(Buffer.from(tag, 'base64url'));
        return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8');
      } catch (thrown) {
        throw wrong(thrown);
      }
    },
  };
}

/** Tells keys apart without telling anything of them. */
function idOf(key: Uint8Array): string {
  return createHmac('sha256', key).update('attrition token key').digest('hex').slice(0, 8);
}
