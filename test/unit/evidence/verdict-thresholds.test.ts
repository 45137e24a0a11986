import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadVerdictThresholds } from '../../../src/evidence/verdict-thresholds.ts';

const MARGINS = 'en: { ask: 0.4, settle: 0.3 }, zh: { ask: 0.5, settle: 0.3 }, mixed: { ask: 0.5, settle: 0.3 }';

async function load(text: string) {
  const path = join(await mkdtemp(join(tmpdir(), 'thresholds-')), 'own.yml');
  await writeFile(path, text);
  return loadVerdictThresholds(path);
}

describe('the verdict thresholds', () => {
  it('that ship let two of three votes win, and no tie, in every language', async () => {
    const { margins } = await loadVerdictThresholds();
    for (const { ask, settle } of Object.values(margins)) {
      expect(settle).toBeLessThan(1 / 3);
      expect(settle).toBeGreaterThan(0);
      expect(ask).toBeGreaterThan(0);
      expect(ask).toBeLessThan(1);
    }
  });

  it('are read from a file of one’s own', async () => {
    expect((await load(`version: "2"\nmargins: { ${MARGINS} }`)).margins.zh.ask).toBe(0.5);
  });

  it.each([
    ['a language is missing', 'version: "1"\nmargins: { en: { ask: 0.4, settle: 0.3 } }', 'margins.zh'],
    ['a share is above 1', `version: "1"\nmargins: { ${MARGINS.replace('0.4', '40')} }`, 'margins.en.ask'],
    ['it is no YAML', 'margins: [', 'no YAML'],
  ])('are refused when %s', async (_, text, reason) => {
    await expect(load(text)).rejects.toMatchObject({
      code: 'config-invalid',
      detail: { file: 'own.yml', reason: expect.stringContaining(reason) },
    });
  });
});
