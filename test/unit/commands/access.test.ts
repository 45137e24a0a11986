import { describe, expect, test } from 'vitest';
import { createAccess } from '../../../src/commands/access.ts';
import { createNamedPeople } from '../../../src/commands/named-people.ts';
import { AttritionError } from '../../../src/core/errors.ts';
import { parsePeriod } from '../../../src/core/period.ts';

const request = { period: null, department: 'Sales', language: 'zh', codebook: 'employee-exit', fast: false } as const;
/** A workspace with these user groups; any other group is refused. */
function peopleIn(groups: Readonly<Record<string, readonly string[]>> = {}, errors: unknown[] = []) {
  const log = { info: () => {}, warn: () => {}, error: (detail: unknown) => errors.push(detail) };
  const groupMembers = async (group: string) => {
    const members = groups[group];
    if (members === undefined) throw new AttritionError('group-unreadable', { group, error: 'no_such_subteam' });
    return new Set(members);
  };
  return createNamedPeople({ groupMembers }, log);
}

const now = Date.UTC(2026, 10, 15);

describe('who is who', () => {
  test('without settings everybody is an HR partner, and nobody reads the audit', async () => {
    const access = createAccess({ admins: [], partners: null, managers: [] }, peopleIn());
    for (const use of ['report', 'why', 'review', 'export', 'forget', 'ask', 'upload'])
      expect(await access.refusal(use, 'U1')).toBeNull();
    expect((await access.refusal('audit', 'U1'))?.en).toMatch(/admins/);
    expect(await access.narrow(request, 'U1', now)).toBe(request);
  });

  test('with named partners everybody else is a line manager, and being named a manager is stronger', async () => {
    const access = createAccess({ admins: [], partners: ['U1', 'U2'], managers: ['U2'] }, peopleIn());
    expect(await access.rolesOf('U1')).toEqual(['partner']);
    expect(await access.rolesOf('U2')).toEqual(['manager']);
    expect(await access.rolesOf('U9')).toEqual(['manager']);
    for (const use of ['why', 'review', 'export', 'forget', 'audit', 'ask', 'upload', 'a-command-of-tomorrow'])
      expect((await access.refusal(use, 'U9'))?.zh).toMatch(/直线经理/);
    expect(await access.refusal('report', 'U9')).toBeNull();
    expect(await access.narrow(request, 'U9', now)).toEqual({
      ...request,
      period: '2025-12 – 2026-11',
      audience: 'manager',
    });
    for (const month of Array.from({ length: 12 }, (_, index) => index)) {
      const { period } = await access.narrow(request, 'U9', Date.UTC(2026, month, 28));
      const { range } = parsePeriod(period ?? '', 0) ?? {};
      const next = new Date(Date.UTC(2026, month + 1, 1)).toISOString().slice(0, 10);
      expect(range, period ?? '').toEqual({ from: `${Number(next.slice(0, 4)) - 1}${next.slice(4)}`, to: next });
    }
  });

  test('an admin deletes and reads the audit but no interviews, unless named as a partner too', async () => {
    const access = createAccess({ admins: ['U1', 'U2'], partners: ['U2'], managers: [] }, peopleIn());
    expect(await access.refusal('audit', 'U1')).toBeNull();
    expect(await access.refusal('forget', 'U1')).toBeNull();
    expect((await access.refusal('why', 'U1'))?.en).toMatch(/HR partners/);
    expect(await access.refusal('report', 'U1')).not.toBeNull();
    expect(await access.refusal('why', 'U2')).toBeNull();
    expect(await access.refusal('audit', 'U2')).toBeNull();
  });

  test('user groups stand for everybody in them', async () => {
    const lists = { admins: ['S1'], partners: ['S2', 'U9'], managers: ['S3'] };
    const access = createAccess(lists, peopleIn({ S1: ['U1'], S2: ['U2', 'U3', 'U1'], S3: ['U3'] }));
    expect(await access.rolesOf('U1')).toEqual(['admin', 'partner']);
    expect(await access.rolesOf('U2')).toEqual(['partner']);
    expect(await access.rolesOf('U9')).toEqual(['partner']);
    expect(await access.rolesOf('U3')).toEqual(['manager']);
    expect(await access.rolesOf('U4')).toEqual(['manager']);
    expect(await access.unreadableGroups('U1')).toEqual([]);
  });

  test.each([
    ['managers', { admins: [], partners: null, managers: ['S0'] }, 'U1', ['manager']],
    ['managers, over a partner by id', { admins: [], partners: ['U1'], managers: ['S0'] }, 'U1', ['manager']],
    ['partners', { admins: [], partners: ['S0'], managers: [] }, 'U1', ['manager']],
    ['partners, beside one by id', { admins: [], partners: ['S0', 'U1'], managers: [] }, 'U1', ['partner']],
    ['admins, where everybody else reads', { admins: ['S0'], partners: null, managers: [] }, 'U1', ['manager']],
    ['admins, beside one by id', { admins: ['S0', 'U1'], partners: [], managers: [] }, 'U1', ['admin']],
  ] as const)('a group that can’t be looked up gives nobody more rights: %s', async (_, lists, user, roles) => {
    const errors: unknown[] = [];
    const access = createAccess(lists, peopleIn({}, errors));
    expect(await access.rolesOf(user)).toEqual(roles);
    expect((await access.unreadableGroups('U1')).map(({ detail }) => detail.group)).toEqual(['S0']);
    expect(errors).toContainEqual({ group: 'S0', error: 'no_such_subteam', code: 'group-unreadable' });
  });
});
