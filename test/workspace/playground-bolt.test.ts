import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { afterEach, describe, expect, it } from 'vitest';
import { type Playground, startPlayground } from '../../playground/server.ts';

const stops: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

async function start(mode: 'socket' | 'http', listen: (app: App) => void): Promise<Playground> {
  const playground = await startPlayground();
  stops.push(() => playground.stop());
  const clientOptions = { slackApiUrl: playground.apiUrl, retryConfig: { retries: 0 } };
  const quiet = { logLevel: LogLevel.ERROR };
  const receiver =
    mode === 'socket'
      ? new SocketModeReceiver({ appToken: playground.tokens.app, installerOptions: { clientOptions }, ...quiet })
      : new HTTPReceiver({ signingSecret: playground.tokens.signingSecret, port: 0, ...quiet });
  const app = new App({ token: playground.tokens.bot, receiver, clientOptions, ...quiet });
  listen(app);
  const server = await app.start(0);
  stops.push(() => app.stop());
  if (mode === 'http' && server && typeof server === 'object' && 'address' in server) {
    const address = server.address();
    if (address && typeof address === 'object')
      await playground.useHttp(`http://127.0.0.1:${address.port}/slack/events`);
  }
  return playground;
}

function clientOf(playground: Playground): WebClient {
  return new WebClient(playground.tokens.bot, { slackApiUrl: playground.apiUrl, retryConfig: { retries: 0 } });
}

describe.each(['socket', 'http'] as const)('a Bolt app by %s', (mode) => {
  it('acknowledges a command, posts, and edits what it posted', async () => {
    const playground = await start(mode, (app) => {
      app.command('/attrition', async ({ ack, client, body }) => {
        await ack();
        const posted = await client.chat.postMessage({ channel: body.channel_id, text: `reading: ${body.text}` });
        await client.chat.update({ channel: body.channel_id, ts: posted.ts ?? '', text: '已完成 done' });
      });
    });
    const receipt = await playground.user.slash('#people-exit', '/attrition report 2026Q3');
    expect(receipt.ok).toBe(true);
    await playground.waitFor(() => playground.messages('people-exit').find((one) => one.text === '已完成 done'));
    const mine = playground.record.filter((entry) => entry.user === playground.botUser);
    expect(mine.map((entry) => [entry.kind, entry.text])).toEqual([
      ['post', 'reading: report 2026Q3'],
      ['edit', '已完成 done'],
    ]);
  });

  it('hears a mention twice, as app_mention and as message, and replies in the thread', async () => {
    const heard: string[] = [];
    const playground = await start(mode, (app) => {
      app.event('app_mention', async ({ event, say }) => {
        heard.push(`mention:${event.ts}`);
        await say({ text: '收到', thread_ts: event.thread_ts ?? event.ts });
      });
      app.message(async ({ message }) => {
        if (message.subtype === undefined) heard.push(`message:${message.ts}`);
      });
    });
    const ref = playground.user.say('#people-exit', '@Attrition 他们为什么离职？');
    await playground.waitFor(() => playground.thread('people-exit', ref.ts).length === 2);
    await playground.waitFor(() => heard.length >= 2);
    expect(heard.toSorted()).toEqual([`mention:${ref.ts}`, `message:${ref.ts}`]);
    expect(playground.messages('people-exit')[0]?.text).toBe(`<@${playground.botUser}> 他们为什么离职？`);
  });

  it('runs a button, and changes the message by its response address', async () => {
    const playground = await start(mode, (app) => {
      app.action('report_stop', async ({ ack, respond, action }) => {
        await ack();
        await respond({ replace_original: true, text: `stopped ${'value' in action ? action.value : ''}` });
      });
    });
    const posted = await clientOf(playground).chat.postMessage({
      channel: playground.idOf('people-exit'),
      text: 'reading',
      blocks: [
        {
          type: 'actions',
          elements: [
            { type: 'button', action_id: 'report_stop', value: 'job-7', text: { type: 'plain_text', text: '停止' } },
          ],
        },
      ],
    });
    await playground.user.press({ channel: posted.channel ?? '', ts: posted.ts ?? '' }, 'report_stop');
    await playground.waitFor(() => playground.messages('people-exit')[0]?.text === 'stopped job-7');
  });

  it('opens a modal from a shortcut and reads what was filled in', async () => {
    const read: unknown[] = [];
    const playground = await start(mode, (app) => {
      app.shortcut('analyse_with_attrition', async ({ ack, client, body }) => {
        await ack();
        await client.views.open({ trigger_id: body.trigger_id, view: questionModal });
      });
      app.view('ask', async ({ ack, view }) => {
        read.push(view.state.values.question?.words?.value);
        await ack();
      });
    });
    const ref = playground.user.say('people-exit', 'notes from March');
    await playground.user.shortcut('analyse_with_attrition', ref);
    const modal = await playground.waitFor(() => playground.user.modal());
    await playground.user.submitView(modal.id, { words: '他们怎么说直属上级的？' });
    expect(read).toEqual(['他们怎么说直属上级的？']);
    expect(playground.user.modal()).toBeUndefined();
  });

  it('shows App Home when it is opened', async () => {
    const playground = await start(mode, (app) => {
      app.event('app_home_opened', async ({ event, client }) => {
        const text = { type: 'plain_text' as const, text: '100 interviews' };
        await client.views.publish({
          user_id: event.user,
          view: { type: 'home', blocks: [{ type: 'header', text }] },
        });
      });
    });
    await playground.as('maria').openHome();
    const home = await playground.waitFor(() => playground.home('maria'));
    expect(home.blocks[0]?.text).toEqual({ type: 'plain_text', text: '100 interviews' });
    expect(playground.home('lin')).toBeUndefined();
  });
});

