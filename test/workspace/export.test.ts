import { read, utils } from '@e965/xlsx';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { expect, test } from 'vitest';
import { EXIT_TEXTS } from '../support/exit-texts.ts';
import { CHANNEL, startApp, type WholeApp, wordsOf } from './whole-app.ts';

/** The newest file of that name in a thread. */
async function fileOf(app: WholeApp, root: string, name: string): Promise<Uint8Array> {
  const { playground } = app;
  const found = await playground.waitFor(() =>
    playground
      .thread(CHANNEL, root)
      .flatMap((message) => message.files ?? [])
      .filter((file) => file.name === name)
      .at(-1),
  );
  const bytes = playground.fileBytes(found.id);
  if (bytes === undefined) throw new Error(`${name} has no bytes`);
  return bytes;
}

/** All text of a PDF, blanks left out: lines and cells break anywhere. */
async function textOf(pdf: Uint8Array): Promise<string> {
  const document = await getDocument({ data: new Uint8Array(pdf) }).promise;
  const pages = Array.from({ length: document.numPages }, (_, index) => index + 1);
  const texts = await Promise.all(
    pages.map(async (page) => (await (await document.getPage(page)).getTextContent()).items),
  );
  return texts
    .flat()
    .map((item) => ('str' in item ? item.str : ''))
    .join('')
    .replace(/\s+/g, '');
}

test.each([
  { words: 'report', wish: 'pdf, xlsx', cause: 'Pay and benefits level', heading: 'In their words' },
  { words: '报告', wish: 'pdf xlsx', cause: '薪酬福利水平', heading: '他们的原话' },
])('a report as PDF and as a workbook ($words)', async ({ words, wish, cause, heading }) => {
  const app = await startApp();
  await app.upload(EXIT_TEXTS);
  const root = await app.ask(`/attrition ${words}`);
  const report = await app.finished(root);
  await fileOf(app, root, 'report.md');
  await app.playground.user.slash(CHANNEL, `/attrition export ${wish}`);
  const text = await textOf(await fileOf(app, root, 'report.pdf'));
  const bare = (one: string) => one.replace(/\s+/g, '');
  expect(text).toContain(bare(cause));
  expect(text).toContain(bare(heading));
  expect(text).toContain(bare("I'm leaving because my pay has not gone up in four years."));
  expect(text, 'no letter of our own words is missing from the font').not.toContain('\u0000');

  const book = read(await fileOf(app, root, 'report.xlsx'));
  const [overview = '', single = ''] = book.SheetNames;
  const ranking = utils.sheet_to_json<unknown[]>(book.Sheets[overview] ?? {}, { header: 1 });
  const row = ranking.find(([name]) => name === cause);
  const counted = Number(
    /(\d+) of \d+|(\d+)\/\d+/
      .exec(
        wordsOf(report)
          .split('\n')
          .find((line) => line.startsWith('|') && line.includes(cause.split(' ')[0] ?? '')) ?? '',
      )
      ?.slice(1)
      .find(Boolean),
  );
  expect(row?.[1]).toBe(counted);
  const rows = utils.sheet_to_json<unknown[]>(book.Sheets[single] ?? {}, { header: 1 });
  expect(rows.length).toBeGreaterThan(10);
  expect(rows[0]).toEqual(['interview', 'code', 'role', 'status', 'coder', 'sentences', 'quotation']);
});

test('a form that there is none of is named, with those there are', async () => {
  const app = await startApp();
  const { playground } = app;
  await playground.user.slash(CHANNEL, '/attrition export powerpoint');
  await playground.user.slash(CHANNEL, '/attrition 导出 word');
  const told = await playground.waitFor(() =>
    playground.whispers('lin').length >= 2 ? playground.whispers('lin').map(wordsOf) : null,
  );
  expect(told[0]).toMatch(/powerpoint.*csv, xlsx, md, html, pdf/);
  expect(told[1]).toMatch(/word.*csv, xlsx, md, html, pdf/);
});
