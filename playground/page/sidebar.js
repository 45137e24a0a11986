import { openBadDay } from './dialogs.js';
import { element, ICONS, icon } from './element.js';
import { store } from './store.js';
import { word } from './words.js';

/** The bar on the left: channels, the app, who one is, the weather. */
export function renderSidebar(current, go) {
  const direct = store.channels.find((one) => one.kind === 'im')?.id;
  const place = (id, sign, name) => {
    const count = store.unread.get(id === 'home' ? direct : id) ?? 0;
    const classes = ['place', current === id && 'current', count > 0 && 'unread'].filter(Boolean).join(' ');
    return element(
      'button',
      { type: 'button', class: classes, 'aria-current': current === id ? 'page' : null, onclick: () => go(id) },
      sign,
      element('span', { class: 'place-name' }, name),
      count > 0 && element('span', { class: 'count' }, count),
    );
  };
  const hash = () => element('span', { class: 'hash', 'aria-hidden': 'true' }, '#');
  const state = store.connected ? 'connected' : 'offline';
  const dot = element('span', {
    class: `dot ${state}`,
    role: 'img',
    'aria-label': word(state, { name: store.app.name }),
  });
  return [
    element('h1', {}, store.team.name),
    element('h2', {}, word('channels')),
    store.channels.filter((one) => one.kind !== 'im').map((one) => place(one.id, hash(), one.name)),
    element('h2', {}, word('apps')),
    place('home', dot, store.app.name),
    element(
      'div',
      { class: 'sidebar-foot' },
      element('p', { class: 'bot-state' }, word(state, { name: store.app.name })),
      element(
        'button',
        { type: 'button', class: 'place', onclick: openBadDay },
        icon(ICONS.weather),
        element('span', { class: 'place-name' }, word('badDay')),
      ),
      renderUserMenu(),
    ),
  ];
}

function renderUserMenu() {
  const people = store.users.filter((user) => !user.is_bot);
  const option = (user) => element('option', { value: user.name, selected: user.id === store.me }, user.real_name);
  const menu = element('select', { 'aria-label': word('actAs') }, people.map(option));
  menu.addEventListener('change', () => {
    location.href = `/?user=${encodeURIComponent(menu.value)}${location.hash}`;
  });
  return element('label', { class: 'who' }, element('span', {}, word('actAs')), menu);
}
