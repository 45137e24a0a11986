import { describe, expect, it } from 'vitest';
import { splitMarkdown } from '../../../src/bot/split-message.ts';

function everyPartFits(parts: readonly string[], limit: number): void {
  for (const part of parts) {
    expect(part.length).toBeLessThanOrEqual(limit);
    expect(part.isWellFormed()).toBe(true);
  }
}

describe('splitting a long message', () => {
  it('leaves a text within the limit as it is', () => {
    expect(splitMarkdown('a\n\nb', 4)).toEqual(['a\n\nb']);
  });

  it('cuts at a paragraph rather than at a line', () => {
    const parts = splitMarkdown('line one\nline two\n\nline three\nline four', 32);
    expect(parts).toEqual(['line one\nline two', 'line three\nline four']);
  });

  it.each([
    ['English', 'First sentence is here. Second sentence is here. Third one.', 50],
    ['Chinese', '第一句话在这里。第二句话在这里。第三句话在这里。', 20],
  ])('cuts a long %s line after a sentence', (_language, text, limit) => {
    const parts = splitMarkdown(text, limit);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts[0]?.trimEnd()).toMatch(/[.。]$/);
    expect(parts.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    everyPartFits(parts, limit);
  });

  it('never cuts an emoji or a family of them in half (S27, S28)', () => {
    const emoji = splitMarkdown(`${'a'.repeat(2_899)}😀`, 2_900);
    expect(emoji).toEqual(['a'.repeat(2_899), '😀']);
    const family = splitMarkdown(`${'a'.repeat(2_895)}👨‍👩‍👧`, 2_900);
    expect(family).toEqual(['a'.repeat(2_895), '👨‍👩‍👧']);
  });

  it('mends half a character from elsewhere', () => {
    expect(splitMarkdown('pay \ud83d!', 100)).toEqual(['pay \ufffd!']);
  });

  it.each([
    '[the report](https://example.org/a-long-path)',
    '<https://example.org/a-long-path|report>',
    '&amp;',
    '<@U123>',
  ])('keeps %s whole when the limit falls inside it', (token) => {
    const text = `${'a'.repeat(95)}${token}${'b'.repeat(60)}`;
    const parts = splitMarkdown(text, 98);
    expect(parts.some((part) => part.includes(token))).toBe(true);
    expect(parts.join('')).toBe(text);
  });

  it('closes a fence and opens it again with its language (S25)', () => {
    const lines = Array.from({ length: 220 }, (_, i) => `select ${i} from interviews where cause = 'pay';`);
    const parts = splitMarkdown(`Query:\n\`\`\`sql\n${lines.join('\n')}\n\`\`\`\nDone.`, 2_000);
    everyPartFits(parts, 2_000);
    for (const part of parts) expect(part.match(/^```/gm)?.length ?? 0).toBe(2);
    for (const part of parts.slice(1)) expect(part).toMatch(/^```sql\n/);
    expect(parts.at(-1)).toMatch(/```\nDone\.$/);
    for (const line of lines) expect(parts.filter((part) => part.includes(line))).toHaveLength(1);
  });

  it('never cuts a table row and repeats the header', () => {
    const rows = Array.from({ length: 60 }, (_, i) => `| cause ${i} | pay was below market | ${i} of 94 |`);
    const header = '| cause | details | people |\n|---|---|---|';
    const parts = splitMarkdown(`Causes\n\n${header}\n${rows.join('\n')}\n\nEnd`, 900);
    everyPartFits(parts, 900);
    for (const part of parts.slice(1)) expect(part.startsWith(header)).toBe(true);
    for (const row of rows) expect(parts.filter((part) => part.split('\n').includes(row))).toHaveLength(1);
  });

  it('does not end a message with an empty table or fence', () => {
    const table = `${'a'.repeat(80)}\n| x | y |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |`;
    expect(splitMarkdown(table, 105)[0]).toBe('a'.repeat(80));
    const fence = `${'a'.repeat(80)}\n\`\`\`ts\nconst first = 1;\nconst second = 2;\n\`\`\``;
    expect(splitMarkdown(fence, 100)[0]).toBe('a'.repeat(80));
  });

  it('loses no word of a long mixed text', () => {
    const paragraph = '离职的**主因**是薪酬。The reason was pay, & nothing else. ';
    const text = Array.from({ length: 200 }, (_, i) => `${i}. ${paragraph.repeat(1 + (i % 5))}`).join('\n\n');
    const parts = splitMarkdown(text, 1_150);
    everyPartFits(parts, 1_150);
    expect(parts.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
  });
});
