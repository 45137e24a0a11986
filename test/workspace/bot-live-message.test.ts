import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../playground/slack-types.ts';
import { createMemoryMessages } from '../unit/bot/fake-slack.ts';
import { startBot } from './bot-harness.ts';

type Harness = Awaited<ReturnType<typeof startBot>>;

const view = (markdown: string) => ({ markdown, notice: '离职原因报告' });
const shown = (message: Pick<Message, 'blocks'> | undefined) =>
  (message?.blocks ?? []).map((block) => (block.type === 'markdown' ? block.text : '')).join('');

describe('a live message in a workspace', () => {
  let harness: Harness;
  let channel: string;

  beforeEach(async () => {
    harness = await startBot();
    channel = harness.playground.idOf('people-exit');
  });

  afterEach(() => harness.stop());

  const messages = () => harness.playground.messages(channel);

  it('grows by edits and ends with exactly the final view', async () => {
    const { playground, bot } = harness;
    const live = await bot.conversation.open({ channel }, 'r', view('正在读'));
    for (let n = 1; n <= 25; n += 1) {
      live.show(view(`读了 ${n}`));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await live.finish(view('报告 **完**'));
    const edits = playground.record.filter(({ kind, ts }) => kind === 'edit' && ts === live.ref.ts).map(shown);
    expect(edits.length).toBeGreaterThanOrEqual(3);
    expect(edits.length).toBeLessThanOrEqual(5);
    expect(edits.at(-1)).toBe('报告 **完**');
    expect(shown(messages().find(({ ts }) => ts === live.ref.ts))).toBe('报告 **完**');
  });

  it('posts once though the answer to its post got lost', async () => {
    const { playground, bot } = harness;
    playground.faults.onCall('chat.postMessage', { cutAfter: true });
    const live = await bot.conversation.open({ channel }, 'r', view('reading'));
    await live.finish(view('final'));
    expect(
      messages()
        .filter(({ bot_id }) => bot_id !== undefined)
        .map(shown),
    ).toEqual(['final']);
  });

  it('goes on with the same message after a restart', async () => {
    const { playground } = harness;
    const store = createMemoryMessages();
    const first = await startBot({ playground, messages: store });
    await first.bot.conversation.open({ channel }, 'r', view('reading'));
    await first.bot.stop();
    const second = await startBot({ playground, messages: store });
    const live = await second.bot.conversation.open({ channel }, 'r', view('reading'));
    await live.finish(view('final'));
    await second.bot.stop();
    expect(
      messages()
        .filter(({ bot_id }) => bot_id !== undefined)
        .map(shown),
    ).toEqual(['final']);
  });

  it('continues a long report in the thread, and makes a very long one a file', async () => {
    const { playground, bot } = harness;
    const paragraphs = (count: number) =>
      Array.from({ length: count }, (_, i) => `第${i}段：${'离职的**主因**是薪酬。'.repeat(12)}`).join('\n\n');
    const long = await bot.conversation.open({ channel }, 'long', view('reading'));
    await long.finish(view(paragraphs(100)));
    const [head, tail] = playground.thread(channel, long.ref.ts);
    expect(`${shown(head)}\n\n${shown(tail)}`).toBe(paragraphs(100));
    const huge = await bot.conversation.open({ channel }, 'huge', view('reading'));
    await huge.finish(view(paragraphs(300)));
    const file = await playground.waitFor(() => playground.files().find(({ name }) => name === 'attrition.md'));
    expect(new TextDecoder().decode(playground.fileBytes(file.id))).toBe(paragraphs(300));
    expect(shown(messages().find(({ ts }) => ts === huge.ref.ts))).toContain('全文见下方文件');
  });
});
