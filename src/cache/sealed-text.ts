import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { SharedPlace } from '../core/ports/shared-cache.ts';
import { NONCE_BYTES, openBytes, sealBytes } from '../core/sealed-bytes.ts';

/** Grows when what is written changes its form: processes of two versions then don't read one another. */
const PREFIX = 'attrition:2:';

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

const sealOf = (place: SharedPlace, nonce: Uint8Array) => ({
  ...{ key: keysOf(place).sealing, nonce, owner: nameOf(place) },
});

/** Encrypts a text for its place: whoever has the server but not the secret can neither read nor forge it. */
export function seal(place: SharedPlace, text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  return Buffer.concat([nonce, sealBytes(Buffer.from(text), sealOf(place, nonce))]).toString('base64');
}

/** The text, or null for anything but what was sealed for this very place. */
export function unseal(place: SharedPlace, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64');
  const nonce = bytes.subarray(0, NONCE_BYTES);
  return openBytes(bytes.subarray(NONCE_BYTES), sealOf(place, nonce))?.toString('utf8') ?? null;
}
