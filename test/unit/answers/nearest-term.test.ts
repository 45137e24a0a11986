import { expect, it } from 'vitest';
import { nearestTerm } from '../../../src/answers/nearest-term.ts';
import { sampleCodebook } from '../../fixtures/findings/sample.ts';

it('knows what a mistyped cause or department was meant for, and leaves other words alone', () => {
  const scope = { codebook: sampleCodebook, departments: ['Warehouse', '研发部'] };
  expect(['mangers', 'Warehose'].map((word) => nearestTerm(word, scope))).toEqual(['manager', 'warehouse']);
  expect(['pya', 'canteen', 'joke', 'two words', '主官'].map((word) => nearestTerm(word, scope))).toEqual(
    Array(5).fill(null),
  );
});
