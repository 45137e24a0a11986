import { describe, expect, test } from 'vitest';
import { createAccess } from '../../../src/commands/access.ts';
import { parsePeriod } from '../../../src/core/period.ts';

const request = { period: null, department: 'Sales', language: 'zh', codebook: 'employee-exit', fast: false } as const;
const now = Date.UTC(2026, 10, 15);

describe('who is who', () => {
  test('without settings everybody is an HR partner, and nobody reads the audit', () => {
    const access = createAccess({ admins: [], partners: null, managers: [] });
    for (const use of ['report', 'why', 'review', 'export', 'forget', 'ask', 'upload'])
      expect(access.refusal(use, 'U1')).toBeNull();
    expect(access.refusal('audit', 'U1')?.en).toMatch(/admins/);
    expect(access.narrow(request, 'U1', now)).toBe(request);
  });

  test('with named partners everybody else is a line manager, and being named a manager is stronger', () => {
    const access = createAccess({ admins: [], partners: ['U1', 'U2'], managers: ['U2'] });
    expect(access.rolesOf('U1')).toEqual(['partner']);
    expect(access.rolesOf('U2')).toEqual(['manager']);
    expect(access.rolesOf('U9')).toEqual(['manager']);
    for (const use of ['why', 'review', 'export', 'forget', 'audit', 'ask', 'upload', 'a-command-of-tomorrow'])
      expect(access.refusal(use, 'U9')?.zh).toMatch(/直线经理/);
    expect(access.refusal('report', 'U9')).toBeNull();
    expect(access.narrow(request, 'U9', now)).toEqual({ ...request, period: '2025-12 – 2026-11', audience: 'manager' });
    for (const month of Array.from({ length: 12 }, (_, index) => index)) {
      const { period } = access.narrow(request, 'U9', Date.UTC(2026, month, 28));
      const { range } = parsePeriod(period ?? '', 0) ?? {};
      const next = new Date(Date.UTC(2026, month + 1, 1)).toISOString().slice(0, 10);
      expect(range, period ?? '').toEqual({ from: `${Number(next.slice(0, 4)) - 1}${next.slice(4)}`, to: next });
    }
  });

  test('an admin deletes and reads the audit but no interviews, unless named as a partner too', () => {
    const access = createAccess({ admins: ['U1', 'U2'], partners: ['U2'], managers: [] });
    expect(access.refusal('audit', 'U1')).toBeNull();
    expect(access.refusal('forget', 'U1')).toBeNull();
    expect(access.refusal('why', 'U1')?.en).toMatch(/HR partners/);
    expect(access.refusal('report', 'U1')).not.toBeNull();
    expect(access.refusal('why', 'U2')).toBeNull();
    expect(access.refusal('audit', 'U2')).toBeNull();
  });
});
