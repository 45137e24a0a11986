import { describe, expect, it } from 'vitest';
import type { Findings } from '../../../src/core/findings.ts';
import { countFindings } from '../../../src/findings/count-findings.ts';
import { trendOf } from '../../../src/findings/trend.ts';
import { interviewsWith, sampleCodebook } from '../../fixtures/findings/sample.ts';

const findings = (counts: Readonly<Record<string, number>>) =>
  countFindings({ interviews: interviewsWith(counts), codebook: sampleCodebook });
const directions = (earlier: Findings, later: Findings) =>
  Object.fromEntries((trendOf(earlier, later) ?? []).map(({ code, direction }) => [code, direction]));

describe('trendOf', () => {
  it('names what rose and what fell', () => {
    expect(directions(findings({ pay: 4, manager: 20 }), findings({ pay: 20, manager: 4 }))).toEqual({
      pay: 'up',
      manager: 'down',
    });
  });

  it('carries counts and the interval, the largest change first', () => {
    const rows = trendOf(findings({ pay: 3, manager: 21 }), findings({ pay: 12, manager: 12, growth: 2 })) ?? [];
    expect(rows.map(({ code }) => code)).toEqual(['manager', 'pay', 'growth']);
    const pay = rows.find(({ code }) => code === 'pay');
    expect(pay).toMatchObject({ earlier: { x: 3, n: 24 }, later: { x: 12, n: 26 }, direction: 'up' });
    expect(pay?.interval.low).toBeCloseTo(0.083, 3);
    expect(rows.find(({ code }) => code === 'growth')).toMatchObject({ earlier: { x: 0, n: 24 }, direction: null });
  });

  it('calls nothing reliable that chance explains', () => {
    expect(directions(findings({ pay: 4, manager: 16 }), findings({ pay: 10, manager: 12 }))).toEqual({
      pay: null,
      manager: null,
    });
  });

  it('calls nothing reliable while a period has under ten interviews', () => {
    const [small, large] = [findings({ manager: 9 }), findings({ pay: 30 })];
    expect(directions(small, large)).toEqual({ pay: null, manager: null });
    expect(directions(large, small)).toEqual({ pay: null, manager: null });
    expect(directions(findings({ manager: 10 }), large)).toEqual({ pay: 'up', manager: 'down' });
  });

  it('says nothing at all where a period is held back', () => {
    expect(trendOf(findings({ pay: 4 }), findings({ pay: 30 }))).toBeNull();
    expect(trendOf(findings({ pay: 30 }), findings({ pay: 4 }))).toBeNull();
  });

  it('never gives a hidden cause away as none', () => {
    // Health needs ten people in the period: here it is hidden, and the smallest other one with it.
    const hiding = findings({ pay: 5, manager: 1, health: 2 });
    expect(hiding.hidden.codes).toBe(2);
    const later = findings({ pay: 8, manager: 6, health: 6, growth: 6 });
    expect((trendOf(hiding, later) ?? []).map(({ code }) => code)).toEqual(['pay']);
    expect((trendOf(later, hiding) ?? []).map(({ code }) => code)).toEqual(['pay']);
  });

  it('leaves out causes that the readers dispute', () => {
    const later = findings({ pay: 20, manager: 4 });
    const disputed = {
      ...later,
      table: later.table.map((finding) => ({ ...finding, disputed: finding.code === 'pay' })),
    };
    expect(Object.keys(directions(findings({ pay: 4, manager: 20 }), disputed))).toEqual(['manager']);
  });
});
