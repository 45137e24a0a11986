import { describe, expect, it, onTestFinished } from 'vitest';
import { startPlayground } from '../../playground/server.ts';
import type { MessageView } from '../../src/core/ports/conversation.ts';
import { createFastClock } from '../support/fast-clock.ts';
import { createMemoryMessages } from '../unit/bot/fake-slack.ts';
import { type HarnessOptions, startBot } from './bot-harness.ts';
import { CHANNEL, wordsOf } from './whole-app.ts';

const FACTOR = 20;
/** Fast enough for the five minutes of a stream to pass within two seconds. */
const MINUTES_FACTOR = 150;

const view = (markdown: string): MessageView => ({ markdown, notice: 'report' });
const reading: MessageView = { markdown: '**报告**\nreading 1 of 3', notice: 'report', passing: true };

async function startStreaming(options: HarnessOptions = {}) {
  const clock = options.clock ?? createFastClock(FACTOR);
  const harness = await startBot({ streaming: 'native', ...options, clock });
  onTestFinished(() => harness.stop());
  const { playground, bot } = harness;
  const { channel, ts: thread } = playground.user.say(CHANNEL, 'hello');
  const place = { channel, thread, recipient: playground.idOf('lin') };
  return {
    ...{ playground, bot, place },
    open: (first: MessageView = reading) => bot.conversation.open(place, 'r', first),
    /** Methods of our own message in order, with what came of them. */
    calls: () =>
      playground.calls
        .filter(({ method }) => /^chat\.(update|postMessage|\w+Stream)$/.test(method))
        .map(({ method, outcome }) => `${method.slice(5)} ${outcome}`),
    standing: () =>
      playground
        .messages(CHANNEL)
        .filter(({ bot_id }) => bot_id !== undefined)
        .map(wordsOf),
  };
}

