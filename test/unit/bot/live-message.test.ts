import { describe, expect, it } from 'vitest';
import { createConversation, type SlackConversation } from '../../../src/bot/conversation.ts';
import type { Button, MessageView } from '../../../src/core/ports/conversation.ts';
import {
  buttonsOf,
  createFakeSlack,
  createMemoryMessages,
  type FakeSlack,
  markdownOf,
  noAnswer,
  rateLimited,
  refused,
} from './fake-slack.ts';
import { createManualClock } from './manual-clock.ts';

const PLACE = { channel: 'C1', thread: '10.0' };
const STOP: Button = { action: 'report_stop', label: '停止', value: 'r1' };

const view = (markdown: string, buttons?: readonly Button[]): MessageView => ({
  markdown,
  notice: 'Attrition report',
  ...(buttons === undefined ? {} : { buttons }),
});

function setUp(slack: FakeSlack = createFakeSlack(), messages = createMemoryMessages()) {
  const clock = createManualClock();
  const uploads: string[] = [];
  const conversation: SlackConversation = createConversation({
    settings: { allowedChannels: null, apiUrl: 'https://slack.com/api/', maxFileBytes: 1_000 },
    calls: { edit: slack.call, post: slack.call, file: slack.call, token: async () => 'xoxb-test' },
    workspaces: { areMany: false, find: async () => 'T1' },
    messages,
    edits: null,
    clock,
    fetch: async (_url, init) => {
      uploads.push(new TextDecoder().decode(init?.body as Uint8Array));
      return new Response('OK');
    },
    random: () => 0,
  });
  return { slack, clock, conversation, messages, uploads };
}

const edits = (slack: FakeSlack) => slack.of('chat.update').map(markdownOf);

