import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { SharedPlace } from '../core/ports/shared-cache.ts';

/** Grows when what is written changes its form: processes of two versions then don't read one another. */
const PREFIX = 'attrition:1:';
const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

const keysOf = ({ secret }: SharedPlace) => {
  const bytes = Buffer.from(hkdfSync('sha256', secret, '', PREFIX, 64));
  return { naming: bytes.subarray(0, 32), sealing: bytes.subarray(32) };
};

/** What all keys of a channel begin with; only hex digits and colons, so it is a pattern of itself. */
export function channelPrefix(channel: string): string {
  return `${PREFIX}${createHash('sha256').update(channel).digest('hex').slice(0, 32)}:`;
}

/** A place's name as others may see it: neither the channel nor what was asked can be read from it. */
export function nameOf(place: SharedPlace): string {
  const name = createHmac('sha256', keysOf(place).naming).update(place.key).digest('hex');
  return `${channelPrefix(place.channel)}${name}`;
}

/** Encrypts a text for its place: whoever has the server but not the secret can neither read nor forge it. */
export function seal(place: SharedPlace, text: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, keysOf(place).sealing, iv).setAAD(Buffer.from(nameOf(place)));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64');
}

/** The text, or null for anything but what was sealed for this very place. */
export function unseal(place: SharedPlace, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length < IV_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv(CIPHER, keysOf(place).sealing, bytes.subarray(0, IV_BYTES))
    .setAAD(Buffer.from(nameOf(place)))
    .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return null;
  }
}
