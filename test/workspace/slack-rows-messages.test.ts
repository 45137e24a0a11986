import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageView } from '../../src/core/ports/conversation.ts';
import { createFastClock } from '../support/fast-clock.ts';
import { startBot } from './bot-harness.ts';
import { CHANNEL, wordsOf } from './whole-app.ts';

/** The bot's edits and the workspace's limits keep the same time, ten times as fast as ours. */
const FACTOR = 10;
const MOST_IN_A_MESSAGE = 11_500;
const STOP = { action: 'report_stop', label: '停止', value: 'r1', style: 'danger' } as const;

const view = (markdown: string, notice = 'report'): MessageView => ({ markdown, notice });

/** One test a row of the list of known failures: messages that grow by edits. */
describe('the bot edits its messages', () => {
  let harness: Awaited<ReturnType<typeof startBot>>;
  let channel: string;

  beforeEach(async () => {
    harness = await startBot({ clock: createFastClock(FACTOR) });
    channel = harness.playground.idOf('people-exit');
  });

  afterEach(() => harness.stop());

  const open = (key = 'r', first = view('reading')) => harness.bot.conversation.open({ channel }, key, first);
  const standing = () => harness.playground.messages(CHANNEL).filter(({ bot_id }) => bot_id !== undefined);
  const updates = () => harness.playground.calls.filter(({ method }) => method === 'chat.update');
  const edits = () => harness.playground.record.filter(({ kind }) => kind === 'edit');

  it('S1: a text of 4,001 characters stands whole, in plain text as well', async () => {
    const text = `${'a'.repeat(3_000)}\n\n${'b'.repeat(1_001)}`;
    await (await open()).finish(view(text));
    expect(standing().map(wordsOf)).toEqual([text]);
    harness.playground.faults.onCall('chat.update', { error: 'invalid_blocks' });
    await (await open('plain')).finish(view(text));
    expect(standing().slice(1).map(wordsOf)).toEqual(['a'.repeat(3_000), 'b'.repeat(1_001)]);
  });

  it('S2: a long notice beside the words does not make the edit fail', async () => {
    const text = '离职原因 pay '.repeat(900);
    await (await open()).finish(view(text, text));
    expect(standing().map(wordsOf)).toEqual([text]);
    expect(updates().map(({ outcome }) => outcome)).toEqual(['ok']);
  });

  it('S3: a message whose fifth edit is refused is continued by what nobody has seen yet', async () => {
    const { playground } = harness;
    playground.faults.onCall('chat.update', { error: 'msg_too_long' }, { skip: 4, times: 99 });
    const live = await open();
    let text = 'Pay';
    for (let edit = 1; edit <= 5; edit += 1) {
      text += ` ${edit}`;
      live.show(view(text));
      await playground.waitFor(() => updates().length >= edit);
    }
    await live.finish(view(`${text} and the commute.`));
    expect(standing().map(wordsOf)).toEqual(['Pay 1 2 3 4', '5 and the commute.']);
  });

  it('S4: two parts of 7,000 characters never stand in one message', async () => {
    const [one, two] = ['甲'.repeat(7_000), '乙'.repeat(7_000)];
    await (await open()).finish(view(`${one}\n\n${two}`));
    expect(standing().map(wordsOf)).toEqual([one, two]);
    expect(updates().map(({ outcome }) => outcome)).toEqual(['ok']);
  });

  it('S5: App Home keeps a section within 3,000 characters, and refused blocks are said in plain text', async () => {
    const { playground, commands } = harness;
    commands.home = async () => view('a'.repeat(3_001));
    await playground.user.openHome();
    const home = await playground.waitFor(() => playground.home('lin'));
    expect(home.blocks.map((block) => String((block.text as { text: string }).text).length)).toEqual([3_000, 1]);
    playground.faults.onCall('chat.update', { error: 'invalid_blocks' });
    await (await open()).finish(view('**薪酬**是主因'));
    expect(standing().map(({ text }) => text)).toEqual(['**薪酬**是主因']);
  });

  it('S11: a refusal that comes with status 200 is a refusal, and the final text stands after it', async () => {
    harness.playground.faults.onCall('chat.update', { error: 'ratelimited' });
    await (await open()).finish(view('final'));
    expect(standing().map(wordsOf)).toEqual(['final']);
    expect(updates().map(({ outcome }) => outcome)).toEqual(['ratelimited', 'ok']);
  });

  it('S12: a rate limit on edits holds up no post, and the SDK does not sleep on it', async () => {
    const { playground, bot } = harness;
    playground.faults.onCall('chat.update', { retryAfter: 10 });
    const live = await open();
    live.show(view('one'));
    await playground.waitFor(() => updates().length === 1);
    const before = performance.now();
    await bot.conversation.post({ channel }, 'p', view('unrelated'));
    expect(performance.now() - before).toBeLessThan(800);
    await live.finish(view('final'));
    // Ten seconds of the bot's own clock; the SDK would have slept them on the wall's.
    expect(performance.now() - before).toBeGreaterThan((10_000 / FACTOR) * 0.7);
    expect(performance.now() - before).toBeLessThan(8_000);
    // The refused snapshot is out of date by now and must not be sent again.
    expect(edits().map(wordsOf)).toEqual(['final']);
  });

  it('S13: five reports at once share one budget, and every final text stands', async () => {
    const { playground } = harness;
    const lives = await Promise.all([1, 2, 3, 4, 5].map((n) => open(`report:${n}`)));
    const since = performance.now();
    for (let tick = 0; performance.now() - since < 2_500; tick += 1) {
      for (const [n, live] of lives.entries()) live.show(view(`${n} read ${tick}`));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await Promise.all(lives.map((live, n) => live.finish(view(`${n} final`))));
    const seconds = ((performance.now() - since) / 1_000) * FACTOR;
    expect(standing().map(wordsOf)).toEqual([0, 1, 2, 3, 4].map((n) => `${n} final`));
    expect(updates().filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
    expect(updates().length).toBeLessThanOrEqual(8 + (seconds * 45) / 60 + 1);
    expect(playground.record.filter(({ kind }) => kind === 'post')).toHaveLength(5);
  });

  it('S15: an edit that is still under way does not end up over the final text', async () => {
    const { playground } = harness;
    playground.faults.onCall('chat.update', { delay: 4_000 }, { skip: 2 });
    const live = await open();
    for (let edit = 1; edit <= 3; edit += 1) {
      live.show(view(`partial ${edit}`));
      await playground.waitFor(() => edits().length >= edit || (edit === 3 && edits().length === 2));
    }
    await new Promise((resolve) => setTimeout(resolve, 1_500 / FACTOR));
    await live.finish(view('final'));
    await new Promise((resolve) => setTimeout(resolve, 6_000 / FACTOR));
    expect(edits().map(wordsOf)).toEqual(['partial 1', 'partial 2', 'partial 3', 'final']);
  });

  it('S25: a fence that is cut is closed, and opened again with its language', async () => {
    const lines = Array.from(
      { length: 220 },
      (_, n) => `select ${n} from interviews where cause = 'pay' and year = 2026;`,
    );
    await (await open()).finish(view(`\`\`\`sql\n${lines.join('\n')}\n\`\`\``));
    const parts = standing().map(wordsOf);
    expect(parts).toHaveLength(2);
    for (const part of parts) expect(part).toMatch(/^```sql\n[^`]*\n```$/);
    expect(parts.flatMap((part) => part.split('\n').filter((line) => line.startsWith('select')))).toEqual(lines);
  });

  it('S27: a link is not cut, nor a character of two halves', async () => {
    const link = '[the report](https://example.org/a-rather-long-path)';
    const text = `${'a'.repeat(MOST_IN_A_MESSAGE - 20)}${link}${'b'.repeat(60)}`;
    await (await open()).finish(view(text));
    await (await open('emoji')).finish(view(`${'a'.repeat(MOST_IN_A_MESSAGE - 1)}😀`));
    expect(standing().map(wordsOf)).toEqual([
      'a'.repeat(MOST_IN_A_MESSAGE - 20),
      `${link}${'b'.repeat(60)}`,
      'a'.repeat(MOST_IN_A_MESSAGE - 1),
      '😀',
    ]);
  });

  it('S28: half a character from elsewhere does not hang the edit, and a family of three stays together', async () => {
    const notice = `${'n'.repeat(298)}😀😀`;
    await (await open()).finish(view('pay \ud83d!', notice));
    await (await open('family')).finish(view(`${'a'.repeat(MOST_IN_A_MESSAGE - 4)}👨‍👩‍👧`));
    expect(standing().map(wordsOf)).toEqual(['pay \ufffd!', 'a'.repeat(MOST_IN_A_MESSAGE - 4), '👨‍👩‍👧']);
    expect(standing()[0]?.text).toBe(`${'n'.repeat(298)}…`);
  });

  it('S29: bold beside Chinese and Japanese characters goes into a markdown block as it is', async () => {
    await (await open()).finish(view('離職の**主因**は給与'));
    expect(standing()[0]?.blocks).toMatchObject([{ type: 'markdown', text: '離職の**主因**は給与' }]);
  });

  it('S45: the last edit keeps its buttons', async () => {
    const live = await open('r', { ...view('reading'), buttons: [STOP] });
    await live.finish({ ...view('done'), buttons: [{ ...STOP, action: 'report_anew' }] });
    expect(JSON.stringify(standing()[0]?.blocks)).toContain('"report_anew"');
  });

  it('S49: nothing it posts unfolds its links: roots, live messages, continuations, direct messages', async () => {
    const { playground, bot } = harness;
    const links = view('https://a.example https://b.example');
    await bot.conversation.post({ channel }, 'digest', links);
    await (await open()).finish(view(`${'a'.repeat(9_000)}\n\n${'https://c.example '.repeat(200)}`));
    playground.leave('people-exit', 'attrition');
    await bot.conversation.whisper({ channel }, playground.idOf('lin'), links);
    const sent = playground.calls.filter(({ method, outcome }) => method === 'chat.postMessage' && outcome === 'ok');
    expect(sent).toHaveLength(4);
    for (const { args } of sent) expect(args).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false' });
  });
});
