import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { createTokenSeal } from '../../../src/bot/token-seal.ts';

const TOKEN = 'xoxb-1-秘密';
const [first, second] = [randomBytes(32), randomBytes(32)];

it('hides a token, never twice in the same way, and opens it again', () => {
  const seal = createTokenSeal([first]);
  const [one, two] = [seal.seal(TOKEN, 'T1'), seal.seal(TOKEN, 'T1')];
  expect(one).not.toContain('xoxb');
  expect(Buffer.from(one.split('.')[3] ?? '', 'base64url').toString()).not.toContain('xoxb');
  expect(one).not.toBe(two);
  expect([seal.open(one, 'T1'), seal.open(two, 'T1')]).toEqual([TOKEN, TOKEN]);
});

it('stays shut for another owner, another key, and text that was touched', () => {
  const seal = createTokenSeal([first]);
  const sealed = seal.seal(TOKEN, 'T1');
  const wrong = expect.objectContaining({ code: 'token-key-wrong' });
  expect(() => seal.open(sealed, 'T2')).toThrow(wrong);
  expect(() => createTokenSeal([second]).open(sealed, 'T1')).toThrow(wrong);
  const parts = sealed.split('.');
  for (const index of [2, 3, 4]) {
    const bytes = Buffer.from(parts[index] ?? '', 'base64url');
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    const touched = parts.with(index, bytes.toString('base64url')).join('.');
    expect(() => seal.open(touched, 'T1'), `part ${index}`).toThrow(wrong);
  }
  const shortTag = parts.with(4, (parts[4] ?? '').slice(0, 6)).join('.');
  expect(() => seal.open(shortTag, 'T1')).toThrow(wrong);
  for (const nonsense of ['', TOKEN, 'v2.a.b.c.d']) expect(() => seal.open(nonsense, 'T1')).toThrow(wrong);
});

it('takes a new key before the old one: the new one encrypts, both open', () => {
  const old = createTokenSeal([first]).seal(TOKEN, 'T1');
  const both = createTokenSeal([second, first]);
  expect(both.open(old, 'T1')).toBe(TOKEN);
  const anew = both.seal(TOKEN, 'T1');
  expect(createTokenSeal([second]).open(anew, 'T1')).toBe(TOKEN);
  expect(() => createTokenSeal([first]).open(anew, 'T1')).toThrow();
});
