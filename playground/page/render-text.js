import { element } from './element.js';
import { readInline } from './inline-text.js';
import { readMarkdown, readMrkdwn } from './markdown.js';
import { store } from './store.js';

const TAGS = { bold: 'strong', italic: 'em', strike: 's' };

/** Markdown of a markdown block as elements. */
export function renderMarkdown(source) {
  return renderBlocks(readMarkdown(source));
}

/** A text object ({type, text}) or a message's text as elements. */
export function renderMrkdwn(source) {
  return renderBlocks(readMrkdwn(source));
}

/** A text object of Block Kit. */
export function renderTextObject(text) {
  if (!text) return [];
  return text.type === 'plain_text' ? [emoji(text.text ?? '')] : renderMrkdwn(text.text ?? '');
}

/** One line of mrkdwn without paragraphs, for contexts and table cells. */
export function renderLine(source) {
  return renderInline(readInline(source, 'mrkdwn'));
}

function renderBlocks(blocks) {
  return blocks.map((block) => renderers[block.kind](block));
}

const renderers = {
  paragraph: (block) => element('p', {}, renderInline(block.inline)),
  heading: (block) =>
    element(`h${Math.min(block.level + 2, 6)}`, { class: `md-h${block.level}` }, renderInline(block.inline)),
  quote: (block) => element('blockquote', {}, renderBlocks(block.blocks)),
  code: (block) => element('pre', {}, element('code', {}, block.text)),
  rule: () => element('hr'),
  list: (block) =>
    element(
      block.ordered ? 'ol' : 'ul',
      { start: block.ordered && block.start !== 1 ? block.start : null },
      block.items.map((item) => element('li', {}, renderItem(item))),
    ),
  table: (block) =>
    renderTable({
      head: block.head.map(renderInline),
      rows: block.rows.map((row) => row.map(renderInline)),
      align: block.align,
    }),
};

/** A list item's first paragraph stands without a paragraph around it. */
function renderItem([first, ...rest]) {
  if (first?.kind !== 'paragraph') return renderBlocks(first ? [first, ...rest] : rest);
  return [renderInline(first.inline), renderBlocks(rest)];
}

/** A table in a box that scrolls sideways on small screens; reached by keyboard. */
export function renderTable({ head, rows, align }) {
  const cell = (tag) => (content, index) =>
    element(tag, { class: `align-${align[index] ?? 'left'}`, scope: tag === 'th' ? 'col' : null }, content);
  return element(
    'div',
    { class: 'table-box', tabindex: '0', role: 'group' },
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, head.map(cell('th')))),
      element(
        'tbody',
        {},
        rows.map((row) => element('tr', {}, row.map(cell('td')))),
      ),
    ),
  );
}

function renderInline(nodes) {
  return nodes.map((node) => {
    switch (node.kind) {
      case 'text':
        return emoji(node.text);
      case 'code':
        return element('code', {}, node.text);
      case 'break':
        return element('br');
      case 'link':
        return element(
          'a',
          { href: node.href, target: '_blank', rel: 'noreferrer noopener' },
          renderInline(node.inside),
        );
      case 'mention':
        return element('span', { class: mentionClass(node.id) }, `@${store.userName(node.id)}`);
      case 'channel':
        return element('span', { class: 'mention' }, `#${store.channelName(node.id)}`);
      case 'broadcast':
        return element('span', { class: 'mention loud' }, `@${node.id.replace(/^subteam\^/, '')}`);
      default:
        return element(TAGS[node.kind], {}, renderInline(node.inside));
    }
  });
}

function mentionClass(id) {
  return id === store.me ? 'mention loud' : 'mention';
}

const EMOJI = {
  white_check_mark: '✅',
  warning: '⚠️',
  x: '❌',
  bar_chart: '📊',
  hourglass_flowing_sand: '⏳',
  eyes: '👀',
  tada: '🎉',
  thumbsup: '👍',
  '+1': '👍',
  mag: '🔍',
  page_facing_up: '📄',
  star: '⭐',
  bulb: '💡',
  lock: '🔒',
  speech_balloon: '💬',
};

/** Known :names: as emoji. */
export function emoji(text) {
  return text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI[name] ?? whole);
}
