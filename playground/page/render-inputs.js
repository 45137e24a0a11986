import { element } from './element.js';
import { emoji } from './render-text.js';
import { word } from './words.js';

/** An input block of a modal: label, control, hint, fault. */
export function renderInput(block, error) {
  const one = block.element;
  const id = `input-${one.action_id}`;
  const isGroup = one.type === 'radio_buttons' || one.type === 'checkboxes';
  const label = [
    emoji(block.label?.text ?? ''),
    block.optional && element('span', { class: 'hint' }, ` ${word('optional')}`),
  ];
  return [
    isGroup ? element('div', { class: 'label', id }, label) : element('label', { class: 'label', for: id }, label),
    control(one, id, block.optional !== true),
    block.hint && element('div', { class: 'hint' }, emoji(block.hint.text ?? '')),
    error && element('div', { class: 'fault', role: 'alert' }, error),
  ];
}

/** What was filled in, by action id. */
export function readInputs(form, blocks) {
  const values = {};
  for (const { type, element: one } of blocks) {
    if (type !== 'input') continue;
    const all = new FormData(form).getAll(one.action_id).map(String);
    if (one.type === 'checkboxes' || one.type.startsWith('multi_')) values[one.action_id] = all;
    else if (all[0]) values[one.action_id] = all[0];
  }
  return values;
}

function control(one, id, required) {
  const named = { id, name: one.action_id, required, placeholder: one.placeholder?.text ?? null };
  switch (one.type) {
    case 'plain_text_input':
      if (!one.multiline)
        return element('input', { ...named, value: one.initial_value ?? null, maxlength: one.max_length });
      return element('textarea', { ...named, rows: '4', maxlength: one.max_length }, one.initial_value ?? '');
    case 'number_input':
      return element('input', { ...named, type: 'number', value: one.initial_value ?? null });
    case 'datepicker':
      return element('input', { ...named, type: 'date', value: one.initial_date ?? null });
    case 'radio_buttons':
      return choices(one, id, 'radio');
    case 'checkboxes':
      return choices(one, id, 'checkbox');
    default:
      return menu(one, named);
  }
}

function menu(one, named) {
  const isMany = one.type.startsWith('multi_');
  const initial = [one.initial_option, ...(one.initial_options ?? [])].map((option) => option?.value);
  const groups = one.option_groups ?? [{ options: one.options ?? [] }];
  const options = groups.flatMap((group) => group.options);
  const first = isMany ? null : element('option', { value: '' }, one.placeholder?.text ?? word('choose'));
  return element(
    'select',
    { ...named, placeholder: null, multiple: isMany },
    first,
    options.map((option) =>
      element(
        'option',
        { value: option.value, selected: initial.includes(option.value) },
        emoji(option.text?.text ?? ''),
      ),
    ),
  );
}

function choices(one, id, type) {
  const initial = [one.initial_option, ...(one.initial_options ?? [])].map((option) => option?.value);
  const choice = (option) => {
    const checked = initial.includes(option.value);
    const input = element('input', { type, name: one.action_id, value: option.value, checked });
    return element('label', { class: 'choice' }, input, emoji(option.text?.text ?? ''));
  };
  return element('div', { role: 'group', 'aria-labelledby': id }, (one.options ?? []).map(choice));
}
