import { describe, expect, it } from 'vitest';
import { createListenerGuard } from '../../../src/bot/listener-guard.ts';
import { createMessageListener } from '../../../src/bot/message-listener.ts';
import { AttritionError } from '../../../src/core/errors.ts';
import { faultSentence } from '../../../src/core/fault-sentences.ts';
import type { MessageRef, MessageView, Place } from '../../../src/core/ports/conversation.ts';
import { createFakeCommands } from './fake-commands.ts';
import { createMemoryMessages } from './fake-slack.ts';
import { createManualClock } from './manual-clock.ts';

const BOT = 'UBOT';

function setUp(
  allowedChannels: readonly string[] | null = null,
  messages = createMemoryMessages(),
  clock = createManualClock(),
) {
  const commands = createFakeCommands();
  const whispers: { place: Place; user: string; view: MessageView }[] = [];
  const deleted: MessageRef[] = [];
  const logged: object[] = [];
  const log = (fields: object) => logged.push(fields);
  const conversation = {
    whisper: async (place: Place, user: string, view: MessageView) => {
      whispers.push({ place, user, view });
    },
    deleted: (ref: MessageRef) => deleted.push(ref),
    ownsThread: async (_channel: string, thread: string) => thread === '10.0',
  };
  const guard = createListenerGuard({
    conversation,
    messages,
    clock,
    log: { info: log, warn: log, error: log },
    allowedChannels,
  });
  const listener = createMessageListener({ commands, conversation, guard });
  let events = 0;
  const deliver = (event: object, id?: string) => {
    events += 1;
    return listener(event, id ?? `Ev${events}`, BOT);
  };
  return { commands, whispers, deleted, logged, guard, deliver };
}

const said = (text: string, more: object = {}) => ({
  type: 'message',
  channel: 'C1',
  user: 'U1',
  ts: '11.0',
  text,
  ...more,
});
const file = { id: 'F1', name: '面谈_王.docx' };

describe('messages', () => {
  it('hands files over once, with names and thread', async () => {
    const { commands, deliver } = setUp();
    await deliver(said('', { subtype: 'file_share', files: [file, { id: 'F2' }, { id: 'F3', mode: 'tombstone' }] }));
    expect(commands.seen).toEqual([
      {
        command: 'filesShared',
        input: { channel: 'C1', user: 'U1', ts: '11.0', thread: null, files: [file, { id: 'F2', name: 'F2' }] },
      },
    ]);
  });

  it('runs once when Slack sends the same event four times (S19)', async () => {
    const { commands, deliver } = setUp();
    for (let i = 0; i < 4; i += 1) await deliver(said(`<@${BOT}> report`), 'Ev7');
    expect(commands.seen).toHaveLength(1);
  });

  it('takes a retry whose first delivery was lost (S20)', async () => {
    const { commands, deliver } = setUp();
    await deliver({ ...said(`<@${BOT}> report`), retry_num: 1 }, 'Ev8');
    expect(commands.seen).toHaveLength(1);
  });

  it.each([
    ['mention first', ['app_mention', 'message']],
    ['message first', ['message', 'app_mention']],
  ])('handles a mention that comes as two events once, %s (S21)', async (_order, types) => {
    const { commands, deliver } = setUp();
    for (const type of types) await deliver({ ...said(`<@${BOT}>  他们怎么说上级的？`), type });
    expect(commands.seen).toEqual([
      {
        command: 'mention',
        input: { channel: 'C1', user: 'U1', ts: '11.0', thread: null, text: '他们怎么说上级的？' },
      },
    ]);
  });

  it('loses neither the words nor the files of a mention whose mention event has no files', async () => {
    const { commands, deliver } = setUp();
    await deliver({ ...said(`<@${BOT}> report`), type: 'app_mention' });
    await deliver(said(`<@${BOT}> report`, { subtype: 'file_share', files: [file] }));
    expect(commands.seen.map(({ command }) => command)).toEqual(['mention', 'filesShared']);
  });

  it.each(['how many of them in Sales?', '销售部有多少人？'])(
    'takes a reply in one of its threads without a mention: %s',
    async (text) => {
      const { commands, deliver } = setUp();
      await deliver(said(text, { thread_ts: '10.0' }));
      await deliver(said(text, { thread_ts: '9.0', ts: '12.0' }));
      await deliver(said(text, { ts: '13.0' }));
      expect(commands.seen).toEqual([
        { command: 'mention', input: { channel: 'C1', user: 'U1', ts: '11.0', thread: '10.0', text } },
      ]);
    },
  );

  it('takes every direct message', async () => {
    const { commands, deliver } = setUp();
    await deliver(said('help', { channel: 'D1', channel_type: 'im' }));
    expect(commands.seen).toHaveLength(1);
  });

  it('gives the words as they were typed', async () => {
    const { commands, deliver } = setUp();
    await deliver(said(`<@${BOT}|attrition> pay &lt; 10 &amp; rising`));
    expect(commands.seen[0]?.input).toMatchObject({ text: 'pay < 10 & rising' });
  });

  it.each([
    ['its own edit', { subtype: 'message_changed', message: { text: `<@${BOT}> report` } }],
    [
      'a revision of metadata only',
      { subtype: 'message_changed', message: { text: 'a' }, previous_message: { text: 'a' } },
    ],
    ['another bot', { bot_id: 'B9', text: `<@${BOT}> report` }],
    ['an old-style bot message', { subtype: 'bot_message', text: `<@${BOT}> report` }],
    ['its own upload', { user: BOT, subtype: 'file_share', files: [file] }],
    ['somebody joining', { subtype: 'channel_join', text: `<@${BOT}>` }],
  ])('drops %s (S16, S17, S34)', async (_what, event) => {
    const { commands, deliver } = setUp();
    await deliver(said('', event));
    expect(commands.seen).toEqual([]);
  });

  it('passes on once that a message was deleted', async () => {
    const { deleted, deliver } = setUp();
    const deletion = { type: 'message', channel: 'C1', ts: '20.0', subtype: 'message_deleted', deleted_ts: '17.1' };
    await deliver(deletion, 'Ev9');
    await deliver(deletion, 'Ev9');
    expect(deleted).toEqual([{ channel: 'C1', ts: '17.1' }]);
  });
});

