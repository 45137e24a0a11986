import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadCodebook } from '../../../src/coding/load-codebook.ts';

const OWN = fileURLToPath(new URL('../../../codebooks/', import.meta.url));

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codebook-'));
  await copyFile(join(OWN, 'tech-abandonment.yml'), join(folder, 'x.yml'));
});
afterEach(() => rm(folder, { recursive: true }));

async function edit(change: (text: string) => string): Promise<void> {
  await writeFile(join(folder, 'x.yml'), change(await readFile(join(folder, 'x.yml'), 'utf8')));
}

const patterns = (line: string) =>
  writeFile(
    join(folder, 'x.patterns.yml'),
    `version: "1"\ncodes:\n  hardware-cost:\n    facts:\n      en:\n        - ${line}\n      zh: []\n    topics: {en: [], zh: []}\n`,
  );

describe('codebooks', () => {
  it.each([
    ['employee-exit', 18],
    ['tech-abandonment', 9],
  ])('%s ships with %i codes and patterns for each in both languages', async (name, count) => {
    const loaded = await loadCodebook(join(OWN, `${name}.yml`));
    expect(loaded.codebook.codes).toHaveLength(count);
    for (const { id } of loaded.codebook.codes) {
      expect(loaded.patterns.codes[id]?.facts.en, id).not.toHaveLength(0);
      expect(loaded.patterns.codes[id]?.facts.zh, id).not.toHaveLength(0);
    }
  });

  it('a codebook without patterns uses our speech cues and no patterns', async () => {
    const { patterns: own, cues } = await loadCodebook(join(folder, 'x.yml'));
    expect(own.codes).toEqual({});
    expect(cues.cues.denied.zh).not.toHaveLength(0);
  });

  it('no option of a form means two codes', async () => {
    const { codebook } = await loadCodebook(join(OWN, 'employee-exit.yml'));
    const ticks = codebook.codes.flatMap((code) => code.ticks.map((tick) => tick.toLowerCase()));
    expect(ticks.filter((tick, index) => ticks.indexOf(tick) < index)).toEqual([]);
  });
});

describe('a fault names file, line and reason', () => {
  const lineOf = async (words: string) =>
    (await readFile(join(folder, 'x.yml'), 'utf8')).split('\n').findIndex((line) => line.includes(words)) + 1;

  it('broken YAML', async () => {
    await edit((text) => text.replace('version: "1"', 'version: "1'));
    await expect(loadCodebook(join(folder, 'x.yml'))).rejects.toMatchObject({
      code: 'codebook-invalid',
      detail: { file: 'x.yml', line: expect.any(Number), reason: expect.any(String) },
    });
  });

  it('a wrong value', async () => {
    await edit((text) => text.replace('kind: pull', 'kind: shove'));
    const line = await lineOf('kind: shove');
    await expect(loadCodebook(join(folder, 'x.yml'))).rejects.toMatchObject({
      detail: { file: 'x.yml', line, reason: expect.stringContaining('kind') },
    });
  });

  it('an unknown category', async () => {
    await edit((text) => text.replace('category: economics', 'category: weather'));
    const line = await lineOf('category: weather');
    await expect(loadCodebook(join(folder, 'x.yml'))).rejects.toMatchObject({
      detail: { line, reason: 'there is no category "weather"' },
    });
  });

  it('an id that stands twice', async () => {
    await edit((text) => text.replace('id: inference-latency', 'id: hardware-cost'));
    await expect(loadCodebook(join(folder, 'x.yml'))).rejects.toMatchObject({
      detail: { reason: '"hardware-cost" stands twice' },
    });
  });

  it('patterns of a code that is not in the book', async () => {
    await patterns('gpu');
    const path = join(folder, 'x.patterns.yml');
    await writeFile(path, (await readFile(path, 'utf8')).replace('hardware-cost', 'weather'));
    await expect(loadCodebook(join(folder, 'x.yml'))).rejects.toMatchObject({
      detail: { file: 'x.patterns.yml', line: 3, reason: 'the codebook has no code "weather"' },
    });
  });

  it.each([
    ['(gpu', 'not a valid regular expression'],
    ['(?:a|aa)+b', 'a group may not be repeated'],
    ['(?:a{0,9}){0,9}b', 'a group may not be repeated'],
    ['gpu.*cost', 'a repetition without limit'],
    ['x{3,}', 'a repetition without limit'],
  ])('the pattern %s', async (line, reason) => {
    await patterns(line);
    await expect(loadCodebook(join(folder, 'x.yml'))).rejects.toMatchObject({
      code: 'codebook-invalid',
      detail: { file: 'x.patterns.yml', line: 6, reason: expect.stringContaining(reason) },
    });
  });

  it('a file that is not there', async () => {
    await expect(loadCodebook(join(folder, 'y.yml'))).rejects.toMatchObject({
      code: 'codebook-invalid',
      detail: { file: 'y.yml' },
    });
  });
});