describe('a live message', () => {
  it('shows the first content after 300 ms, then the latest snapshot at most once a second', async () => {
    const { slack, clock, conversation } = setUp();
    const live = await conversation.open(PLACE, 'report:1', view('reading'));
    for (let word = 1; word <= 30; word += 1) {
      live.show(view(`word ${word}`));
      await clock.advance(100);
      if (word === 2) expect(edits(slack)).toEqual([]);
    }
    expect(edits(slack)).toEqual(['word 3', 'word 13', 'word 23']);
    await clock.advance(2_000);
    expect(edits(slack).at(-1)).toBe('word 30');
  });

  it('always sets parse and link_names, a short text and its buttons (S2, S45)', async () => {
    const { slack, clock, conversation } = setUp();
    const live = await conversation.open(PLACE, 'report:1', view('reading', [STOP]));
    live.show({ ...view('x'.repeat(9_000), [STOP]), notice: 'n'.repeat(5_000) });
    await clock.advance(400);
    await live.finish(view('done', [STOP]));
    for (const call of [...slack.of('chat.postMessage'), ...slack.of('chat.update')]) {
      expect(call.options).toMatchObject({ parse: 'none', link_names: false });
      expect(String(call.options.text).length).toBeLessThanOrEqual(300);
      expect(buttonsOf(call)).toEqual(['report_stop']);
    }
    expect(slack.of('chat.postMessage')[0]?.options).toMatchObject({ unfurl_links: false, unfurl_media: false });
  });

  it('sends no snapshot twice', async () => {
    const { slack, clock, conversation } = setUp();
    const live = await conversation.open(PLACE, 'report:1', view('reading'));
    live.show(view('reading'));
    await clock.advance(3_000);
    live.show(view('more'));
    await clock.advance(3_000);
    live.show(view('more'));
    await clock.advance(3_000);
    await live.finish(view('more'));
    expect(edits(slack)).toEqual(['more']);
  });

  it('sends nothing when the text went back to what stands there', async () => {
    const { slack, clock, conversation } = setUp();
    const live = await conversation.open(PLACE, 'report:1', view('reading'));
    live.show(view('more'));
    await clock.advance(100);
    live.show(view('reading'));
    await clock.advance(3_000);
    expect(edits(slack)).toEqual([]);
  });

  it('waits for the running edit before the final one, which stands at the end (S15)', async () => {
    const { slack, clock, conversation } = setUp();
    const standing: string[] = [];
    slack.rule = async (call, index) => {
      if (call.method !== 'chat.update') return undefined;
      if (index === 2) await clock.sleep(4_000);
      standing.push(markdownOf(call));
      return { ok: true };
    };
    const live = await conversation.open(PLACE, 'report:1', view('reading'));
    for (const text of ['one', 'two', 'three']) {
      live.show(view(text));
      await clock.advance(1_000);
    }
    live.show(view('never'));
    const finished = live.finish(view('final'));
    await clock.advance(5_000);
    await finished;
    expect(standing).toEqual(['one', 'two', 'three', 'final']);
  });

  it('keeps still for Retry-After and then shows the latest (S12), also when the refusal comes with status 200 (S11)', async () => {
    for (const error of [rateLimited(10), refused('ratelimited')]) {
      const { slack, clock, conversation } = setUp();
      slack.rule = (call, index) => {
        if (call.method === 'chat.update' && index === 0) throw error;
        return undefined;
      };
      const live = await conversation.open(PLACE, 'report:1', view('reading'));
      live.show(view('one'));
      await clock.advance(400);
      live.show(view('two'));
      await clock.advance(9_800);
      expect(edits(slack)).toEqual(['one']);
      await clock.advance(3_000);
      expect(edits(slack)).toEqual(['one', 'two']);
    }
  });

  it('retries the final edit until it stands', async () => {
    const { slack, clock, conversation } = setUp();
    slack.rule = (call, index) => {
      if (call.method !== 'chat.update') return undefined;
      if (index === 0) throw noAnswer();
      if (index === 1) throw rateLimited(5);
      if (index === 2) throw refused('internal_error');
      return undefined;
    };
    const live = await conversation.open(PLACE, 'report:1', view('reading'));
    const finished = live.finish(view('final'));
    await clock.advance(20_000);
    await finished;
    expect(edits(slack)).toHaveLength(4);
    expect(edits(slack).at(-1)).toBe('final');
  });

  it('says so when Slack never answers', async () => {
    const { slack, clock, conversation } = setUp();
    slack.rule = (call) => {
      if (call.method === 'chat.update') throw noAnswer();
      return undefined;
    };
    const live = await conversation.open(PLACE, 'report:1', view('reading'));
    const finished = expect(live.finish(view('final'))).rejects.toMatchObject({ code: 'edit-refused' });
    await clock.advance(60_000);
    await finished;
  });

  it('gives finals their turn while five reports write at once (S13)', async () => {
    const { slack, clock, conversation } = setUp();
    const lives = await Promise.all(
      [1, 2, 3, 4, 5].map((n) => conversation.open(PLACE, `report:${n}`, view('reading'))),
    );
    for (let tick = 0; tick < 300; tick += 1) {
      for (const live of lives) live.show(view(`tick ${tick}`));
      await clock.advance(100);
    }
    const before = clock.now();
    const endings = lives.map((live) => live.finish(view('final')).then(() => clock.now() - before));
    await clock.advance(10_000);
    const waits = await Promise.all(endings);
    expect(Math.min(...waits)).toBe(0);
    expect(Math.max(...waits)).toBeLessThanOrEqual(5_000);
    expect(slack.of('chat.update').length).toBeLessThanOrEqual(8 + (40 / 60) * 45 + 1);
  });

  it.each(['msg_too_long', 'edit_window_closed', 'cant_update_message'])(
    'posts only the unseen tail when an edit is refused with %s (S3)',
    async (error) => {
      const { slack, clock, conversation } = setUp();
      slack.rule = (call, index) => {
        if (call.method === 'chat.update' && index >= 1) throw refused(error);
        return undefined;
      };
      const live = await conversation.open(PLACE, 'report:1', view('reading'));
      live.show(view('Pay was first.'));
      await clock.advance(1_500);
      live.show(view('Pay was first. Then'));
      await clock.advance(1_500);
      await live.finish(view('Pay was first. Then the commute.'));
      const posts = slack.of('chat.postMessage');
      expect(posts.map(markdownOf)).toEqual(['reading', 'Then the commute.']);
      expect(posts[1]?.options.thread_ts).toBe('10.0');
    },
  );

  it('stops when a person deleted the message, and posts it again once when Slack alone has lost it', async () => {
    const deleted = setUp();
    const live = await deleted.conversation.open(PLACE, 'report:1', view('reading'));
    deleted.conversation.deleted(live.ref);
    expect(live.gone.aborted).toBe(true);
    live.show(view('more'));
    await live.finish(view('final'));
    await deleted.clock.advance(5_000);
    expect(deleted.slack.of('chat.update')).toEqual([]);

    const lost = setUp();
    lost.slack.rule = (call) => {
      if (call.method === 'chat.update') throw refused('message_not_found');
      return undefined;
    };
    const other = await lost.conversation.open(PLACE, 'report:1', view('reading'));
    const finished = other.finish(view('final'));
    await lost.clock.advance(2_000);
    await finished;
    expect(lost.slack.of('chat.postMessage').map(markdownOf)).toEqual(['reading', 'final']);
  });

  it('does not bring a message back whose deletion is told a moment after the edit failed', async () => {
    const { slack, clock, conversation } = setUp();
    slack.rule = (call) => {
      if (call.method === 'chat.update') throw refused('message_not_found');
      return undefined;
    };
    const live = await conversation.open(PLACE, 'report:1', view('reading'));
    const finished = live.finish(view('final'));
    await clock.advance(500);
    conversation.deleted(live.ref);
    await clock.advance(2_000);
    await finished;
    expect(slack.of('chat.postMessage')).toHaveLength(1);
  });

  it('continues in a second message when the text is too long, with the buttons under the last one', async () => {
    const { slack, conversation } = setUp();
    const live = await conversation.open({ channel: 'C1' }, 'report:1', view('reading', [STOP]));
    const paragraphs = Array.from({ length: 150 }, (_, i) => `Paragraph ${i}: ${'why people left '.repeat(8)}.`);
    await live.finish(view(paragraphs.join('\n\n'), [STOP]));
    const last = slack.of('chat.update').at(-1);
    const continuation = slack.of('chat.postMessage').at(-1);
    expect(markdownOf(last).length).toBeLessThanOrEqual(11_500);
    expect(`${markdownOf(last)}\n\n${markdownOf(continuation)}`).toBe(paragraphs.join('\n\n'));
    expect(continuation?.options.thread_ts).toBe(live.ref.ts);
    expect([buttonsOf(last), buttonsOf(continuation)]).toEqual([[], ['report_stop']]);
  });

  it.each([
    ['en', 'Attrition report', 'the whole of it is in the file below'],
    ['zh', '离职原因报告', '全文见下方文件'],
  ])('leaves a summary and a file when two messages are not enough (%s)', async (_language, notice, remark) => {
    const { slack, conversation, uploads } = setUp();
    slack.rule = ({ method }) =>
      method === 'files.getUploadURLExternal'
        ? { ok: true, upload_url: 'https://files.slack.com/u', file_id: 'F1' }
        : undefined;
    const live = await conversation.open(PLACE, 'report:1', view('reading'));
    const markdown = Array.from({ length: 400 }, (_, i) => `${i} ${'because of pay '.repeat(6)}`).join('\n\n');
    await live.finish({ markdown, notice });
    const summary = markdownOf(slack.of('chat.update').at(-1));
    expect(summary.length).toBeLessThanOrEqual(1_500);
    expect(summary).toContain(remark);
    expect(uploads).toEqual([markdown]);
    expect(slack.of('files.completeUploadExternal')[0]?.options).toMatchObject({ channel_id: 'C1', thread_ts: '10.0' });
  });

  it('falls back to plain text within 3,900 characters a message when blocks are refused (S5)', async () => {
    const { slack, conversation } = setUp();
    slack.rule = (call) => {
      if ((call.options.blocks as readonly unknown[] | undefined)?.length) throw refused('invalid_blocks');
      return undefined;
    };
    const live = await conversation.open(PLACE, 'report:1', view('reading'));
    const text = `${'a'.repeat(3_000)}\n\n${'b'.repeat(3_000)}`;
    await live.finish(view(text));
    const first = slack.of('chat.update').at(-1)?.options.text;
    const second = slack.of('chat.postMessage').at(-1)?.options.text;
    expect([first, second]).toEqual(['a'.repeat(3_000), 'b'.repeat(3_000)]);
  });
});

