import { expect, test } from 'vitest';
import type { ReviewDecision } from '../../../src/core/review.ts';
import { reportKey } from '../../../src/jobs/report-cache.ts';
import { decisionOf } from '../../fixtures/review/decision.ts';

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
