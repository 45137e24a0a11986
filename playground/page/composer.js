import { element, ICONS, icon } from './element.js';
import { showFailure, showNotice } from './notice.js';
import { sizeOf } from './render-files.js';
import { store } from './store.js';
import { createSuggestions } from './suggestions.js';
import { word } from './words.js';

/** The box grows with its text up to this (px). */
const MOST_HEIGHT = 240;

/**
 * The box one writes in: text, files, suggestions.
 * @param {() => {channel: string, thread?: string, name: string}} place where it sends to
 */
export function createComposer(place) {
  const area = element('textarea', { rows: '1', autocomplete: 'off' });
  const suggestions = createSuggestions(area, () => place().thread !== undefined);
  const send = element('button', { type: 'submit', class: 'send', 'aria-label': word('send') }, icon(ICONS.send));
  const grow = () => {
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, MOST_HEIGHT)}px`;
    send.classList.toggle('ready', area.value.trim() !== '' || attachments.count() > 0);
  };
  const attachments = createAttachments(() => {
    grow();
    area.focus();
  });
  const submit = async () => {
    const text = area.value.trim();
    if (text === '' && attachments.count() === 0) return;
    area.value = '';
    suggestions.hide();
    try {
      await dispatch(place(), text, attachments.take());
    } catch (error) {
      area.value = text;
      showFailure(error);
    }
    grow();
  };
  area.addEventListener('input', grow);
  area.addEventListener('paste', (event) => attachments.add([...event.clipboardData.files]));
  area.addEventListener('keydown', (event) => {
    // Return that ends a Chinese or Japanese input method's word must not send.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.defaultPrevented) return;
    event.preventDefault();
    void submit();
  });
  const hint = element('span', { class: 'format-hint' }, word('formatHint'));
  const bar = element('div', { class: 'composer-bar' }, attachments.button, hint, send);
  const form = element('form', { class: 'composer' }, suggestions.list, attachments.chosen, area, bar);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  const refresh = () => {
    area.placeholder = place().thread === undefined ? word('messageTo', { name: place().name }) : word('reply');
    area.setAttribute('aria-label', area.placeholder);
  };
  return { form, refresh, addFiles: attachments.add, focus: () => area.focus() };
}

/** The files that go with the next message. */
function createAttachments(changed) {
  let files = [];
  const chosen = element('div', { class: 'chosen' });
  const picker = element('input', { type: 'file', multiple: true, hidden: true, tabindex: '-1' });
  const label = word('attach');
  const button = element(
    'button',
    { type: 'button', class: 'attach', 'aria-label': label, title: label },
    icon(ICONS.plus),
  );
  const set = (wanted) => {
    files = wanted;
    const remove = (file) => () => set(files.filter((one) => one !== file));
    chosen.replaceChildren(...files.map((file) => fileChip(file, remove(file))));
    changed();
  };
  const add = (added) => added.length > 0 && set([...files, ...added]);
  button.addEventListener('click', () => picker.click());
  picker.addEventListener('change', () => {
    add([...picker.files]);
    picker.value = '';
  });
  const take = () => {
    const taken = files;
    set([]);
    return taken;
  };
  return { button: [button, picker], chosen, add, take, count: () => files.length };
}

async function dispatch({ channel, thread }, text, files) {
  if (files.length > 0) return await store.upload({ channel, thread, text, files });
  const isCommand = store.app.commands.some((hint) => text.split(' ')[0] === hint.text.split(' ')[0]);
  if (!isCommand) return await store.act('say', { channel, text, thread });
  if (thread === undefined) return await store.act('slash', { channel, text });
  showNotice(word('slashInThread', { name: store.app.name }));
}

function fileChip(file, remove) {
  const label = `${word('delete')}: ${file.name}`;
  return element(
    'span',
    { class: 'chip' },
    icon(ICONS.file),
    element('span', { class: 'chip-name' }, file.name),
    element('span', { class: 'hint' }, sizeOf(file.size)),
    element('button', { type: 'button', 'aria-label': label, onclick: remove }, icon(ICONS.close)),
  );
}
