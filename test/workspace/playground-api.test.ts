import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Playground, startPlayground } from '../../playground/server.ts';

let playground: Playground;
let client: WebClient;
let channel: string;

beforeEach(async () => {
  playground = await startPlayground();
  channel = playground.idOf('people-exit');
  client = createClient();
});

afterEach(() => playground.stop());

function createClient(timeout = 0): WebClient {
  return new WebClient(playground.tokens.bot, {
    slackApiUrl: playground.apiUrl,
    retryConfig: { retries: 0 },
    ...{ timeout },
  });
}

const refusal = (call: Promise<unknown>) =>
  call.then(
    () => 'ok',
    (error) => error.data?.error ?? error.code,
  );

describe('history', () => {
  it('gives roots newest first in pages, and threads oldest first', async () => {
    const roots = ['一', 'two', '三'].map((text) => playground.user.say(channel, text));
    const root = roots[1]?.ts ?? '';
    for (const text of ['a', 'b']) playground.as('maria').say(channel, text, { thread: root });
    const first = await client.conversations.history({ channel, limit: 2 });
    expect(first.messages?.map((one) => one.text)).toEqual(['三', 'two']);
    expect(first.messages?.[1]?.reply_count).toBe(2);
    const cursor = first.response_metadata?.next_cursor ?? '';
    const second = await client.conversations.history({ channel, limit: 2, cursor });
    expect(second.messages?.map((one) => one.text)).toEqual(['一']);
    const thread = await client.conversations.replies({ channel, ts: root });
    expect(thread.messages?.map((one) => one.text)).toEqual(['two', 'a', 'b']);
    const newer = await client.conversations.history({ channel, oldest: root });
    expect(newer.messages?.map((one) => one.text)).toEqual(['三']);
  });

  it('gives metadata to those who ask, and keeps it over edits', async () => {
    const metadata = { event_type: 'report', event_payload: { key: 'k1' } };
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'a', metadata });
    await client.chat.update({ channel, ts, text: 'b' });
    const asked = await client.conversations.history({ channel, include_all_metadata: true });
    expect(asked.messages?.[0]).toMatchObject({ text: 'b', metadata, edited: { user: playground.botUser } });
    const plain = await client.conversations.history({ channel });
    expect(plain.messages?.[0]?.metadata).toBeUndefined();
  });

  it('knows who is in a channel, and opens direct messages', async () => {
    const { members } = await client.conversations.members({ channel });
    expect(members).toEqual(['lin', 'maria', 'attrition'].map((name) => playground.idOf(name)));
    const info = await client.conversations.info({ channel });
    expect(info.channel).toMatchObject({ name: 'people-exit', is_member: true, is_private: false });
    const direct = await client.conversations.open({ users: playground.idOf('maria') });
    await client.chat.postMessage({ channel: playground.idOf('maria'), text: '摘要' });
    expect(playground.messages(direct.channel?.id ?? '').map((one) => one.text)).toEqual(['摘要']);
    const { user } = await client.users.info({ user: playground.idOf('lin') });
    expect(user).toMatchObject({ tz: 'Asia/Shanghai', locale: 'zh-CN' });
  });
});

describe('messages', () => {
  it('lose their buttons in an edit without blocks', async () => {
    const text = { type: 'plain_text' as const, text: 'Stop' };
    const blocks = [{ type: 'actions', elements: [{ type: 'button' as const, action_id: 'stop', text }] }];
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'a', blocks });
    await client.chat.update({ channel, ts, text: 'b' });
    await expect(playground.user.press({ channel, ts }, 'stop')).rejects.toThrow('no button stop');
  });

  it('are whispered, reacted to, linked, and deleted', async () => {
    const user = playground.idOf('maria');
    await client.chat.postEphemeral({ channel, user, text: '只有你' });
    expect(playground.whispers('maria').map((one) => one.text)).toEqual(['只有你']);
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'a' });
    await client.reactions.add({ channel, timestamp: ts, name: 'eyes' });
    expect(await refusal(client.reactions.add({ channel, timestamp: ts, name: 'eyes' }))).toBe('already_reacted');
    expect(playground.messages(channel)[0]?.reactions).toEqual([{ name: 'eyes', users: [playground.botUser] }]);
    await client.reactions.remove({ channel, timestamp: ts, name: 'eyes' });
    expect(playground.messages(channel)[0]?.reactions).toEqual([]);
    const { permalink } = await client.chat.getPermalink({ channel, message_ts: ts });
    expect(permalink).toBe(`${playground.url}/#${channel}/${ts}`);
    await client.chat.delete({ channel, ts });
    expect(playground.messages(channel)).toEqual([]);
    expect(await refusal(client.chat.delete({ channel, ts }))).toBe('message_not_found');
  });

  it('in threads need a root', async () => {
    expect(await refusal(client.chat.postMessage({ channel, text: 'a', thread_ts: '1.000001' }))).toBe(
      'thread_not_found',
    );
    expect(await refusal(client.chat.postMessage({ channel, text: '' }))).toBe('no_text');
  });

  it('lose a file that is deleted everywhere', async () => {
    const { files } = playground.user.upload(channel, [{ name: '访谈.txt', bytes: new Uint8Array([1]) }]);
    await client.files.delete({ file: files[0] ?? '' });
    expect(playground.messages(channel)).toEqual([]);
    expect(await refusal(client.files.info({ file: files[0] ?? '' }))).toBe('file_not_found');
  });
});

