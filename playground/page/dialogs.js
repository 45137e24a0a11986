import { element, ICONS, icon } from './element.js';
import { showFailure } from './notice.js';
import { renderBlocks } from './render-blocks.js';
import { readInputs } from './render-inputs.js';
import { store } from './store.js';
import { word } from './words.js';

/** Keeps the bot's modal on the screen: the view on top of the stack. */
export function createModal() {
  const dialog = element('dialog', { class: 'modal' });
  let shown = null;
  const close = () => shown && store.act('close-view', { view: shown.id }).catch(showFailure);
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    void close();
  });
  const refresh = () => {
    const view = store.views.at(-1) ?? null;
    if (view === shown) return;
    // The same modal again, with faults or new blocks: what was typed stays.
    const typed = view && view.id === shown?.id ? new FormData(dialog.querySelector('form')) : null;
    shown = view;
    if (!view) return dialog.close();
    const form = renderForm(view, close);
    dialog.replaceChildren(form);
    if (typed) fillIn(form, typed);
    if (!dialog.open) dialog.showModal();
    dialog.querySelector('.modal-body :is(input, textarea, select)')?.focus();
  };
  return { dialog, refresh };
}

function fillIn(form, typed) {
  for (const control of form.elements) {
    if (!control.name) continue;
    const values = typed.getAll(control.name);
    if (control.type === 'checkbox' || control.type === 'radio') control.checked = values.includes(control.value);
    else if (control.multiple) for (const option of control.options) option.selected = values.includes(option.value);
    else if (values.length > 0) control.value = values[0];
  }
}

function renderForm(view, close) {
  const press = (one) => store.act('press-view', { view: view.id, action: one.action_id }).catch(showFailure);
  const form = element(
    'form',
    {},
    element('header', {}, element('h2', {}, view.title?.text ?? ''), closeButton(close)),
    element('div', { class: 'modal-body' }, renderBlocks(view.blocks, press, view.errors)),
    element(
      'footer',
      {},
      element('button', { type: 'button', class: 'button', onclick: close }, view.close?.text ?? word('cancel')),
      view.submit && element('button', { type: 'submit', class: 'button primary' }, view.submit.text),
    ),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    store.act('submit-view', { view: view.id, values: readInputs(form, view.blocks) }).catch(showFailure);
  });
  return form;
}

function closeButton(close) {
  const label = word('close');
  return element(
    'button',
    { type: 'button', class: 'tool', 'aria-label': label, title: label, onclick: close },
    icon(ICONS.close),
  );
}

/** Opens a small dialog to change one's own message. */
export function editMessage(message) {
  const area = element('textarea', { rows: '4', 'aria-label': word('edit') }, message.text);
  const dialog = element('dialog', { class: 'modal' });
  const close = () => dialog.remove();
  const form = element(
    'form',
    {},
    element('header', {}, element('h2', {}, word('edit')), closeButton(close)),
    element('div', { class: 'modal-body' }, area),
    element(
      'footer',
      {},
      element('button', { type: 'button', class: 'button', onclick: close }, word('cancel')),
      element('button', { type: 'submit', class: 'button primary' }, word('save')),
    ),
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    await store.act('edit', { channel: message.channel, ts: message.ts, text: area.value }).catch(showFailure);
    close();
  });
  dialog.append(form);
  dialog.addEventListener('close', close);
  document.body.append(dialog);
  dialog.showModal();
}

/** The panel of switches for what Slack does on a bad day. */
export function openBadDay() {
  const dialog = element('dialog', { class: 'modal' });
  const close = () => dialog.remove();
  const toggle = (name) => {
    const box = element('input', { type: 'checkbox', checked: Boolean(store.faults[name]) });
    box.addEventListener('change', () => {
      store.faults[name] = box.checked;
      store.act('faults', { name, on: box.checked }).catch(showFailure);
    });
    return element('label', { class: 'choice' }, box, word(name));
  };
  const drop = () => store.act('faults', { name: 'dropSockets' }).catch(showFailure);
  dialog.append(
    element('header', {}, element('h2', {}, word('badDay')), closeButton(close)),
    element(
      'div',
      { class: 'modal-body' },
      element('p', { class: 'hint' }, word('badDayHint')),
      ['tiers', 'loginPage', 'fileStubs', 'extraDeliveries'].map(toggle),
      element('button', { type: 'button', class: 'button danger', onclick: drop }, word('dropSockets')),
    ),
  );
  dialog.addEventListener('close', close);
  document.body.append(dialog);
  dialog.showModal();
}
