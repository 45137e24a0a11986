import { describe, expect, it } from 'vitest';

// The page's scripts are plain JavaScript without types: browsers run them as they are.
const scripts = '../../../playground/page';
const { readInline } = await import(`${scripts}/inline-text.js`);
const { readMarkdown, readMrkdwn } = await import(`${scripts}/markdown.js`);

const text = (words: string) => ({ kind: 'text', text: words });
const bold = (words: string) => ({ kind: 'bold', inside: [text(words)] });

describe('inline text', () => {
  it.each([
    ['**薪酬**是主因', [bold('薪酬'), text('是主因')]],
    ['離職の**主因**は給与', [text('離職の'), bold('主因'), text('は給与')]],
    ['a *b* c', [text('a '), { kind: 'italic', inside: [text('b')] }, text(' c')]],
    ['snake_case_name', [text('snake_case_name')]],
    ['2 * 3 * 4', [text('2 * 3 * 4')]],
    ['\\*no\\* \\[x\\]', [text('*no* [x]')]],
    ['&lt;b&gt; &amp; <b>', [text('<b> & <b>')]],
    ['`a **b**`', [{ kind: 'code', text: 'a **b**' }]],
    ['**open', [text('**open')]],
  ])('markdown: %s', (source, nodes) => {
    expect(readInline(source)).toEqual(nodes);
  });

  it('shows Slack tokens, so that a missing escape is seen', () => {
    expect(readInline('<!here> <@U1>')).toEqual([
      { kind: 'broadcast', id: 'here' },
      text(' '),
      { kind: 'mention', id: 'U1' },
    ]);
    expect(readInline('&lt;!here&gt;')).toEqual([text('<!here>')]);
  });

  it('follows web addresses only', () => {
    const link = { kind: 'link', href: 'https://a.example/x', inside: [text('报告')] };
    expect(readInline('[报告](https://a.example/x)')).toEqual([link]);
    expect(readInline('[x](javascript:alert(1))')).toEqual([text('[x](javascript:alert(1))')]);
    expect(readInline('<javascript:alert|x>')).toEqual([text('<javascript:alert|x>')]);
  });

  it('reads the older marks', () => {
    expect(readInline('*bold* _it_ ~s~ **x**', 'mrkdwn')[0]).toEqual(bold('bold'));
  });
});

describe('markdown', () => {
  it('reads a table with alignment, and a bar that was escaped', () => {
    const [table] = readMarkdown('| 原因 | n |\n|:--|--:|\n| 薪\\|酬 | 19 |\n| pay | 2 |');
    expect(table.align).toEqual(['left', 'right']);
    expect(table.rows).toEqual([
      [[text('薪|酬')], [text('19')]],
      [[text('pay')], [text('2')]],
    ]);
  });

  it('reads headings, quotes, nested lists, code and rules', () => {
    const source = '# 标题\n> "quote"\n> 引文\n\n- a\n  1. b\n  2. c\n- d\n\n```sql\nselect <1>\n```\n---\nend';
    const blocks = readMarkdown(source);
    expect(blocks.map((block: { kind: string }) => block.kind)).toEqual([
      'heading',
      'quote',
      'list',
      'code',
      'rule',
      'paragraph',
    ]);
    expect(blocks[2].items.map((item: { kind: string }[]) => item.map((block) => block.kind))).toEqual([
      ['paragraph', 'list'],
      ['paragraph'],
    ]);
    expect(blocks[3].text).toBe('select <1>');
  });

  it('keeps HTML as words', () => {
    expect(readMarkdown('<img src=x onerror=alert(1)>')).toEqual([
      { kind: 'paragraph', inline: [text('<img src=x onerror=alert(1)>')] },
    ]);
  });

  it('ends on any text, however broken', () => {
    const scraps = ['- ', '|', '|-|', '```', '> ', '**', '[a](', '<', '&', '\\', '1. ', '#', '|a|\n|--|', '\n\n- \n  '];
    for (const first of scraps) for (const second of scraps) expect(readMarkdown(first + second)).toBeInstanceOf(Array);
  });
});

describe('mrkdwn', () => {
  it('reads quotes of people, which come with entities', () => {
    const blocks = readMrkdwn('&gt; 引文\nplain\n```a\nb```');
    expect(blocks.map((block: { kind: string }) => block.kind)).toEqual(['quote', 'paragraph', 'code']);
  });
});
