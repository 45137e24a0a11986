import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../../src/ingest/encoding.ts';
import { latin1, utf8 } from './fixture.ts';

/** 我们的工作太忙，所以我走了。 in GB18030 and 我們的工作太忙，所以我走了。 in Big5, as hex. */
const GB18030 = 'ced2c3c7b5c4b9a4d7f7ccabc3a6a3accbf9d2d4ced2d7dfc1cba1a3';
const BIG5 = 'a7daadccaabaa475a740a4d3a6a3a141a9d2a548a7daa8aba446a143';

describe('decodeText', () => {
  it('tells GB18030 and Big5 apart, though each decodes as the other', () => {
    expect(decodeText(Buffer.from(GB18030, 'hex'))).toEqual({
      text: '我们的工作太忙，所以我走了。',
      encoding: 'gb18030',
      guessed: false,
    });
    expect(decodeText(Buffer.from(BIG5, 'hex'))).toEqual({
      text: '我們的工作太忙，所以我走了。',
      encoding: 'big5',
      guessed: false,
    });
  });

  it('takes UTF-8 without a mark, and drops a mark', () => {
    expect(decodeText(utf8('太远 café'))).toMatchObject({ text: '太远 café', guessed: false });
    expect(decodeText(utf8('\ufeff太远'))).toMatchObject({ text: '太远' });
  });

  it.each([
    ['utf-16le', [0xff, 0xfe, 0x2a, 0x59, 0x0a, 0x00]],
    ['utf-16be', [0xfe, 0xff, 0x59, 0x2a, 0x00, 0x0a]],
  ])('reads %s by its mark', (encoding, bytes) => {
    expect(decodeText(Uint8Array.from(bytes))).toEqual({ text: '太\n', encoding, guessed: false });
  });

  it('reads UTF-16 without a mark by its zero bytes', () => {
    expect(decodeText(new Uint8Array(Buffer.from('Why? 太远\n', 'utf16le'))).text).toBe('Why? 太远\n');
  });

  it('does not trust a wrong mark', () => {
    expect(decodeText(Uint8Array.from([0xff, 0xfe, ...utf8('The pay.')])).text).toBe('The pay.');
    expect(decodeText(Uint8Array.from([0xef, 0xbb, 0xbf, ...Buffer.from(GB18030, 'hex')])).encoding).toBe('gb18030');
  });

  it('falls back on Windows-1252 and says that it guessed', () => {
    expect(decodeText(latin1('Zo\xeb left, 26 \x96 30'))).toEqual({
      text: 'Zoë left, 26 – 30',
      encoding: 'windows-1252',
      guessed: true,
    });
  });
});
