import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { figuresSchema } from '../../../bench/figures.ts';

const run = promisify(execFile);
const bench = (...options: readonly string[]) => run(process.execPath, ['bench/run.ts', '--quick', ...options]);

describe('npm run bench', () => {
  it('prints as JSON the sections that were asked for, with figures', async () => {
    const { stdout } = await bench('--json', '--only', 'retrieval,ingest');
    const figures = figuresSchema.parse(JSON.parse(stdout));
    expect(Object.keys(figures).sort()).toEqual(['ingest', 'machine', 'retrieval']);
    expect(figures.ingest?.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['txt', 'pdf', 'zip']));
    expect(figures.ingest?.every(({ interviews }) => interviews === 2)).toBe(true);
    expect(figures.retrieval).toMatchObject({ interviews: 20, searchMs: { n: 80 } });
  });

  it('takes a report’s figures for whole when each way and each server has its own', () => {
    const machine = { cores: 2, memoryGigabytes: 24, node: 'v24', load: 0 };
    const spent = { seconds: 1, calls: 1, promptTokens: 1, completionTokens: 1 };
    const one = { ours: spent, plainPrompt: spent, mapReduce: spent, floor: spent, oursOverFloor: 1 };
    const { floor: _, ...floorless } = one;
    const isWhole = (report100: object) => figuresSchema.safeParse({ machine, report100 }).success;
    expect(isWhole({ server: 'article', ...one, onOthers: { oneCard: one } })).toBe(true);
    expect(isWhole({ server: 'article', ...floorless, onOthers: {} })).toBe(false);
    expect(isWhole({ server: 'article', ...one, onOthers: { oneCard: floorless } })).toBe(false);
  });

  it('names the sections when there is none of that name', async () => {
    await expect(bench('--only', 'retrival')).rejects.toThrow(/no section retrival; there are .*retrieval/u);
  });

  it.each([
    ['a figure that could not be measured', { seconds: Number.NaN }],
    ['one that JSON has no number for', { seconds: null }],
    ['a missing one', { seconds: undefined }],
  ])('takes %s for a fault', (_, fault) => {
    const machine = { cores: 2, memoryGigabytes: 24, node: 'v24', load: 0 };
    const sizes = { kind: 'txt', interviews: 2, megabytes: 1, textMegabytes: 1 };
    const read = { ...sizes, seconds: 1, megabytesPerSecond: 1, textMegabytesPerSecond: 1 };
    expect(figuresSchema.safeParse({ machine, ingest: [read] }).success).toBe(true);
    expect(figuresSchema.safeParse({ machine, ingest: [{ ...read, ...fault }] }).success).toBe(false);
  });
});
