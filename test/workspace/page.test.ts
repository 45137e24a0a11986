import { chromium, type Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { EXIT_TEXTS } from '../support/exit-texts.ts';
import { chromiumForTests } from '../support/services.ts';
import { CHANNEL, startApp, wordsOf } from './whole-app.ts';

const browserPath = chromiumForTests();

/** An answer to the question why that no pattern can tie to a cause: it waits for a person. */
const UNCLEAR = [
  'Exit interview',
  'Department: Depot',
  'Last day: 2026-07-31',
  'Separation type: Resignation',
  '',
  'Q: So why are you leaving?',
  'A: Well, you saw how the winter rota looked, and the rest you can guess.',
].join('\n');

/** As root in a container Chromium needs no-sandbox; the rest keeps it from calling home. */
const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

async function openPage(url: string) {
  const browser = await chromium.launch({ executablePath: browserPath.url ?? '', args: FLAGS });
  onTestFinished(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1360, height: 860 }, locale: 'en-US' });
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(url);
  return { page, faults };
}

/** Kept for docs/ when asked for: what people see is looked at, not only asserted. */
async function snap(page: Page, name: string): Promise<void> {
  const folder = process.env.TEST_SCREENSHOTS;
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
}

describe.skipIf(browserPath.url === null)(`the local workspace in a browser${browserPath.reason}`, () => {
  // The whole life of a report, by hand: a run of the program and a browser share two cores with other tests.
  test('a person uploads, reports, asks, opens a quotation, reviews, sets a digest, exports and forgets', async () => {
    const app = await startApp();
    const { page, faults } = await openPage(app.playground.url);
    const { playground } = app;
    const main = page.locator('#main');
    const thread = page.locator('#thread');
    const type = async (words: string, place = main) => {
      await place.getByRole('textbox').first().fill(words);
      await page.keyboard.press('Enter');
    };

    const texts = { ...EXIT_TEXTS, 'unclear.txt': UNCLEAR };
    const files = Object.entries(texts).map(([name, text]) => ({
      name,
      mimeType: 'text/plain',
      buffer: Buffer.from(text),
    }));
    await page.locator('input[type=file]').first().setInputFiles(files.slice(0, 10));
    await type('');
    await page.locator('input[type=file]').first().setInputFiles(files.slice(10));
    await type('');
    await playground.waitFor(() => playground.files().length === files.length, 30_000);

    await type('/attrition report');
    // The uploads have threads of their own: this is the report's.
    const root = main.locator('.message', { hasText: 'the answer follows in this thread' });
    await root.locator('.reply-bar').click({ timeout: 30_000 });
    await thread.getByRole('table').waitFor({ timeout: 60_000 });
    await thread.getByRole('button', { name: 'Ask anew' }).waitFor({ timeout: 60_000 });
    expect(await thread.getByRole('table').textContent()).toContain('Pay and benefits level');
    expect(await thread.textContent()).toContain('13 interviews read');
    await thread.locator('img').first().waitFor({ timeout: 30_000 });
    await snap(page, 'report');

    await type('what did they say about the manager?', thread);
    const quotation = thread.getByRole('button', { name: '[1]' });
    await quotation.waitFor({ timeout: 30_000 });
    await quotation.click();
    await thread.getByText('▌').first().waitFor({ timeout: 30_000 });
    await snap(page, 'follow-up');

    await thread
      .getByRole('button', { name: /^Review \d/ })
      .first()
      .click();
    const window = page.locator('dialog.modal');
    await window.getByText('▌').first().waitFor({ timeout: 30_000 });
    await snap(page, 'review');
    await window
      .getByRole('button', { name: 'Pay and benefits level' })
      .or(window.getByRole('button', { name: 'Yes, a reason' }))
      .first()
      .click();
    await window
      .getByText(/of \d+|Review done/)
      .first()
      .waitFor();
    await page.keyboard.press('Escape');

    await type('/attrition digest weekly mon 09:00 Asia/Shanghai');
    await main.getByText(/Digest \d+ is set: every Monday at 09:00/).waitFor({ timeout: 30_000 });
    await type('/attrition digest preview');
    await main.getByText('The preview follows').waitFor({ timeout: 30_000 });

    await type('/attrition export pdf xlsx');
    await thread.getByText('report.pdf').first().waitFor({ timeout: 30_000 });

    await type('/attrition forget all');
    await main.getByRole('button', { name: 'Delete for good' }).waitFor({ timeout: 30_000 });
    await snap(page, 'forget');
    await main.getByRole('button', { name: 'Delete for good' }).click();
    await playground.waitFor(
      () => !playground.messages(CHANNEL).some((message) => wordsOf(message).includes('shouts at me')),
      60_000,
    );
    expect(faults).toEqual([]);
  }, 240_000);
});
