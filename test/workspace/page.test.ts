import { chromium } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { EXIT_TEXTS } from '../support/exit-texts.ts';
import { chromiumForTests } from '../support/services.ts';
import { startApp } from './whole-app.ts';

const browserPath = chromiumForTests();

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

describe.skipIf(browserPath.url === null)(`the local workspace in a browser${browserPath.reason}`, () => {
  // A whole run of the program and a browser share two cores with other tests.
  test('a person drops files, types the command and reads the report in the thread', async () => {
    const app = await startApp();
    const { page, faults } = await openPage(app.playground.url);
    const files = Object.entries(EXIT_TEXTS).map(([name, text]) => ({
      name,
      mimeType: 'text/plain',
      buffer: Buffer.from(text),
    }));
    await page.locator('input[type=file]').first().setInputFiles(files);
    const composer = page.getByRole('textbox').first();
    await composer.click();
    await page.keyboard.press('Enter');
    await app.playground.waitFor(() => app.playground.files().length === files.length, 30_000);
    await composer.fill('/attrition report');
    await page.keyboard.press('Enter');
    // The uploads have threads of their own: this is the report's.
    const root = page.locator('#main .message', { hasText: 'the answer follows in this thread' });
    await root.locator('.reply-bar').click({ timeout: 30_000 });
    const thread = page.locator('#thread');
    await thread.getByRole('table').waitFor({ timeout: 60_000 });
    await thread.getByRole('button', { name: 'Ask anew' }).waitFor({ timeout: 60_000 });
    expect(await thread.getByRole('table').textContent()).toContain('Pay and benefits level');
    expect(await thread.textContent()).toContain('12 interviews read');
    await thread.locator('img').first().waitFor({ timeout: 30_000 });
    if (process.env.TEST_SCREENSHOTS !== undefined)
      await page.screenshot({ path: `${process.env.TEST_SCREENSHOTS}/report.png` });
    expect(faults).toEqual([]);
  }, 120_000);
});
