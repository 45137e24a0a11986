import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { expect, test } from 'vitest';
import { renderPdf } from '../../../src/report/render-pdf.ts';
import { reportOf } from '../../fixtures/findings/report.ts';
import { interviewsWith } from '../../fixtures/findings/sample.ts';

/** Points, as render-pdf sets them. */
const HEADINGS = [11];
/** The page's number stands below this. */
const FOOTER = 50;

interface Line {
  readonly text: string;
  readonly size: number;
  readonly y: number;
}

/** The lowest line of each page above its number. */
async function lastLines(pdf: Uint8Array): Promise<readonly Line[]> {
  const document = await getDocument({ data: new Uint8Array(pdf) }).promise;
  const pages = Array.from({ length: document.numPages }, (_, index) => index + 1);
  return Promise.all(
    pages.map(async (number) => {
      const { items } = await (await document.getPage(number)).getTextContent();
      const lines = items.flatMap((item) =>
        'str' in item && item.str.trim() !== ''
          ? [{ text: item.str, size: Math.round(item.height * 2) / 2, y: Number(item.transform[5]) }]
          : [],
      );
      return lines.filter(({ y }) => y > FOOTER).reduce((low, line) => (line.y < low.y ? line : low));
    }),
  );
}

test.each(['en', 'zh'] as const)(
  'no page ends with a cause’s heading, wherever the pages break (%s)',
  async (language) => {
    const report = reportOf(interviewsWith({ pay: 12, growth: 9, manager: 8, relocation: 7, hours: 6 }), language);
    const more = {
      section: 'causes',
      text: language === 'en' ? 'One more sentence.' : '再加一句。',
      codes: [],
    } as const;
    for (const count of [0, 2, 4, 6, 8, 10, 12]) {
      const claims = [...report.claims, ...Array.from({ length: count }, () => more)];
      const lines = await lastLines(await renderPdf({ ...report, claims }));
      expect(lines.length).toBeGreaterThan(2);
      expect(
        lines.filter(({ size }) => HEADINGS.includes(size)),
        `${count} more`,
      ).toEqual([]);
    }
  },
  60_000,
);

test('English quotation marks are as narrow as the letters, and words are quoted as they are', async () => {
  const pdf = await renderPdf(reportOf(interviewsWith({ pay: 12 }), 'en'));
  const document = await getDocument({ data: new Uint8Array(pdf) }).promise;
  const texts = Array.from({ length: document.numPages }, async (_, index) => {
    const { items } = await (await document.getPage(index + 1)).getTextContent();
    return items.map((item) => ('str' in item ? item.str : '')).join('');
  });
  expect((await Promise.all(texts)).join('')).toContain('"The main reason is told in interview');
});
