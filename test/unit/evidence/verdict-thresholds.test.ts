import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadCodebook } from '../../../src/coding/load-codebook.ts';
import { loadVerdictThresholds } from '../../../src/evidence/verdict-thresholds.ts';

const OWN = `version: "2"
questions: [verdict, choice, whose]
accept: 2
reject: 2
support: 1
unsure: 0.5
sure: { en: 0.4, zh: 0.5, mixed: 0.5 }
confusable: { sample: { pay: [growth] } }`;

async function load(text: string) {
  const path = join(await mkdtemp(join(tmpdir(), 'thresholds-')), 'own.yml');
  await writeFile(path, text);
  return loadVerdictThresholds(path);
}

describe('the verdict thresholds', () => {
  it('that ship let no two wrong answers accept, and no single one refuse', async () => {
    const { accept, reject, support, questions } = await loadVerdictThresholds();
    expect(new Set(questions).size).toBe(questions.length);
    expect(accept).toBeGreaterThan(2);
    expect(accept - support).toBeGreaterThan(1);
    expect(reject).toBeGreaterThan(1);
    expect(accept + reject).toBe(questions.length + 1);
  });

  it('that ship set codes of the shipped codebook side by side, and each with others', async () => {
    const { confusable } = await loadVerdictThresholds();
    const path = fileURLToPath(new URL('../../../codebooks/employee-exit.yml', import.meta.url));
    const { codebook } = await loadCodebook(path);
    const codes = codebook.codes.map(({ id }) => id);
    const pairs = confusable['employee-exit'] ?? {};
    expect(Object.keys(pairs).sort()).toEqual([...codes, 'other-cause'].sort());
    for (const [code, rivals] of Object.entries(pairs)) {
      expect(rivals.every((rival) => rival !== code && codes.includes(rival))).toBe(true);
    }
    expect(pairs['relocation-commute']).toContain('culture-values');
    expect(pairs['pay-level']).toContain('career-growth');
  });

  it('are read from a file of one’s own', async () => {
    expect(await load(OWN)).toMatchObject({ accept: 2, sure: { zh: 0.5 }, questions: ['verdict', 'choice', 'whose'] });
  });

  it.each([
    ['a language is missing', OWN.replace(', zh: 0.5', ''), 'sure.zh'],
    ['a share is above 1', OWN.replace('en: 0.4', 'en: 40'), 'sure.en'],
    ['a question is unknown', OWN.replace('whose', 'mood'), 'questions'],
    ['so few questions never accept', OWN.replace('accept: 2', 'accept: 4'), 'accept'],
    ['nothing is needed to refuse', OWN.replace('reject: 2', 'reject: 0'), 'reject'],
    ['it is no YAML', 'sure: [', 'no YAML'],
  ])('are refused when %s', async (_, text, reason) => {
    await expect(load(text)).rejects.toMatchObject({
      code: 'config-invalid',
      detail: { file: 'own.yml', reason: expect.stringContaining(reason) },
    });
  });
});
