import { expect, it } from 'vitest';
import { createConversation } from '../../../src/bot/conversation.ts';
import { createFakeSlack, createMemoryMessages } from './fake-slack.ts';
import { createManualClock } from './manual-clock.ts';

const view = (markdown: string) => ({ markdown, notice: 'Attrition' });
const EDITS_AT_ONCE = 8;

it('gives each workspace its own edits a minute: one that has used its own up holds no other up', async () => {
  const slack = createFakeSlack();
  const clock = createManualClock();
  const conversation = createConversation({
    settings: { allowedChannels: null, apiUrl: 'https://slack.com/api/', maxFileBytes: 1_000 },
    calls: { edit: slack.call, post: slack.call, file: slack.call, token: async () => 'xoxb-test' },
    workspaces: { areMany: true, find: async (channel) => (channel.startsWith('CN') ? 'TNORTH' : 'THOME') },
    messages: createMemoryMessages(),
    edits: null,
    clock,
    fetch: async () => new Response('OK'),
    random: () => 0,
  });
  const finish = async (channel: string) => {
    const live = await conversation.open({ channel }, `key:${channel}`, view('reading'));
    void live.finish(view('已完成 done'));
  };
  const edited = (start: string) =>
    slack.of('chat.update').filter(({ options }) => String(options.channel).startsWith(start));
  for (let index = 0; index <= EDITS_AT_ONCE; index += 1) await finish(`CH${index}`);
  await clock.advance(0);
  expect(edited('CH')).toHaveLength(EDITS_AT_ONCE);
  await finish('CN1');
  await clock.advance(0);
  expect(edited('CN')).toHaveLength(1);
  expect(edited('CH')).toHaveLength(EDITS_AT_ONCE);
  await clock.advance(2_000);
  expect(edited('CH')).toHaveLength(EDITS_AT_ONCE + 1);
});