describe('a message that two processes are told of', () => {
  /** Two processes with one database. */
  function both() {
    const [messages, clock] = [createMemoryMessages(), createManualClock()];
    return { messages, clock, one: setUp(null, messages, clock), other: setUp(null, messages, clock) };
  }
  const question = { ...said(`<@${BOT}> 为什么离职？`), type: 'app_mention' };

  it('is taken by one of them, however long that lasts, and the other waits for it', async () => {
    const { clock, one, other } = both();
    const gate = Promise.withResolvers<void>();
    let taken = 0;
    const take = async () => {
      taken += 1;
      await gate.promise;
    };
    Object.assign(one.commands, { mention: take });
    Object.assign(other.commands, { mention: take });
    let ended = 0;
    for (const { deliver } of [one, other]) {
      void deliver(question).then(() => {
        ended += 1;
      });
    }
    await clock.advance(60_000);
    expect([taken, ended]).toEqual([1, 0]);
    gate.resolve();
    await clock.advance(1_000);
    expect([taken, ended]).toEqual([1, 2]);
  });

  it('is taken again where the one died over it', async () => {
    const { messages, clock, other } = both();
    await messages.claim('words:C1:11.0', clock.now(), 3_000);
    const delivered = other.deliver(question);
    await clock.advance(2_900);
    expect(other.commands.seen).toEqual([]);
    await clock.advance(200);
    await delivered;
    expect(other.commands.seen).toHaveLength(1);
    await other.deliver(question);
    expect(other.commands.seen, 'done by now').toHaveLength(1);
  });

  it('is told of once where it could not be taken', async () => {
    const { clock, one, other } = both();
    one.commands.failure = new Error('refused');
    await one.deliver(question);
    await other.deliver(question);
    await clock.advance(60_000);
    expect([one.whispers.length, other.whispers.length, other.commands.seen.length]).toEqual([1, 0, 0]);
  });
});

describe('the guard', () => {
  it.each([
    ['en', `<@${BOT}> report`],
    ['zh', `<@${BOT}> 报告`],
  ] as const)(
    "answers politely in the asker's language where the channel is not set up (%s)",
    async (language, text) => {
      const { commands, whispers, deliver } = setUp(['C9']);
      await deliver(said(text, { thread_ts: '10.0' }));
      const words = faultSentence('not-allowed-here', {}, language);
      expect(commands.seen).toEqual([]);
      expect(whispers).toEqual([
        { place: { channel: 'C1', thread: '10.0' }, user: 'U1', view: { markdown: words, notice: words } },
      ]);
    },
  );

  it.each([
    ['en', 'how many?'],
    ['zh', '多少人？'],
  ] as const)('tells a fault in a sentence and logs it without its words (%s)', async (language, text) => {
    const { commands, whispers, logged, deliver } = setUp();
    commands.failure = new Error('the leaver said: my manager shouted');
    await deliver(said(`<@${BOT}> ${text}`));
    expect(whispers[0]?.view.markdown).toBe(faultSentence('unexpected', {}, language));
    commands.failure = new AttritionError('store-unreachable');
    await deliver(said(`<@${BOT}> ${text}`, { ts: '12.0' }));
    expect(whispers[1]?.view.markdown).toBe(faultSentence('store-unreachable', {}, language));
    expect(JSON.stringify([logged, whispers])).not.toContain('shouted');
    expect(logged[0]).toMatchObject({ listener: 'message', fault: 'unexpected' });
  });

  it('is idle when all its listeners have ended', async () => {
    const { guard } = setUp();
    const gate = Promise.withResolvers<void>();
    const asker = { channel: 'C1', user: 'U1', thread: null, text: '' };
    const run = guard.run('message', asker, () => gate.promise);
    let idle = false;
    const waiting = guard.idle().then(() => {
      idle = true;
    });
    await Promise.resolve();
    expect(idle).toBe(false);
    gate.resolve();
    await Promise.all([run, waiting]);
    expect(idle).toBe(true);
  });
});
