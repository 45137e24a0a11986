import { describe, expect, it } from 'vitest';
import { faultOf, fixture, latin1, readBytes, rowsOf, textOf, utf8, wordsOf } from './fixture.ts';

describe('docx', () => {
  it('keeps table cells apart by tabs and margin comments in a part of their own', async () => {
    const document = await wordsOf('interview-en.docx', fixture('interview-en.docx'));
    expect(document.parts).toEqual([
      {
        type: 'text',
        title: null,
        text: [
          'Exit interview, warehouse office',
          'HR: What made you hand in your notice?',
          'Employee: The night shifts, mostly. I stopped seeing my kids.',
          'Department\tLogistics',
          'Reason\tNight shifts',
          'Nobody asked me first.',
        ].join('\n'),
      },
      { type: 'comments', text: 'Ask the shift lead about this.' },
    ]);
    expect(document.remarks).toEqual([{ code: 'comments-kept', detail: { comments: 1 } }]);
  });

  it('gives a table of three columns as a table, so that each row can be a leaver', async () => {
    const { parts } = await wordsOf('survey-table.docx', fixture('survey-table.docx'));
    expect(parts.map(({ type }) => type)).toEqual(['text', 'table']);
    expect(await rowsOf('survey-table.docx', fixture('survey-table.docx'))).toContainEqual([
      'Paint',
      '2026-04-30',
      '喷房的抽风坏了半年，一直没修。',
    ]);
  });

  it('keeps footnotes apart', async () => {
    const document = await wordsOf('footnotes.docx', fixture('footnotes.docx'));
    expect(document.parts).toEqual([
      { type: 'text', title: null, text: 'HR: Why now?\nEmployee: The rota moved again.' },
      { type: 'comments', text: 'Checked with the planner. 已与排班员核对。' },
    ]);
  });

  it('reads Chinese', async () => {
    expect(await textOf('访谈.docx', fixture('interview-zh.docx'))).toContain('员工：主要是夜班太多，家里照顾不过来。');
  });

  it.each([
    ['textbox-only.docx', 'file-textbox-only'],
    ['attachment-only.docx', 'file-attachment-only'],
  ])('says where the content of %s is', async (name, fault) => {
    expect((await faultOf(name, fixture(name))).fault).toBe(fault);
  });

  it('names a truncated file as damaged', async () => {
    const half = fixture('interview-en.docx').subarray(0, 700);
    expect((await faultOf('half.docx', half)).fault).toBe('file-damaged');
  });
});

describe('doc', () => {
  it.each([
    ['interview-en.doc', 'HR: Why now?\nEmployee: “The rota” changed every week.'],
    ['interview-zh.doc', 'HR：为什么现在走？\n员工：排班每周都变，没法安排家里的事。'],
  ])('reads %s', async (name, text) => {
    expect(await textOf(name, fixture(name))).toBe(text);
  });

  it('names a protected file, an old one and a broken one', async () => {
    expect((await faultOf('locked.doc', fixture('locked.doc'))).fault).toBe('file-password');
    expect(await faultOf('word-95.doc', fixture('word-95.doc'))).toEqual({
      fault: 'file-kind-old',
      detail: { kind: 'Word 6/95', saveAs: '.docx' },
    });
    expect((await faultOf('cut.doc', fixture('interview-en.doc').subarray(0, 600))).fault).toBe('file-damaged');
  });

  it('refuses Word 2003 XML by name', async () => {
    const xml = '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>';
    expect(await faultOf('a.doc', utf8(xml))).toMatchObject({ fault: 'file-kind-old', detail: { saveAs: '.docx' } });
  });
});

describe('rtf', () => {
  it('reads Chinese written as bytes of the font and as escapes, and leaves stand-ins out', async () => {
    const rtf = String.raw`{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Times;}{\f1\fnil\fcharset134 SimSun;}}{\info{\title T}}\f1 \'d4\'b1\'b9\'a4\'a3\'ba\f0 caf\'e9\par \u22826?\u-28708?\par}`;
    expect(await textOf('a.rtf', latin1(rtf))).toBe('员工：café\n太远\n');
  });

  it('takes an ASCII second byte for part of the character', async () => {
    expect(await textOf('a.rtf', latin1(String.raw`{\rtf1\ansi\ansicpg936 \'d5O\'c8\'cb\par}`))).toBe('誒人\n');
  });

  it('keeps table cells apart', async () => {
    expect(await textOf('a.rtf', latin1(String.raw`{\rtf1 Dept\cell Sales\cell\row HR: Why?\par}`))).toBe(
      'Dept\tSales\nHR: Why?\n',
    );
  });
});

describe('html and e-mail', () => {
  it('keeps visible text, cells of a row apart, and nothing of scripts', async () => {
    const html =
      '<!doctype html><html><head><title>t</title></head><body><h1>Exit</h1><p>HR: Why?</p><p>员工：太<b>远</b>了</p>' +
      '<table><tr><td>Dept</td><td><p>Sales</p></td></tr></table><script>steal()</script></body></html>';
    expect(await textOf('a.html', utf8(html))).toBe('Exit\n\nHR: Why?\n\n员工：太远了\n\nDept\tSales');
  });

  it('obeys the charset a page declares', async () => {
    const gbk = [0xcc, 0xab, 0xd4, 0xb6].map((byte) => String.fromCharCode(byte)).join('');
    const page = latin1(`<html><head><meta charset="gbk"></head><body>${gbk}</body></html>`);
    expect(await textOf('a.html', page)).toBe('太远');
  });

  it.each(['leavers.csv', '访谈.docx', 'a.pdf', 'a.txt'])(
    'takes a web page named %s for a sign-in page',
    async (name) => {
      expect((await faultOf(name, utf8('<!DOCTYPE html><html><body>Sign in to Slack</body></html>'))).fault).toBe(
        'file-login-page',
      );
    },
  );

  it('reads the body of an e-mail and hands its attachment on', async () => {
    const mail = [
      'From: a@example.com',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="x"',
      '',
      '--x',
      'Content-Type: text/plain; charset=utf-8',
      '',
      '员工：太远了。',
      '--x',
      'Content-Type: text/plain',
      'Content-Disposition: attachment; filename="notes.txt"',
      '',
      'Employee: The pay.',
      '--x--',
      '',
    ].join('\r\n');
    const read = await readBytes('a.eml', utf8(mail));
    expect(read).toMatchObject({ document: { kind: 'eml', parts: [{ text: '员工：太远了。\n' }] } });
    expect('inside' in read && read.inside.map(({ name }) => name)).toEqual(['notes.txt']);
  });
});