const questionModal = {
  type: 'modal' as const,
  callback_id: 'ask',
  title: { type: 'plain_text' as const, text: '提问' },
  submit: { type: 'plain_text' as const, text: 'OK' },
  blocks: [
    {
      type: 'input' as const,
      block_id: 'question',
      label: { type: 'plain_text' as const, text: '问题' },
      element: { type: 'plain_text_input' as const, action_id: 'words' },
    },
  ],
};

describe('files', () => {
  it('gives an uploaded file to the bot byte for byte, and only with its token', async () => {
    const events: string[] = [];
    const playground = await start('socket', (app) => {
      app.message(async ({ message }) => void events.push(`message ${message.subtype}`));
      app.event('file_shared', async () => void events.push('file_shared'));
    });
    const bytes = new TextEncoder().encode('离职访谈\nWe are moving back.');
    const { files } = playground.user.upload('#people-exit', [{ name: '访谈 1.txt', bytes }]);
    await playground.waitFor(() => events.length === 2);
    expect(events.toSorted()).toEqual(['file_shared', 'message file_share']);
    const { file } = await clientOf(playground).files.info({ file: files[0] ?? '' });
    const address = file?.url_private_download ?? '';
    const authorization = `Bearer ${playground.tokens.bot}`;
    const download = await fetch(address, { headers: { authorization } });
    expect(new Uint8Array(await download.arrayBuffer())).toEqual(bytes);
    const stranger = await fetch(address);
    expect([stranger.status, stranger.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });

  it('takes an upload of the bot in three steps and shares it in a thread', async () => {
    const playground = await start('socket', () => undefined);
    const root = playground.user.say('people-exit', 'report, please');
    const client = clientOf(playground);
    await client.filesUploadV2({
      channel_id: root.channel,
      thread_ts: root.ts,
      initial_comment: '完整报告',
      file_uploads: [
        { file: Buffer.from('# Report'), filename: 'report.md', title: 'Report' },
        { file: Buffer.from('a,b'), filename: 'causes.csv', title: 'Causes' },
      ],
    });
    const share = playground.thread('people-exit', root.ts)[1];
    expect([share?.text, share?.subtype, share?.files?.map((file) => file.title)]).toEqual([
      '完整报告',
      'file_share',
      ['Report', 'Causes'],
    ]);
    const bytes = playground.fileBytes(share?.files?.[0]?.id ?? '');
    expect(new TextDecoder().decode(bytes)).toBe('# Report');
  });

  it('shows stubs, addresses that come late, and the login page, when switched on', async () => {
    const playground = await start('socket', () => undefined);
    Object.assign(playground.faults, { fileStubs: true, fileUrlAfter: 2, loginPage: true });
    const { files } = playground.user.upload('people-exit', [{ name: 'a.txt', bytes: new Uint8Array([65]) }]);
    const event = playground.deliveries[0]?.payload.event;
    expect(event).toMatchObject({ files: [{ id: files[0], file_access: 'check_file_info' }] });
    const client = clientOf(playground);
    const seen = [];
    for (let call = 0; call < 3; call += 1) {
      const { file } = await client.files.info({ file: files[0] ?? '' });
      seen.push(file?.url_private_download !== undefined);
    }
    expect(seen).toEqual([false, false, true]);
    const { file } = await client.files.info({ file: files[0] ?? '' });
    const headers = { authorization: `Bearer ${playground.tokens.bot}` };
    const page = await fetch(file?.url_private_download ?? '', { headers });
    expect(await page.text()).toContain('Sign in');
  });
});

describe('a bad day', () => {
  it('limits edits with 429 and Retry-After', async () => {
    const playground = await start('socket', () => undefined);
    const client = new WebClient(playground.tokens.bot, {
      slackApiUrl: playground.apiUrl,
      rejectRateLimitedCalls: true,
    });
    const channel = playground.idOf('people-exit');
    const { ts = '' } = await client.chat.postMessage({ channel, text: '0' });
    const edits = Array.from({ length: 25 }, (_, index) => client.chat.update({ channel, ts, text: `${index + 1}` }));
    const refused = (await Promise.allSettled(edits)).filter((edit) => edit.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.reason).toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 10 });
    playground.faults.tiers = false;
    await client.chat.update({ channel, ts, text: 'last' });
    expect(playground.messages('people-exit')[0]?.text).toBe('last');
  });

  it('fails the fifth edit with the error asked for, and no other', async () => {
    const playground = await start('socket', () => undefined);
    const client = clientOf(playground);
    const channel = playground.idOf('people-exit');
    const { ts = '' } = await client.chat.postMessage({ channel, text: '0' });
    playground.faults.onCall('chat.update', { error: 'msg_too_long' }, { skip: 4 });
    const outcomes = [];
    for (let edit = 1; edit <= 6; edit += 1) {
      outcomes.push(
        await client.chat.update({ channel, ts, text: `${edit}` }).then(
          () => 'ok',
          (error) => error.data.error,
        ),
      );
    }
    expect(outcomes).toEqual(['ok', 'ok', 'ok', 'ok', 'msg_too_long', 'ok']);
  });

  it('sends an event again when its acknowledgement was lost, and says so', async () => {
    const heard: (number | undefined)[] = [];
    const playground = await start('socket', (app) => {
      app.message(async ({ context }) => void heard.push(context.retryNum));
    });
    playground.faults.lostAcks = 1;
    playground.user.say('people-exit', 'hello');
    await playground.waitFor(() => heard.length === 2);
    expect(heard).toEqual([0, 1]);
    expect(playground.deliveries[0]?.attempts.map((attempt) => attempt.receipt.ok)).toEqual([false, true]);
  });

  it('brings a lost event by its retry, once', async () => {
    const heard: string[] = [];
    const playground = await start('http', (app) => {
      app.message(async ({ context, body }) => void heard.push(`${context.retryNum} ${body.event_id}`));
    });
    playground.faults.lostDeliveries = 1;
    playground.user.say('general', '你好');
    await playground.waitFor(() => heard.length === 1);
    expect(heard[0]).toMatch(/^1 Ev/);
  });

  it('tells the bot of its own edits, and of deletions by people', async () => {
    const heard: (string | undefined)[] = [];
    const playground = await start('socket', (app) => {
      app.message(async ({ message }) => void heard.push(message.subtype));
    });
    const client = clientOf(playground);
    const channel = playground.idOf('people-exit');
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'one' });
    await client.chat.update({ channel, ts, text: 'two' });
    playground.user.deleteMessage({ channel, ts });
    await playground.waitFor(() => heard.length === 2);
    expect(heard).toEqual(['message_changed', 'message_deleted']);
    await expect(client.chat.update({ channel, ts, text: 'three' })).rejects.toThrow('message_not_found');
  });

  it('comes back after a dropped socket', async () => {
    const heard: string[] = [];
    const playground = await start('socket', (app) => {
      app.message(async ({ message }) => void heard.push('text' in message ? (message.text ?? '') : ''));
    });
    playground.dropSockets('cut');
    await playground.waitFor(() => !playground.connected());
    await playground.waitFor(() => playground.connected(), 15_000);
    playground.user.say('people-exit', '回来了');
    await playground.waitFor(() => heard.includes('回来了'));
  });

  it('tells the person when no bot answers a command', async () => {
    const playground = await startPlayground();
    stops.push(() => playground.stop());
    const receipt = await playground.user.slash('people-exit', '/attrition report');
    expect(receipt.ok).toBe(false);
    expect(playground.whispers('lin')[0]?.text).toContain('dispatch_failed');
    expect(playground.whispers('maria')).toEqual([]);
  });

  it('refuses what Slack refuses', async () => {
    const playground = await start('socket', () => undefined);
    const client = clientOf(playground);
    const channel = playground.idOf('people-exit');
    const user = playground.user.say('people-exit', 'mine');
    const markdown = (length: number) => ({ type: 'markdown' as const, text: 'a'.repeat(length) });
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'a'.repeat(11_800) });
    const refusal = (call: Promise<unknown>) =>
      call.then(
        () => 'ok',
        (error) => error.data.error,
      );
    expect(await refusal(client.chat.update({ channel, ts, text: 'a'.repeat(4_001) }))).toBe('msg_too_long');
    const twice = [markdown(7_000), markdown(7_000)];
    expect(await refusal(client.chat.update({ channel, ts, text: 'x', blocks: twice }))).toBe('msg_blocks_too_long');
    const section = [{ type: 'section', text: { type: 'mrkdwn' as const, text: 'a'.repeat(3_001) } }];
    expect(await refusal(client.chat.postMessage({ channel, text: 'x', blocks: section }))).toBe('invalid_blocks');
    expect(await refusal(client.chat.update({ ...user, text: 'yours' }))).toBe('cant_update_message');
    expect(await refusal(client.chat.postMessage({ channel: 'C0NOWHERE', text: 'x' }))).toBe('channel_not_found');
    playground.leave('people-exit', 'attrition');
    expect(await refusal(client.chat.postMessage({ channel, text: 'x' }))).toBe('not_in_channel');
    expect(await refusal(client.apiCall('chat.teleport'))).toBe('unknown_method');
    const stranger = new WebClient('xoxb-wrong', { slackApiUrl: playground.apiUrl });
    expect(await refusal(stranger.auth.test())).toBe('invalid_auth');
  });
});
