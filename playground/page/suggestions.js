import { element } from './element.js';
import { store } from './store.js';
import { language } from './words.js';

/** Suggestions of commands and names above the box; arrows choose, Tab or Return takes. */
export function createSuggestions(area, isThread) {
  const list = element('ul', { class: 'suggestions', role: 'listbox', hidden: true });
  let found = [];
  let current = 0;
  const hide = () => {
    found = [];
    list.hidden = true;
  };
  const take = (suggestion) => {
    area.value = suggestion.result;
    hide();
    area.focus();
    area.dispatchEvent(new Event('input'));
  };
  const show = () => {
    found = suggest(area.value, isThread());
    current = Math.min(current, Math.max(found.length - 1, 0));
    list.hidden = found.length === 0;
    list.replaceChildren(...found.map((one, index) => renderSuggestion(one, index === current, () => take(one))));
  };
  area.addEventListener('input', () => {
    current = 0;
    show();
  });
  area.addEventListener('blur', () => setTimeout(hide, 150));
  area.addEventListener('keydown', (event) => {
    if (found.length === 0 || event.isComposing) return;
    const isExact = found[current].result.trim() === area.value.trim();
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      current = (current + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % found.length;
      show();
    } else if (event.key === 'Escape') hide();
    else if ((event.key === 'Enter' && !isExact) || event.key === 'Tab') take(found[current]);
    else return;
    event.preventDefault();
  });
  return { list, hide };
}

function suggest(typed, isThread) {
  if (typed.startsWith('/') && !isThread) {
    const hints = store.app.commands.filter(
      (hint) => hint.text.startsWith(typed.trimEnd()) && !typed.startsWith(`${hint.text} `),
    );
    return hints.map((hint) => ({
      title: hint.text,
      usage: hint.usage,
      about: hint.about[language],
      result: `${hint.text} `,
    }));
  }
  const name = /(^|\s)@(\w*)$/.exec(typed);
  if (!name) return [];
  const people = store.users.filter((user) => user.name !== 'slackbot' && user.name.startsWith(name[2].toLowerCase()));
  const before = typed.slice(0, typed.length - name[2].length);
  return people.map((user) => ({
    title: `@${user.real_name}`,
    usage: '',
    about: '',
    result: `${before}${user.real_name} `,
  }));
}

function renderSuggestion(one, isCurrent, take) {
  const row = element(
    'li',
    { role: 'option', 'aria-selected': isCurrent ? 'true' : 'false' },
    element('strong', {}, one.title),
    element('span', { class: 'usage' }, one.usage),
    element('span', { class: 'about' }, one.about),
  );
  row.addEventListener('mousedown', (event) => {
    event.preventDefault();
    take();
  });
  return row;
}
