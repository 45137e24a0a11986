import { describe, expect, it } from 'vitest';
import { checkBlocks, checkMessage, checkView, LIMITS, readBlocks } from '../../../playground/limits.ts';
import type { Block } from '../../../playground/slack-types.ts';

/** Slack's word for what is wrong, or `ok`. */
function refusal(check: () => void): string {
  try {
    check();
    return 'ok';
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : 'unknown';
  }
}

const plain = (text: string) => ({ type: 'plain_text', text });
const button = (id: string, label = 'Go', value = 'v') => ({
  type: 'button',
  action_id: id,
  text: plain(label),
  value,
});
const actions = (count: number): Block => ({
  type: 'actions',
  elements: Array.from({ length: count }, (_, index) => button(`a${index}`)),
});
const markdown = (length: number): Block => ({ type: 'markdown', text: '词'.repeat(length) });
const section = (length: number): Block => ({ type: 'section', text: { type: 'mrkdwn', text: 'a'.repeat(length) } });

describe('text', () => {
  it.each([
    ['update', 4_000, 'ok'],
    ['update', 4_001, 'msg_too_long'],
    ['post', 11_800, 'ok'],
  ] as const)('%s of %i characters: %s', (kind, length, wanted) => {
    expect(refusal(() => checkMessage(kind, { text: '薪'.repeat(length) }))).toBe(wanted);
  });

  it('refuses a long text even when short blocks show the message', () => {
    expect(refusal(() => checkMessage('update', { text: 'a'.repeat(9_000), blocks: [markdown(9_000)] }))).toBe(
      'msg_too_long',
    );
  });

  it('takes markdown_text alone only', () => {
    expect(refusal(() => checkMessage('post', { text: 'a', markdownText: 'b' }))).toBe('markdown_text_conflict');
    expect(refusal(() => checkMessage('post', { markdownText: 'b'.repeat(12_001) }))).toBe('msg_too_long');
  });
});

describe('blocks', () => {
  it.each([
    ['50 blocks', Array.from({ length: 50 }, () => ({ type: 'divider' })), 'ok'],
    ['51 blocks', Array.from({ length: 51 }, () => ({ type: 'divider' })), 'invalid_blocks'],
    ['a section of 3,000', [section(3_000)], 'ok'],
    ['a section of 3,001', [section(3_001)], 'invalid_blocks'],
    ['an empty section', [section(0)], 'invalid_blocks'],
    ['markdown of 12,000', [markdown(12_000)], 'ok'],
    ['markdown of 12,001', [markdown(12_001)], 'msg_blocks_too_long'],
    ['markdown of twice 7,000', [markdown(7_000), markdown(7_000)], 'msg_blocks_too_long'],
    ['all blocks over 13,200', [markdown(12_000), section(1_201)], 'msg_blocks_too_long'],
    ['25 buttons', [actions(25)], 'ok'],
    ['26 buttons', [actions(26)], 'invalid_blocks'],
    ['a label of 76', [{ type: 'actions', elements: [button('a', 'x'.repeat(76))] }], 'invalid_blocks'],
    ['a value of 2,001', [{ type: 'actions', elements: [button('a', 'x', 'v'.repeat(2_001))] }], 'invalid_blocks'],
    ['one action id twice', [{ type: 'actions', elements: [button('a'), button('a')] }], 'invalid_blocks'],
    [
      'one block id twice',
      [
        { type: 'divider', block_id: 'x' },
        { type: 'divider', block_id: 'x' },
      ],
      'invalid_blocks',
    ],
    ['a header of 151', [{ type: 'header', text: plain('a'.repeat(151)) }], 'invalid_blocks'],
    ['a picture without words', [{ type: 'image', image_url: 'https://x.example/a.png' }], 'invalid_blocks'],
    ['101 table rows', [{ type: 'table', rows: Array.from({ length: 101 }, () => []) }], 'invalid_blocks'],
    ['a file block', [{ type: 'file', external_id: 'x', source: 'remote' }], 'invalid_blocks'],
    ['an unknown kind', [{ type: 'hologram' }], 'invalid_blocks'],
  ] as const)('%s: %3$s', (_name, blocks, wanted) => {
    expect(refusal(() => checkBlocks(blocks, LIMITS.blocks))).toBe(wanted);
  });

  it('refuses what is no list of blocks', () => {
    expect(refusal(() => readBlocks([{ text: 'no type' }]))).toBe('invalid_blocks_format');
    expect(readBlocks(undefined)).toBeUndefined();
  });
});

describe('views', () => {
  const input: Block = { type: 'input', label: plain('问题'), element: { type: 'plain_text_input', action_id: 'q' } };
  it.each([
    ['a modal', { type: 'modal', title: plain('提问'), submit: plain('OK') }, 'ok'],
    ['a long title', { type: 'modal', title: plain('a'.repeat(25)), submit: plain('OK') }, 'invalid_arguments'],
    ['inputs without submit', { type: 'modal', title: plain('提问') }, 'invalid_arguments'],
    ['an unknown type', { type: 'window', title: plain('提问') }, 'invalid_arguments'],
  ])('%s', (_name, view, wanted) => {
    expect(refusal(() => checkView(view, [input]))).toBe(wanted);
  });
});