/** Slack's own streams: off by default, and what they can't do is done by edits. */
describe('the bot streams its answers', () => {
  it('appends what an answer gains, and ends with exactly the final view and its buttons', async () => {
    const { playground, open, calls, standing } = await startStreaming();
    const live = await open();
    live.show({ ...reading, markdown: '**报告**\nreading 2 of 3' });
    await playground.waitFor(() => JSON.stringify(playground.messages(CHANNEL)).includes('报告 · reading 2 of 3'));
    for (const text of ['薪酬', '薪酬 first.', '薪酬 first. <!here> Then the commute.']) {
      live.show(view(text));
      await playground.waitFor(() => standing().includes(text.replace('<!', '&lt;!')));
    }
    const stop = { action: 'answer_anew', label: 'Anew', value: '1' };
    await live.finish({ ...view('薪酬 first. Then the commute, too.'), buttons: [stop] });
    expect(standing()).toEqual(['薪酬 first. Then the commute, too.']);
    expect(JSON.stringify(playground.messages(CHANNEL))).toContain('"answer_anew"');
    expect(calls()).toEqual(['startStream ok', ...Array(4).fill('appendStream ok'), 'stopStream ok', 'update ok']);
  });

  it('ends the stream and edits when the text changes instead of growing', async () => {
    const { playground, open, calls, standing } = await startStreaming();
    const live = await open(view('One.'));
    live.show(view('Two.'));
    await playground.waitFor(() => standing().includes('Two.'));
    await live.finish(view('Three.'));
    expect(calls()).toEqual(['startStream ok', 'stopStream ok', 'update ok', 'update ok']);
  });

  it('S6: a stream that Slack ends after five minutes is finished by edits of the same message', async () => {
    const playground = await startPlayground({ clock: createFastClock(MINUTES_FACTOR) });
    playground.faults.tiers = false;
    const { open, calls, standing } = await startStreaming({ playground });
    const live = await open(view('0'));
    const since = performance.now();
    let text = '0';
    for (let n = 1; performance.now() - since < 2_600; n += 1) {
      text += ` ${n}`;
      live.show(view(text));
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    await live.finish(view(`${text} end`));
    expect(calls()).toContain('appendStream message_not_in_streaming_state');
    expect(calls().at(-1)).toBe('update ok');
    expect(standing()).toEqual([`${text} end`]);
  });

  it('S6: by its own clock it goes over to edits after four minutes, before Slack ends anything', async () => {
    const { open, calls, standing } = await startStreaming({ clock: createFastClock(MINUTES_FACTOR) });
    const live = await open(view('0'));
    const since = performance.now();
    let text = '0';
    for (let n = 1; performance.now() - since < 2_400; n += 1) {
      text += ` ${n}`;
      live.show(view(text));
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    await live.finish(view(`${text} end`));
    expect(calls().filter((call) => !call.endsWith(' ok'))).toEqual([]);
    expect(calls().filter((call) => call.startsWith('update')).length).toBeGreaterThan(1);
    expect(standing()).toEqual([`${text} end`]);
  });

  it('S7: when the third of five appends fails, no word of it is lost', async () => {
    const { playground, open, standing } = await startStreaming();
    playground.faults.onCall('chat.appendStream', { error: 'internal_error' }, { skip: 2 });
    const live = await open(view(''));
    let text = '';
    for (const part of ['Pay', ' first,', ' 然后是', ' the commute', '.']) {
      text += part;
      const now = text;
      live.show(view(now));
      await playground.waitFor(() => standing().includes(now));
    }
    await live.finish(view(text));
    expect(standing()).toEqual(['Pay first, 然后是 the commute.']);
  });

  it('S8: a late view after the end brings nothing, and a long text stands once', async () => {
    const { open, calls, standing } = await startStreaming();
    const [one, two] = ['a'.repeat(5_000), '乙'.repeat(8_000)];
    const live = await open();
    live.show(view('a'.repeat(100)));
    const finished = live.finish(view(`${one}\n\n${two}`));
    live.show(view(`${one} late`));
    await finished;
    live.show(view(`${one} later`));
    await new Promise((resolve) => setTimeout(resolve, 3_000 / FACTOR));
    expect(standing()).toEqual([one, two]);
    expect(calls().slice(calls().indexOf('stopStream ok'))).toEqual(['stopStream ok', 'update ok', 'postMessage ok']);
  });

  it('S10: it streams to somebody of a team only; without a thread or a person, or by default, it edits', async () => {
    const { playground, bot, place, open } = await startStreaming();
    await (await open()).finish(view('streamed'));
    const started = playground.calls.find(({ method }) => method === 'chat.startStream');
    expect(started?.args).toMatchObject({ recipient_team_id: playground.team, recipient_user_id: place.recipient });
    expect(started?.outcome).toBe('ok');
    const { channel, thread } = place;
    await (await bot.conversation.open({ channel, thread }, 'nobody', reading)).finish(view('edited'));
    await (await bot.conversation.open({ channel, recipient: 'U0LIN00001' }, 'root', reading)).finish(view('root'));
    const plain = await startBot({ playground, clock: createFastClock(FACTOR) });
    await (await plain.bot.conversation.open(place, 'default', reading)).finish(view('by default'));
    await plain.bot.stop();
    expect(playground.calls.filter(({ method }) => method === 'chat.startStream')).toHaveLength(1);
  });

  it('posts where a stream is refused', async () => {
    const { playground, open, calls, standing } = await startStreaming();
    playground.faults.onCall('chat.startStream', { error: 'missing_scope' });
    await (await open()).finish(view('报告'));
    expect(calls()).toEqual(['startStream missing_scope', 'postMessage ok', 'update ok']);
    expect(standing()).toEqual(['报告']);
  });

  it('S41: a stream that was open when the bot died is ended first, and its message finished by edits', async () => {
    const messages = createMemoryMessages();
    const first = await startStreaming({ messages });
    const { playground, place, calls, standing } = first;
    const dying = await first.open(view('Pay'));
    dying.show(view('Pay was'));
    await playground.waitFor(() => standing().includes('Pay was'));
    const { bot } = await startBot({ playground, messages, streaming: 'native', clock: createFastClock(FACTOR) });
    onTestFinished(() => bot.stop());
    const live = await bot.conversation.open(place, 'r', reading);
    await live.finish(view('Pay was first.'));
    expect(live.ref).toEqual(dying.ref);
    expect(standing()).toEqual(['Pay was first.']);
    expect(calls().slice(-3)).toEqual(['update streaming_state_conflict', 'stopStream ok', 'update ok']);
  });

  it('stops generating when somebody presses the stop button of the stream, and says so there', async () => {
    const { playground, open, standing } = await startStreaming();
    const live = await open(view('Pay'));
    playground.user.stopStream(live.ref);
    live.show(view('Pay was'));
    await playground.waitFor(() => live.gone.aborted);
    await live.finish(view('已停止。'));
    expect(standing()).toEqual(['已停止。']);
  });
});
