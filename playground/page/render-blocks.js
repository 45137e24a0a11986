import { element } from './element.js';
import { renderInput } from './render-inputs.js';
import { emoji, renderLine, renderMarkdown, renderMrkdwn, renderTable, renderTextObject } from './render-text.js';
import { word } from './words.js';

/**
 * Blocks as elements.
 * @param {readonly {type: string}[]} blocks
 * @param {(element: {action_id: string}) => void} press what a button or menu does
 * @param {Record<string, string>} [errors] faults of a form, by block id
 */
export function renderBlocks(blocks, press, errors = {}) {
  return blocks.map((block) => {
    const render = renderers[block.type] ?? renderUnknown;
    return element('div', { class: `block block-${block.type}` }, render(block, press, errors[block.block_id]));
  });
}

const renderers = {
  markdown: (block) => renderMarkdown(block.text ?? ''),
  section: (block, press) => [
    element(
      'div',
      { class: 'section-text' },
      renderTextObject(block.text),
      block.fields &&
        element(
          'div',
          { class: 'fields' },
          block.fields.map((field) => element('div', {}, renderTextObject(field))),
        ),
    ),
    block.accessory && element('div', { class: 'accessory' }, renderElement(block.accessory, press)),
  ],
  header: (block) => element('h3', {}, emoji(block.text?.text ?? '')),
  divider: () => element('hr'),
  task_card: (block) => element('em', {}, `⏳ ${block.title ?? ''}`),
  context: (block) =>
    (block.elements ?? []).map((one) =>
      one.type === 'image'
        ? renderPicture(one)
        : element('span', {}, one.type === 'plain_text' ? emoji(one.text) : renderLine(one.text)),
    ),
  actions: (block, press) => (block.elements ?? []).map((one) => renderElement(one, press)),
  context_actions: (block, press) => (block.elements ?? []).map((one) => renderElement(one, press)),
  image: (block) => [
    block.title && element('div', { class: 'picture-title' }, emoji(block.title.text ?? '')),
    renderPicture(block),
  ],
  input: (block, _press, error) => renderInput(block, error),
  table: (block) => {
    const [head = [], ...rows] = (block.rows ?? []).map((row) => row.map(renderCell));
    const align = (block.column_settings ?? []).map((column) => column?.align ?? 'left');
    return renderTable({ head, rows, align });
  },
  rich_text: (block) => (block.elements ?? []).map((one) => element('p', {}, richWords(one))),
};

function renderUnknown(block) {
  return element('code', {}, `[${block.type}]`);
}

function renderCell(cell) {
  return cell?.type === 'rich_text' ? richWords(cell) : (cell?.text ?? '');
}

function richWords(part) {
  if (typeof part.text === 'string') {
    const style = part.style ?? {};
    return style.bold ? element('strong', {}, part.text) : part.text;
  }
  return (part.elements ?? []).map(richWords);
}

/** Pictures come from this workspace only: one from elsewhere would tell its server who reads this. */
function renderPicture(picture) {
  const own = picture.image_url?.startsWith(`${location.origin}/`) ? picture.image_url : null;
  const shown = picture.slack_file?.id ? `/page/files/${picture.slack_file.id}` : own;
  if (shown) return element('img', { src: shown, alt: picture.alt_text, class: 'picture' });
  return element('span', { class: 'no-picture' }, `${picture.alt_text ?? ''} (${word('picture')})`);
}

/** A button, or a menu; anything else by its name. */
function renderElement(one, press) {
  if (one.type === 'button') {
    const look = one.style === 'primary' || one.style === 'danger' ? ` ${one.style}` : '';
    const label = one.accessibility_label ?? null;
    const button = element(
      'button',
      { type: 'button', class: `button${look}`, 'aria-label': label },
      emoji(one.text?.text ?? ''),
    );
    button.addEventListener('click', () => pressOnce(button, () => press(one)));
    return button;
  }
  if (one.type === 'image') return renderPicture(one);
  if (one.type === 'mrkdwn' || one.type === 'plain_text') return element('span', {}, renderMrkdwn(one.text ?? ''));
  return element('code', {}, `[${one.type}]`);
}

async function pressOnce(button, press) {
  button.disabled = true;
  await Promise.resolve(press()).finally(() => {
    button.disabled = false;
  });
}
