import { describe, expect, it } from 'vitest';
import { createPostedMessages } from '../../../src/bot/posted-messages.ts';
import { createFakeSlack, createMemoryMessages, rateLimited, refused } from './fake-slack.ts';
import { createManualClock } from './manual-clock.ts';

const PLACE = { channel: 'C1', thread: '1.0' };
const LEASE = 3_000;
const LONG = 60_000;
const view = (markdown: string) => ({ markdown, notice: markdown });
const posting = (words: string) => ({ place: PLACE, key: 'answer:1', view: view(words), format: 'blocks' as const });

/** Two processes with one database and one Slack, where a post takes its time. */
function twoProcesses() {
  const clock = createManualClock();
  const slack = createFakeSlack();
  const messages = createMemoryMessages();
  const parts = { call: slack.call, messages, clock };
  const posts = () => slack.of('chat.postMessage').length;
  return { clock, slack, messages, posts, first: createPostedMessages(parts), second: createPostedMessages(parts) };
}

describe('a message that two processes post under one new key', () => {
  it('at the same moment is one, which both are given', async () => {
    const { clock, slack, posts, first, second } = twoProcesses();
    slack.rule = async () => clock.sleep(800).then(() => undefined);
    const both = Promise.all([first.post(posting('正在查找…')), second.post(posting('twelve'))]);
    await clock.advance(LONG);
    const [one, other] = await both;
    expect([one.ref, one.isNew, other.ref, other.isNew]).toEqual([other.ref, true, one.ref, false]);
    expect(posts()).toBe(1);
  });

  it('is one, too, where Slack keeps the first waiting for long', async () => {
    const { clock, slack, posts, first, second } = twoProcesses();
    slack.rule = async ({ method }, index) => {
      if (method === 'chat.postMessage' && index === 0) throw rateLimited(20);
      return undefined;
    };
    const both = Promise.all([first.post(posting('Looking it up…')), second.post(posting('twelve'))]);
    await clock.advance(LONG);
    expect((await both).map(({ isNew }) => isNew)).toEqual([true, false]);
    expect(posts()).toBe(2);
  });

  it('is posted by the second at once where the first was refused', async () => {
    const { clock, slack, first, second } = twoProcesses();
    slack.rule = async ({ method }, index) => {
      if (method === 'chat.postMessage' && index === 0) throw refused('no_text');
      return undefined;
    };
    const failed = first.post(posting('')).catch(({ code }) => code);
    const done = second.post(posting('twelve'));
    await clock.advance(200);
    expect([await failed, (await done).isNew]).toEqual(['edit-refused', true]);
  });
});

describe('a message whose poster died', () => {
  it('is waited for until its last word is three seconds old, then looked for, then posted', async () => {
    const { clock, slack, messages, posts, second } = twoProcesses();
    await messages.claim('post:answer:1', clock.now(), LEASE);
    await clock.advance(1_000);
    const done = second.post(posting('twelve'));
    await clock.advance(1_900);
    expect(posts()).toBe(0);
    await clock.advance(200);
    expect((await done).isNew).toBe(true);
    expect(slack.calls.map(({ method }) => method)).toEqual(['conversations.replies', 'chat.postMessage']);
  });

  it('longer ago is not waited for', async () => {
    const { clock, messages, second } = twoProcesses();
    await messages.claim('post:answer:1', clock.now(), LEASE);
    await clock.advance(LEASE);
    expect((await second.post(posting('twelve'))).isNew).toBe(true);
  });
});
