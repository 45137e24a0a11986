import { describe, expect, it } from 'vitest';
import { payloadOf } from '../../../src/bot/blocks.ts';
import { fitView } from '../../../src/bot/fit-view.ts';
import { homeBlocks } from '../../../src/bot/home-view.ts';
import { escapeMarkdown } from '../../../src/core/markdown.ts';

describe('blocks', () => {
  it('calls nobody, whatever a file or a model wrote (S23, S24)', () => {
    const hostile = '<!channel> <!here> <@U1> <!subteam^S1> [a](https://x.example)';
    const cell = `| ${escapeMarkdown(hostile)} |`;
    const payload = payloadOf({ markdown: cell, notice: hostile }, 'blocks');
    expect(JSON.stringify(payload)).not.toMatch(/<[!@]/);
    expect(JSON.stringify(payload.blocks)).not.toContain('](https://');
    expect(JSON.stringify(payloadOf({ markdown: hostile, notice: '' }, 'blocks'))).not.toContain('<!');
    expect(JSON.stringify(payloadOf({ markdown: hostile, notice: '' }, 'plain'))).not.toContain('<!');
  });

  it.each(['<@U0LIN> your report is ready', '<@U0LIN> 报告已完成'])(
    'mentions the asker in the message, not in its notice: %s',
    (words) => {
      const { text, blocks } = payloadOf({ markdown: words, notice: words }, 'blocks');
      expect(text).toBe(words.slice(9));
      expect(blocks[0]?.text).toBe(words);
    },
  );

  it('keeps bold beside Chinese characters in a markdown block (S29)', () => {
    const { blocks } = payloadOf({ markdown: '离职的**主因**是薪酬', notice: '报告' }, 'blocks');
    expect(blocks).toEqual([{ type: 'markdown', text: '离职的**主因**是薪酬' }]);
  });

  it('keeps all blocks of a message within 11,500 characters (S1, S4)', () => {
    for (const markdown of ['a'.repeat(4_001), `${'b'.repeat(7_000)}\n\n${'c'.repeat(7_000)}`, '<!'.repeat(5_000)]) {
      const { first, continuation } = fitView({ markdown, notice: 'report' }, 'blocks');
      for (const view of [first, continuation].filter((part) => part !== null)) {
        const { blocks, text } = payloadOf(view, 'blocks');
        const length = blocks.reduce((sum, block) => sum + String(block.text ?? '').length, 0);
        expect(length).toBeLessThanOrEqual(11_500);
        expect(text.length).toBeLessThanOrEqual(300);
      }
    }
  });

  it('sends no half character in a notice or a label (S28)', () => {
    const view = {
      markdown: 'x',
      notice: `${'a'.repeat(298)}😀😀`,
      buttons: [{ action: 'a', value: 'v', label: `${'b'.repeat(73)}😀😀` }],
    };
    const { text, blocks } = payloadOf(view, 'blocks');
    expect(text.isWellFormed()).toBe(true);
    expect(JSON.stringify(blocks)).not.toMatch(/\\ud[89a-f]/i);
    const [, actions] = blocks as readonly { elements?: readonly { text: { text: string } }[] }[];
    expect(actions?.elements?.[0]?.text.text.length).toBeLessThanOrEqual(75);
  });

  it('puts at most 25 buttons into one block', () => {
    const buttons = Array.from({ length: 30 }, (_, i) => ({ action: `a${i}`, label: 'x', value: '' }));
    const { blocks } = payloadOf({ markdown: 'x', notice: 'x', buttons }, 'blocks');
    expect(blocks.slice(1).map((block) => (block.elements as readonly unknown[]).length)).toEqual([25, 5]);
  });
});

describe('App Home', () => {
  it('keeps each section within 3,000 characters (S5)', () => {
    const blocks = homeBlocks({ markdown: 'a'.repeat(3_001), notice: '' });
    expect(blocks).toHaveLength(2);
    for (const block of blocks) expect((block.text as { text: string }).text.length).toBeLessThanOrEqual(3_000);
  });

  it.each([
    ['## Loaded\n\n**24** interviews', '*Loaded*\n\n*24* interviews'],
    ['## 已加载\n\n**24** 份访谈', '*已加载*\n\n*24* 份访谈'],
    ['| file | read |\n|---|---|\n| a.txt | yes |', 'file · read\na.txt · yes'],
  ])('says %j in the older markup', (markdown, expected) => {
    const [section] = homeBlocks({ markdown, notice: '' });
    expect(section?.text).toMatchObject({ type: 'mrkdwn', text: expected });
  });
});
