import { describe, expect, it } from 'vitest';
import { INGEST_LIMITS } from '../../../../src/ingest/limits.ts';
import { pageLines } from '../../../../src/ingest/readers/pdf-lines.ts';
import { joinPages, pageText } from '../../../../src/ingest/readers/pdf-paragraphs.ts';
import { faultOf, fixture, readBytes, textOf, utf8, wordsOf } from './fixture.ts';

describe('pdf', () => {
  it('joins wrapped lines into paragraphs and drops page numbers', async () => {
    expect((await textOf('a.pdf', fixture('interview-en.pdf'))).split('\n')).toEqual([
      'HR: Thank you for coming. What made you start to look around in the first place?',
      expect.stringMatching(
        /^Employee: Nobody .* be patient\. After the third month of that I wrote my first application\.$/,
      ),
      'HR: Did you speak with the site manager?',
      'Employee: Yes. She listened, she was fair, but the rota comes from the region.',
    ]);
  });

  it('reads Chinese set in a CID font and joins its lines without blanks', async () => {
    expect((await textOf('a.pdf', fixture('interview-zh.pdf'))).split('\n')).toEqual([
      'HR：谢谢你过来。最开始是什么让你想看外面的机会？',
      '员工：不是一件事。排班每周都变，周末从来没法安排，我提过想要固定班次，得到的答复总是再等等。等到第三个月，我就投了第一份简历，当时其实还没有下定决心，只是想看看外面的行情。',
      'HR：跟店长谈过吗？',
      '员工：谈过，她人很好，可是排班是大区定的。',
    ]);
  });

  it('reads two columns one after the other though the page draws them line by line', async () => {
    const text = await textOf('a.pdf', fixture('two-columns.pdf'));
    const numbers = [...text.matchAll(/(Left|Right) column, line (\d+)/g)].map(([, side, n]) => `${side}${n}`);
    const tens = Array.from({ length: 10 }, (_, i) => i + 1);
    expect(numbers).toEqual([...tens.map((n) => `Left${n}`), ...tens.map((n) => `Right${n}`)]);
  });

  it('puts form values beside their labels', async () => {
    expect(await textOf('form.pdf', fixture('form.pdf'))).toBe(
      'Main reason for leaving:\tRelocation to be near family\nI was asked to stay\t☑\nI have a new job\t☐',
    );
  });

  it.each([
    ['locked.pdf', 'file-password'],
    ['scan.pdf', 'file-scan'],
  ])('refuses %s as %s', async (name, fault) => {
    expect((await faultOf(name, fixture(name))).fault).toBe(fault);
  });

  it('opens a file that only its owner may change', async () => {
    expect(await textOf('a.pdf', fixture('owner-locked.pdf'))).toBe('Employee: I may be read, not changed.');
  });

  it('tells which pages of a half-scanned file were not read', async () => {
    const { remarks } = await wordsOf('a.pdf', fixture('half-scan.pdf'));
    expect(remarks).toEqual([{ code: 'pages-without-text', detail: { pages: '2' } }]);
  });

  it('names a broken file and one with too many pages', async () => {
    expect((await faultOf('a.pdf', utf8('%PDF-1.3\nnothing more'))).fault).toBe('file-damaged');
    const read = await readBytes('a.pdf', fixture('half-scan.pdf'), { ...INGEST_LIMITS, pdfPages: 1 });
    expect(read).toEqual({ fault: 'file-too-large', detail: { limit: 1, unit: 'pages' } });
  });

  it('refuses a text layer of signs without meaning', async () => {
    expect((await faultOf('noise.pdf', fixture('noise.pdf'))).fault).toBe('file-noise');
  });
});

describe('printed lines', () => {
  const piece = (text: string, x: number, y: number, width: number) => ({ text, x, y, width, height: 10, ends: true });

  it('separates cells of one row by a tab and words by a blank', () => {
    const row = [piece('Dept', 50, 700, 20), piece('of', 73, 700, 10), piece('Sales', 200, 700, 25)];
    expect(pageLines(row.map((p) => ({ ...p, ends: false }))).map(({ text }) => text)).toEqual(['Dept of\tSales']);
  });

  it('orders lines from top to bottom where none stands beside another', () => {
    const lines = pageLines([piece('员工：太远', 50, 600, 60), piece('HR：为什么', 50, 700, 60)]);
    expect(lines.map(({ text }) => text)).toEqual(['HR：为什么', '员工：太远']);
  });

  it('keeps a turn on its own line even when the line above is full', () => {
    const full = {
      text: 'HR: And the pay, was it what you had hoped for back',
      left: 50,
      right: 300,
      y: 700,
      height: 10,
    };
    const next = { text: 'Employee: No.', left: 50, right: 120, y: 686, height: 10 };
    expect(pageText([full, next])).toEqual([full.text, next.text]);
  });

  it('mends a word cut at the line end', () => {
    const line = (text: string, y: number) => ({ text, left: 50, right: 300, y, height: 10 });
    expect(pageText([line('I asked for a trans-', 700), line('fer to the coast', 688)])).toEqual([
      'I asked for a transfer to the coast',
    ]);
  });

  it('joins double-spaced lines, and starts a paragraph after a wider gap', () => {
    const line = (text: string, y: number) => ({ text, left: 50, right: 300, y, height: 10 });
    const lines = [
      line('排班每周都变，', 700),
      line('周末没法安排。', 676),
      line('后来我投了简历，', 652),
      line('第三个月。', 600),
    ];
    expect(pageText(lines)).toEqual(['排班每周都变，周末没法安排。后来我投了简历，', '第三个月。']);
  });

  it('drops head lines that every page repeats, and no line of the text', () => {
    const pages = [1, 2, 3].map((n) => ['离职访谈 机密', `第${n}段`, `第 ${n} 页 共 3 页`]);
    expect(joinPages(pages)).toBe('第1段\n第2段\n第3段');
    expect(joinPages([['2', 'Yes']])).toBe('2\nYes');
  });
});
