import { createHash } from 'node:crypto';

/** A number in [0, 1) drawn for a key: the same key gives the same number, whatever was drawn before. */
export function chance(...key: readonly (string | number)[]): number {
  return createHash('sha256').update(key.join('\n')).digest().readUInt32BE(0) / 2 ** 32;
}

/** One of several, drawn for a key; undefined of none. */
export function pick<T>(from: readonly T[], ...key: readonly (string | number)[]): T | undefined {
  return from[Math.floor(chance(...key) * from.length)];
}
