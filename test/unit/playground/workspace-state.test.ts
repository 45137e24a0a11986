import { describe, expect, it } from 'vitest';
import type { Change } from '../../../playground/slack-types.ts';
import { createTriggerBook } from '../../../playground/trigger-book.ts';
import { encodeMentions } from '../../../playground/typed-text.ts';
import { createWorkspaceIds } from '../../../playground/workspace-ids.ts';
import { createWorkspaceState, defaultUsers, homePlan } from '../../../playground/workspace-state.ts';
import { createHandClock } from './hand-clock.ts';

function createState() {
  const clock = createHandClock();
  const ids = createWorkspaceIds(clock);
  return { clock, ids, state: createWorkspaceState(ids, homePlan) };
}

const channel = 'C0PEOPLEEXIT';
const user = 'U0LIN00001';

describe('messages', () => {
  it('get growing timestamps even within one millisecond', () => {
    const { state } = createState();
    const stamps = ['一', '二', '三'].map((text) => state.post({ channel, user, text }).ts);
    expect(stamps).toEqual([...new Set(stamps)].toSorted());
    expect(stamps[0]).toMatch(/^\d{10}\.\d{6}$/);
  });

  it('tell of an edit with what stood before', () => {
    const { state } = createState();
    const changes: Change[] = [];
    state.subscribe((change) => changes.push(change));
    const { ts } = state.post({ channel, user, text: 'before' });
    state.edit(channel, ts, { text: '之后' });
    expect(changes[1]).toMatchObject({ kind: 'edit', message: { text: '之后' }, previous: { text: 'before' } });
  });

  it('vanish when deleted, but the root of a thread leaves a tombstone that nothing changes', () => {
    const { state } = createState();
    const root = state.post({ channel, user, text: 'root' });
    const reply = state.post({ channel, user, text: 'reply', thread_ts: root.ts });
    state.remove(channel, root.ts);
    expect(state.messages(channel).map((one) => one.subtype ?? one.text)).toEqual(['tombstone', 'reply']);
    expect(state.edit(channel, root.ts, { text: 'back' })).toBeUndefined();
    state.remove(channel, reply.ts);
    expect(state.message(channel, reply.ts)).toBeUndefined();
  });

  it('for one person only stand in no history', () => {
    const { state } = createState();
    state.post({ channel, user, text: '悄悄话', ephemeral_to: user });
    expect(state.messages(channel)).toEqual([]);
    expect(state.ephemerals(user).length).toBe(1);
    expect(state.ephemerals('U0MARIA001')).toEqual([]);
  });
});

describe('typed text', () => {
  it.each([
    ['@Attrition report', '<@U0ATTRITION> report'],
    ['请 @attrition 看一下', '请 <@U0ATTRITION> 看一下'],
    ['mail a@lin.example', 'mail a@lin.example'],
    ['<!channel> & <b>', '&lt;!channel&gt; &amp; &lt;b&gt;'],
    ['<@U0LIN00001> hi', '<@U0LIN00001> hi'],
    ['@nobody', '@nobody'],
  ])('%s', (typed, wanted) => {
    expect(encodeMentions(typed, defaultUsers)).toBe(wanted);
  });
});

describe('triggers', () => {
  it('open one modal within three seconds', () => {
    const { clock, ids } = createState();
    const book = createTriggerBook(clock, ids, 'T0PLAYGROUND');
    const [first, second] = [book.issue(user), book.issue(user)];
    expect(book.use(first)).toBe(user);
    expect(() => book.use(first)).toThrow('exchanged_trigger_id');
    clock.pass(3_001);
    expect(() => book.use(second)).toThrow('expired_trigger_id');
  });

  it('let a response address be used five times within half an hour', () => {
    const { clock, ids } = createState();
    const book = createTriggerBook(clock, ids, 'T0PLAYGROUND');
    const target = { channel, user, message: null, thread: null };
    const [first, second] = [book.address(target), book.address(target)];
    const visits = Array.from({ length: 6 }, () => book.visit(first));
    expect(visits).toEqual([...Array(5).fill(target), 'used_url']);
    clock.pass(30 * 60_000 + 1);
    expect(book.visit(second)).toBe('expired_url');
  });
});
