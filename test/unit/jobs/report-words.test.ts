import { expect, test } from 'vitest';
import { finishedButtons } from '../../../src/jobs/report-words.ts';

const labels = (...args: Parameters<typeof finishedButtons>) => finishedButtons(...args).map(({ label }) => label);

test('a finished report offers what waits for review, and nothing that cannot be done', () => {
  expect(labels('r', 'en', { canHurry: true, toReview: 3 })).toEqual(['Review 3', 'Ask anew', 'Fast mode', 'Export']);
  expect(labels('r', 'zh', { canHurry: false, toReview: 3 })).toEqual(['复核 3', '重新生成', '导出']);
  expect(labels('r', 'en', { canHurry: false, toReview: 0 })).toEqual(['Ask anew', 'Export']);
});
