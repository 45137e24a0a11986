import { expect, test } from 'vitest';
import { createUserGroups } from '../../../src/bot/user-groups.ts';
import { createFakeSlack, noAnswer, rateLimited, refused } from './fake-slack.ts';

const MINUTE = 60_000;

/** A workspace whose answer and clock a test sets by hand. */
function groupsWith(answer: () => unknown, areMany = false) {
  let now = 1_000;
  const slack = createFakeSlack();
  slack.rule = () => {
    const given = answer();
    if (given instanceof Error) throw given;
    return { users: given };
  };
  const membersOf = createUserGroups({
    call: slack.call,
    workspaces: { areMany, find: async (user) => (user === 'UNORTH' ? 'TNORTH' : 'THOME') },
    clock: { now: () => now, sleep: async () => {} },
  });
  return {
    slack,
    later: (minutes: number) => {
      now += minutes * MINUTE;
    },
    members: async (user = 'U9') => [...(await membersOf('S1', user))],
  };
}

test('one look-up serves five minutes; then whoever left the group is out', async () => {
  let users = ['U1', 'U2'];
  const { slack, later, members } = groupsWith(() => users);
  expect(await members()).toEqual(['U1', 'U2']);
  users = ['U2'];
  later(4);
  expect(await members()).toEqual(['U1', 'U2']);
  later(1);
  expect(await members()).toEqual(['U2']);
  expect(slack.calls).toEqual(
    Array.from({ length: 2 }, () => ({ method: 'usergroups.users.list', options: { usergroup: 'S1' } })),
  );
});

test.each(['no_such_subteam', 'missing_scope'])('%s is a fault at once, kept for a minute', async (error) => {
  let answer: unknown = ['U1'];
  const { slack, later, members } = groupsWith(() => answer);
  expect(await members()).toEqual(['U1']);
  answer = refused(error);
  later(5);
  await expect(members()).rejects.toMatchObject({ code: 'group-unreadable', detail: { group: 'S1', error } });
  await expect(members()).rejects.toThrow();
  expect(slack.calls).toHaveLength(2);
  answer = ['U1'];
  later(1);
  expect(await members()).toEqual(['U1']);
});

test.each([
  ['no answer', noAnswer()],
  ['a limit of pace', rateLimited(30)],
  ['a bad minute of Slack', refused('internal_error')],
])('%s leaves the last answer standing for an hour, not longer', async (_, thrown) => {
  let answer: unknown = ['U1'];
  const { later, members } = groupsWith(() => answer);
  expect(await members()).toEqual(['U1']);
  answer = thrown;
  later(59);
  expect(await members()).toEqual(['U1']);
  later(1);
  await expect(members()).rejects.toMatchObject({ code: 'group-unreadable' });
});

test('with several workspaces a group has people in its own one only, and in another nobody is shut out for it', async () => {
  let answer: unknown = ['U1'];
  const { slack, members } = groupsWith(() => answer, true);
  expect(await members('U9')).toEqual(['U1']);
  answer = refused('no_such_subteam');
  expect(await members('UNORTH')).toEqual([]);
  expect(await members('U9')).toEqual(['U1']);
  expect(slack.calls).toHaveLength(2);
});
