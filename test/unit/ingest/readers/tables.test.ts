import { describe, expect, it } from 'vitest';
import { INGEST_LIMITS } from '../../../../src/ingest/limits.ts';
import { faultOf, fixture, latin1, readBytes, rowsOf, utf8, wordsOf } from './fixture.ts';

describe('csv', () => {
  it.each([',', ';', '\t', '|'])('finds the delimiter %j', async (delimiter) => {
    const text = `Id${delimiter}Why\n1${delimiter}Too far to drive\n2${delimiter}太远了`;
    expect(await rowsOf('a.csv', utf8(text))).toEqual([
      ['Id', 'Why'],
      ['1', 'Too far to drive'],
      ['2', '太远了'],
    ]);
  });

  it('keeps quoted delimiters, quotes and line ends inside a cell', async () => {
    expect(await rowsOf('a.csv', utf8('Id,Why\r\n1,"far, ""very"" far\nand dark"\r\n'))).toEqual([
      ['Id', 'Why'],
      ['1', 'far, "very" far\nand dark'],
    ]);
  });

  it('skips a byte order mark and the line sep=;', async () => {
    expect(await rowsOf('a.csv', utf8('\ufeffsep=;\r\nId;Why\r\n1;far'))).toEqual([
      ['Id', 'Why'],
      ['1', 'far'],
    ]);
  });

  it('leaves cells as written: "1-2", leading zeros and dates', async () => {
    expect(await rowsOf('a.csv', utf8('Id,Years,Day\n007,1-2,2026/3/1\n'))).toEqual([
      ['Id', 'Years', 'Day'],
      ['007', '1-2', '2026/3/1'],
    ]);
  });

  it('refuses quotes inside a bare header cell, with the line', async () => {
    const broken = 'Id,Category "Views,Why\n1,a,pay\n';
    expect(await faultOf('a.csv', utf8(broken))).toEqual({
      fault: 'file-table-broken',
      detail: { line: 1, reason: 'quotes' },
    });
  });

  it('names the line on which an open quote began, not the end of the file', async () => {
    const open = 'Id,Why\n1,pay\n2,"far\n3,pay\n4,pay\n';
    expect((await faultOf('a.csv', utf8(open))).detail).toEqual({ line: 3, reason: 'quotes' });
  });

  it.each([
    ['a cell too many', 'Id,Dept,Why\n1,Sales,pay\n2,Sales,too,far\n3,Sales,pay\n', 3, 4],
    ['a cell too few', 'Id,Dept,Why\n1,"Sales\nNorth",pay\n2,far\n3,Sales,pay\n', 4, 2],
  ])('refuses a row with %s rather than shift its columns', async (_, text, line, found) => {
    expect(await faultOf('a.csv', utf8(text))).toEqual({
      fault: 'file-table-broken',
      detail: { line, reason: 'columns', expected: 3, found },
    });
  });

  it('cuts empty cells past the last column and pads a title line', async () => {
    expect(await rowsOf('a.csv', utf8('离职调查\nId,Why\n1,pay,,\n2,far\n'))).toEqual([
      ['离职调查', ''],
      ['Id', 'Why'],
      ['1', 'pay'],
      ['2', 'far'],
    ]);
  });

  it('reads UTF-16 as Excel writes it, and Windows-1252 with a remark', async () => {
    const wide = new Uint8Array(Buffer.from('\ufeffId\tWhy\r\n1\t太远\r\n', 'utf16le'));
    expect(await rowsOf('a.csv', wide)).toEqual([
      ['Id', 'Why'],
      ['1', '太远'],
    ]);
    const western = await wordsOf('b.csv', latin1('Id,Why\n1,caf\xe9 closed \x96 no lunch\n'));
    expect(western.parts[0]).toMatchObject({
      rows: [
        ['Id', 'Why'],
        ['1', 'café closed – no lunch'],
      ],
    });
    expect(western.remarks).toEqual([{ code: 'encoding-guessed', detail: { encoding: 'windows-1252' } }]);
  });

  it('refuses more rows than the limit', async () => {
    const read = await readBytes('a.csv', utf8('Id,Why\n1,a\n2,b\n'), { ...INGEST_LIMITS, tableRows: 2 });
    expect(read).toEqual({ fault: 'file-too-large', detail: { limit: 2, unit: 'rows' } });
  });
});

describe('workbooks', () => {
  it('reads xlsx: ISO dates, texts as seen, downward merges filled, empty sheets left out', async () => {
    const { parts } = await wordsOf('leavers.xlsx', fixture('leavers.xlsx'));
    expect(parts).toEqual([
      {
        type: 'table',
        title: 'Leavers',
        rows: [
          ['Id', 'Department', 'Last day', 'Years', 'Why did you leave?'],
          ['1', 'Sales', '2026-03-31', '1-2', 'The commute got too long.'],
          ['2', 'Sales', '2026-04-15', '3-5', '工资一直没涨。'],
        ],
      },
      {
        type: 'table',
        title: '备注',
        rows: [
          ['说明', '0.1 加 0.2'],
          ['', '0.3'],
        ],
      },
    ]);
  });

  it('reads xls in both languages', async () => {
    expect(await rowsOf('leavers.xls', fixture('leavers.xls'))).toEqual([
      ['Id', 'Years', '离职原因'],
      ['1', '1-2', '通勤太远'],
      ['2', '3-5', 'Pay stood still'],
    ]);
  });

  it('names a protected workbook', async () => {
    expect((await faultOf('locked.xlsx', fixture('locked.xlsx'))).fault).toBe('file-password');
  });

  it('refuses a workbook that unzips beyond the limit', async () => {
    const read = await readBytes('leavers.xlsx', fixture('leavers.xlsx'), {
      ...INGEST_LIMITS,
      unzippedMegabytes: 0.001,
    });
    expect(read).toEqual({ fault: 'file-too-large', detail: { limit: 0.001, unit: 'unzipped' } });
  });
});

describe('hidden sheets', () => {
  // The old one's root storage has another name than Office gives it.
  it.each(['hidden-sheet.xlsx', 'hidden-sheet.xls'])('of %s are left out and told of', async (name) => {
    const document = await wordsOf(name, fixture(name));
    expect(document.parts.map((part) => (part.type === 'table' ? part.title : null))).toEqual(['Answers']);
    expect(document.remarks).toEqual([{ code: 'hidden-sheets-left-out', detail: { sheets: '草稿' } }]);
  });
});