describe('opening and posting', () => {
  it('goes on editing the message of an earlier life', async () => {
    const messages = createMemoryMessages();
    const slack = createFakeSlack();
    const first = await setUp(slack, messages).conversation.open(PLACE, 'report:1', view('reading'));
    const { clock, conversation } = setUp(slack, messages);
    const again = await conversation.open(PLACE, 'report:1', view('reading 42 of 100'));
    await clock.advance(400);
    expect(again.ref).toEqual(first.ref);
    expect(slack.of('chat.postMessage')).toHaveLength(1);
    expect(edits(slack)).toEqual(['reading 42 of 100']);
  });

  it('looks for its own message before it posts again after an unknown result', async () => {
    const { slack, clock, conversation } = setUp();
    let key: unknown;
    slack.rule = (call) => {
      if (call.method === 'chat.postMessage') {
        key = call.options.metadata;
        throw noAnswer();
      }
      return call.method === 'conversations.replies'
        ? { ok: true, messages: [{ ts: '10.0' }, { ts: '17.9', metadata: key }] }
        : undefined;
    };
    const opening = conversation.open(PLACE, 'report:1', view('reading'));
    await clock.advance(1_000);
    expect((await opening).ref).toEqual({ channel: 'C1', ts: '17.9' });
    expect(slack.of('chat.postMessage')).toHaveLength(1);
  });

  it('posts again when the message is not there, and once when asked twice at a time', async () => {
    const { slack, clock, conversation } = setUp();
    slack.rule = (call, index) => {
      if (call.method === 'chat.postMessage' && index === 0) throw noAnswer();
      return undefined;
    };
    const posting = Promise.all([
      conversation.post({ channel: 'C1' }, 'digest:1', view('digest')),
      conversation.post({ channel: 'C1' }, 'digest:1', view('digest')),
    ]);
    await clock.advance(1_000);
    const [one, two] = await posting;
    expect(one).toEqual(two);
    expect(slack.of('conversations.history')).toHaveLength(1);
    expect(slack.of('chat.postMessage')).toHaveLength(2);
  });

  it('finds its message after a crash between posting and writing it down', async () => {
    const { slack, conversation, messages } = setUp();
    await messages.claim('post:report:1', 0, 1);
    slack.rule = ({ method }) =>
      method === 'conversations.replies'
        ? {
            ok: true,
            messages: [
              { ts: '17.5', metadata: { event_type: 'attrition_message', event_payload: { key: 'report:1' } } },
            ],
          }
        : undefined;
    expect((await conversation.open(PLACE, 'report:1', view('reading'))).ref.ts).toBe('17.5');
    expect(slack.of('chat.postMessage')).toHaveLength(0);
  });

  it('posts a long answer in two messages', async () => {
    const { slack, conversation } = setUp();
    const [one, two] = ['甲'.repeat(9_000), '乙'.repeat(9_000)];
    const ref = await conversation.post({ channel: 'C1' }, 'answer', view(`${one}\n\n${two}`, [STOP]));
    const posts = slack.of('chat.postMessage');
    expect(posts.map(markdownOf)).toEqual([one, two]);
    expect(posts.map(({ options }) => options.thread_ts)).toEqual([undefined, ref.ts]);
    expect(posts.map(buttonsOf)).toEqual([[], ['report_stop']]);
  });

  it('names a place it may not write in', async () => {
    const { slack, conversation } = setUp();
    slack.rule = () => {
      throw refused('not_in_channel');
    };
    await expect(conversation.post(PLACE, 'x', view('hello'))).rejects.toMatchObject({ code: 'not-allowed-here' });
  });

  it.each([
    ['chat.postEphemeral', 'ratelimited', 'edit-refused'],
    ['files.completeUploadExternal', 'channel_not_found', 'not-allowed-here'],
  ])('names what %s refused with %s as %s', async (method, error, code) => {
    const { slack, conversation } = setUp();
    slack.rule = (call) => {
      if (call.method === method) throw refused(error);
      return { ok: true, upload_url: 'https://files.slack.com/u', file_id: 'F1' };
    };
    const file = { name: 'a.md', title: '全文', bytes: new Uint8Array([1]) };
    const failing = method.startsWith('files')
      ? conversation.upload(PLACE, [file])
      : conversation.whisper(PLACE, 'U1', view('hello'));
    await expect(failing).rejects.toMatchObject({ code });
  });

  it('tells in a direct message what a channel without the bot does not let it whisper', async () => {
    const { slack, conversation } = setUp();
    slack.rule = (call) => {
      if (call.method === 'chat.postEphemeral') throw refused('not_in_channel');
      return undefined;
    };
    await conversation.whisper(PLACE, 'U1', view('你好 hello'));
    expect(slack.of('chat.postMessage').map(({ options }) => options.channel)).toEqual(['U1']);
  });

  it('remembers the threads it wrote in', async () => {
    const { conversation } = setUp();
    const ref = await conversation.post({ channel: 'C1' }, 'root', view('report'));
    await conversation.post(PLACE, 'reply', view('answer'));
    expect(await conversation.ownsThread('C1', ref.ts)).toBe(true);
    expect(await conversation.ownsThread('C1', '10.0')).toBe(true);
    expect(await conversation.ownsThread('C1', '11.0')).toBe(false);
  });

  it('gives a picture its alternative text', async () => {
    const { slack, conversation } = setUp();
    slack.rule = ({ method }) =>
      method === 'files.getUploadURLExternal'
        ? { ok: true, upload_url: 'https://files.slack.com/u', file_id: 'F1' }
        : undefined;
    const chart = { name: 'chart.png', title: 'Causes', bytes: new Uint8Array([1, 2]), altText: '迁居 27，薪酬 19' };
    await conversation.upload(PLACE, [chart]);
    expect(slack.of('files.getUploadURLExternal')[0]?.options).toEqual({
      filename: 'chart.png',
      length: 2,
      alt_txt: '迁居 27，薪酬 19',
    });
  });
});