describe('a call that goes wrong', () => {
  it('hangs until the caller gives up', async () => {
    playground.faults.onCall('chat.postMessage', { hang: true });
    const impatient = createClient(200);
    expect(await refusal(impatient.chat.postMessage({ channel, text: 'a' }))).toBe('slack_webapi_request_error');
    expect(playground.messages(channel)).toEqual([]);
    expect(playground.calls.map((call) => call.outcome)).toEqual(['hang']);
  });

  it('is done although the answer was cut off', async () => {
    playground.faults.onCall('chat.postMessage', { cutAfter: true });
    expect(await refusal(client.chat.postMessage({ channel, text: 'a' }))).toBe('slack_webapi_request_error');
    expect(playground.messages(channel).map((one) => one.text)).toEqual(['a']);
  });

  it('answers late', async () => {
    playground.faults.onCall('chat.postMessage', { delay: 150 });
    const start = performance.now();
    await client.chat.postMessage({ channel, text: 'a' });
    expect(performance.now() - start).toBeGreaterThan(140);
  });

  it('answers 503, 429 without a wait, or a refusal with status 200', async () => {
    playground.faults.onCall('chat.update', { status: 503 });
    playground.faults.onCall('chat.update', { retryAfter: null });
    playground.faults.onCall('chat.update', { error: 'edit_window_closed' });
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'a' });
    const edit = () => refusal(client.chat.update({ channel, ts, text: 'b' }));
    expect(await edit()).toBe('slack_webapi_http_error');
    await expect(client.chat.update({ channel, ts, text: 'b' })).rejects.toThrow('valid timeout');
    expect(await edit()).toBe('edit_window_closed');
    expect(await edit()).toBe('ok');
    expect(playground.record.map((entry) => entry.kind)).toEqual(['post', 'edit']);
  });
});

describe('modals', () => {
  it('need a fresh trigger', async () => {
    const text = { type: 'plain_text' as const, text: 'x' };
    const view = { type: 'modal' as const, title: text, blocks: [] };
    expect(await refusal(client.views.open({ trigger_id: 'made-up', view }))).toBe('invalid_trigger_id');
  });
});

describe('streams', () => {
  it('start in a thread for somebody, take 12,000 characters at a time and no edit meanwhile', async () => {
    const root = playground.user.say(channel, '你好');
    const place = { channel, thread_ts: root.ts };
    expect(await refusal(client.chat.startStream(place))).toBe('missing_recipient_team_id');
    const toTeam = { ...place, recipient_team_id: playground.team };
    expect(await refusal(client.chat.startStream(toTeam))).toBe('missing_recipient_user_id');
    const { ts = '' } = await client.chat.startStream({ ...toTeam, recipient_user_id: playground.idOf('lin') });
    const append = (markdown_text: string) => refusal(client.chat.appendStream({ channel, ts, markdown_text }));
    expect(await append('薪酬')).toBe('ok');
    expect(await append('a'.repeat(12_001))).toBe('msg_too_long');
    expect(await refusal(client.chat.update({ channel, ts, text: 'x' }))).toBe('streaming_state_conflict');
    await client.chat.stopStream({ channel, ts, markdown_text: ' first' });
    expect(playground.messages(channel).at(-1)?.blocks).toEqual([{ type: 'markdown', text: '薪酬 first' }]);
    expect(await append('late')).toBe('message_not_in_streaming_state');
    expect(await refusal(client.chat.update({ channel, ts, text: 'x' }))).toBe('ok');
  });
});
