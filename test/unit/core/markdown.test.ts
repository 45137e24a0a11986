import { expect, test } from 'vitest';
import { escapeMarkdown } from '../../../src/core/markdown.ts';

test.each([
  ['a mention', '<!channel> <@U1>', '&lt;!channel> &lt;@U1>'],
  ['a link', '[pay](https://x.example)', '\\[pay\\](https:\u200b//x.example)'],
  ['a table border and emphasis', 'a|b *c* _d_ `e`', 'a\\|b \\*c\\* \\_d\\_ \\`e\\`'],
  ['line ends', '第一行\n\n# 第二行', '第一行 # 第二行'],
  ['an entity', 'R&D', 'R&amp;D'],
  ['plain words', '因为加班太多。', '因为加班太多。'],
])('%s loses its power', (_name, text, expected) => {
  expect(escapeMarkdown(text)).toBe(expected);
});

test('half a character is replaced, since it would hang the client', () => {
  expect(escapeMarkdown('pay \ud83d').isWellFormed()).toBe(true);
});
