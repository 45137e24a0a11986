import { describe, expect, it } from 'vitest';
import { periodsIn } from '../../../src/answers/period-in-question.ts';

const NOW = Date.UTC(2026, 9, 20);

describe('periodsIn', () => {
  it.each([
    ['causes in 2026 Q3', ['2026 Q3']],
    ['2026年第三季度的原因', ['2026 Q3']],
    ['causes in Q1', ['2025 Q1']],
    ['第一季度的原因', ['2025 Q1']],
    ['in 2026-07', ['2026-07']],
    ['2026年7月的原因', ['2026-07']],
    ['2026 H1', ['2026 H1']],
    ['2026年上半年', ['2026 H1']],
    ['this quarter', ['2026 Q4']],
    ['本季度', ['2026 Q4']],
    ['Q1 or Q2', ['2025 Q1', '2025 Q2']],
    ['第一季度和第二季度', ['2025 Q1', '2025 Q2']],
    ['nothing of the kind', []],
    ['没有时间', []],
    ['in 2026-13', []],
  ])('reads %s', (text, names) => {
    expect(periodsIn(text, NOW, 2025).names).toEqual(names);
  });

  it.each([
    ['with last quarter', true],
    ['和上个季度', true],
    ['with Q2', false],
    ['和第二季度', false],
    ['last quarter and Q1', false],
    ['上季度和第一季度', false],
  ])('tells the period before: %s', (text, isPrevious) => {
    expect(periodsIn(text, NOW, 2026).isPrevious).toBe(isPrevious);
  });

  it('takes what it read out of the text', () => {
    expect(periodsIn('top causes in Q3', NOW, 2026).rest.trim()).toBe('top causes in');
    expect(periodsIn('第三季度的原因', NOW, 2026).rest.trim()).toBe('的原因');
  });
});
