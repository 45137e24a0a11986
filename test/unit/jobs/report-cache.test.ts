import { expect, test } from 'vitest';
import type { Clock } from '../../../src/core/ports/clock.ts';
import type { FinishedReport } from '../../../src/core/report.ts';
import type { ReviewDecision } from '../../../src/core/review.ts';
import { createReportCache, reportKey } from '../../../src/jobs/report-cache.ts';
import { decisionOf } from '../../fixtures/review/decision.ts';

const MINUTE = 60_000;

function clockAt(start: number): Clock & { pass(ms: number): void } {
  let now = start;
  return {
    now: () => now,
    sleep: async () => {},
    pass(ms) {
      now += ms;
    },
  };
}

// The cache keeps reports without looking inside.
const reportNamed = (title: string) => ({ context: { title }, claims: [], at: 0 }) as unknown as FinishedReport;

test('two askers at once share one run, and only the first is told that it ran', async () => {
  const cache = createReportCache(clockAt(1));
  let runs = 0;
  const make = async () => {
    runs += 1;
    await Promise.resolve();
    return reportNamed('one');
  };
  const [first, second] = await Promise.all([cache.get('k', false, make), cache.get('k', false, make)]);
  expect(runs).toBe(1);
  expect([first?.made, second?.made]).toEqual([true, false]);
  expect(second?.value.context.title).toBe('one');
});

test('"ask anew" makes a new report and keeps that one', async () => {
  const cache = createReportCache(clockAt(1));
  await cache.get('k', false, async () => reportNamed('old'));
  expect((await cache.get('k', true, async () => reportNamed('new'))).made).toBe(true);
  const kept = await cache.get('k', false, async () => reportNamed('never'));
  expect([kept.made, kept.value.context.title]).toEqual([false, 'new']);
});

test('a failed run is not kept, and those who waited for it get a run of their own', async () => {
  const cache = createReportCache(clockAt(1));
  const failing = cache.get('k', false, async () => {
    await Promise.resolve();
    throw new Error('stopped by its asker');
  });
  const waiting = cache.get('k', false, async () => reportNamed('own'));
  await expect(failing).rejects.toThrow('stopped by its asker');
  expect((await waiting).value.context.title).toBe('own');
});

test('a report is forgotten after half an hour', async () => {
  const clock = clockAt(1);
  const cache = createReportCache(clock);
  await cache.get('k', false, async () => reportNamed('old'));
  clock.pass(29 * MINUTE);
  expect((await cache.get('k', false, async () => reportNamed('new'))).made).toBe(false);
  clock.pass(2 * MINUTE);
  expect((await cache.get('k', false, async () => reportNamed('new'))).made).toBe(true);
});

test('a decision in review makes another key, a skipped claim does not', () => {
  const parts = {
    channel: 'C1',
    corpus: { interviews: [], files: 0, failedFiles: [] },
    request: { period: null, department: null, language: 'en', codebook: 'employee-exit', fast: false },
    codebook: 'employee-exit@1',
    models: [],
  } as const;
  const key = (...decisions: readonly ReviewDecision[]) => reportKey({ ...parts, decisions });
  expect(key(decisionOf())).not.toBe(key());
  expect(key(decisionOf({ id: 'taken back and decided again' }))).not.toBe(key(decisionOf()));
  expect(key(decisionOf({ choice: 'skip' }))).toBe(key());
});

test('another channel, request or model set is another key', () => {
  const parts = {
    channel: 'C1',
    corpus: { interviews: [], files: 0, failedFiles: [] },
    decisions: [],
    request: { period: null, department: null, language: 'en', codebook: 'employee-exit', fast: false },
    codebook: 'employee-exit@1',
    models: ['Qwen'],
  } as const;
  const keys = [
    parts,
    { ...parts, channel: 'C2' },
    { ...parts, models: [] },
    { ...parts, codebook: 'employee-exit@2' },
    { ...parts, request: { ...parts.request, language: 'zh' as const } },
  ].map(reportKey);
  expect(new Set(keys).size).toBe(keys.length);
});
