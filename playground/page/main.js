import { createComposer } from './composer.js';
import { createModal, editMessage } from './dialogs.js';
import { element, ICONS, icon } from './element.js';
import { createMessageList, renderIntro } from './message-list.js';
import { showFailure } from './notice.js';
import { renderBlocks } from './render-blocks.js';
import { renderSidebar } from './sidebar.js';
import { store } from './store.js';
import { language, word } from './words.js';

/** Where the reader is: `home`, or a channel's id; and the thread beside it. Kept in the address. */
const here = { place: '', thread: undefined };

const page = {
  sidebar: document.querySelector('#sidebar'),
  main: document.querySelector('#main'),
  thread: document.querySelector('#thread'),
  lost: document.querySelector('#lost'),
};

const openThread = (ts) => go(here.place === 'home' ? direct() : here.place, ts);
const lists = {
  main: createMessageList({ label: word('messages'), openThread, edit: editMessage }),
  thread: createMessageList({ label: word('thread'), openThread, edit: editMessage }),
};
const composers = {
  main: createComposer(() => ({ channel: here.place, name: nameOf(here.place) })),
  thread: createComposer(() => ({ channel: here.place, thread: here.thread, name: nameOf(here.place) })),
};
const modal = createModal();
document.body.append(modal.dialog);
let built = '';
document.documentElement.lang = language;

function go(place, thread) {
  location.hash = thread ? `${place}/${thread}` : place;
}

function readAddress() {
  const [place, thread] = location.hash.slice(1).split('/');
  const isKnown = place === 'home' || store.channels.some((one) => one.id === place);
  here.place = isKnown ? place : (store.channels[0]?.id ?? 'home');
  // A link to a reply opens its thread.
  const linked = store.messages.get(`${here.place}:${thread}`);
  here.thread = isKnown && linked ? (linked.thread_ts ?? linked.ts) : undefined;
  store.unread.delete(here.place);
  document.body.classList.remove('menu-open');
  if (here.place === 'home') store.act('home').catch(showFailure);
}

function direct() {
  return store.channels.find((one) => one.kind === 'im')?.id;
}

function nameOf(place) {
  const channel = store.channels.find((one) => one.id === place);
  return !channel || channel.kind === 'im' ? store.app.name : `#${channel.name}`;
}

function refresh() {
  page.lost.hidden = store.online;
  page.lost.textContent = word('lost');
  page.sidebar.replaceChildren(
    ...renderSidebar(here.place === direct() ? 'home' : here.place, (place) => go(place)).flat(),
  );
  build();
  if (here.place === 'home') showHome();
  else lists.main.show(here.place, undefined, page.intro);
  if (here.thread) lists.thread.show(here.place, here.thread);
  for (const composer of Object.values(composers)) composer.refresh();
  modal.refresh();
  document.title = `${nameOf(here.place)} · ${store.team.name}`;
}

/** Sets the panes up anew when the reader went elsewhere; edits of messages don't come here. */
function build() {
  const wanted = `${here.place}/${here.thread ?? ''}`;
  if (built === wanted) return;
  const isNewPlace = built.split('/')[0] !== here.place;
  built = wanted;
  if (isNewPlace) {
    const channel = store.channels.find((one) => one.id === here.place);
    page.intro = channel && renderIntro(channel);
    const foot = here.place === 'home' ? element('div', { class: 'home-view', tabindex: '0' }) : lists.main.list;
    page.main.replaceChildren(renderHead(channel), foot, ...(channel ? [composers.main.form] : []));
    if (channel) takeDrops(page.main, composers.main);
  }
  page.thread.hidden = here.thread === undefined;
  document.body.classList.toggle('thread-open', here.thread !== undefined);
  if (here.thread === undefined) return;
  const close = element(
    'button',
    { type: 'button', class: 'tool', 'aria-label': word('close'), onclick: () => go(here.place) },
    icon(ICONS.close),
  );
  const title = element('h2', {}, word('thread'), element('span', { class: 'pane-about' }, nameOf(here.place)));
  page.thread.replaceChildren(
    element('header', { class: 'pane-head' }, title, close),
    lists.thread.list,
    composers.thread.form,
  );
  takeDrops(page.thread, composers.thread);
  composers.thread.focus();
}

function renderHead(channel) {
  const menu = element(
    'button',
    { type: 'button', class: 'tool menu-button', 'aria-label': word('channels') },
    icon(ICONS.menu),
  );
  menu.addEventListener('click', () => document.body.classList.toggle('menu-open'));
  const title = element('h2', {}, channel && channel.kind !== 'im' ? `# ${channel.name}` : store.app.name);
  if (channel && channel.kind !== 'im') {
    return element(
      'header',
      { class: 'pane-head' },
      menu,
      title,
      element('span', { class: 'pane-about' }, word('members', { n: channel.members.length })),
    );
  }
  const tab = (place, name) =>
    element(
      'button',
      { type: 'button', class: 'tab', 'aria-current': here.place === place ? 'page' : null, onclick: () => go(place) },
      name,
    );
  const tabs = element(
    'nav',
    { class: 'tabs' },
    tab('home', word('home')),
    direct() && tab(direct(), word('messages')),
  );
  return element('header', { class: 'pane-head with-tabs' }, menu, title, tabs);
}

function showHome() {
  const box = page.main.querySelector('.home-view');
  const view = store.home;
  // A view that is still the same keeps its place and the keyboard's focus.
  if (box.dataset.hash === view?.hash) return;
  if (view) box.dataset.hash = view.hash;
  const press = (one) => store.act('press-view', { view: view.id, action: one.action_id }).catch(showFailure);
  const empty = element('p', { class: 'hint' }, word('noHome', { name: store.app.name }));
  box.replaceChildren(...(view ? renderBlocks(view.blocks, press) : [empty]));
}

/** Files dropped on a pane go to its composer. */
function takeDrops(pane, composer) {
  pane.ondragover = (event) => {
    event.preventDefault();
    pane.dataset.drop = word('dropHere', { name: nameOf(here.place) });
  };
  pane.ondragleave = (event) => {
    if (!pane.contains(event.relatedTarget)) delete pane.dataset.drop;
  };
  pane.ondrop = (event) => {
    event.preventDefault();
    delete pane.dataset.drop;
    composer.addFiles([...event.dataTransfer.files]);
  };
}

store.addEventListener('change', ({ detail }) => {
  if (detail.kind === 'loaded') readAddress();
  if (detail.kind === 'post' && detail.message.channel !== here.place && !detail.message.thread_ts) {
    store.unread.set(detail.message.channel, (store.unread.get(detail.message.channel) ?? 0) + 1);
  }
  refresh();
});
window.addEventListener('hashchange', () => {
  readAddress();
  refresh();
});
document.addEventListener('keydown', (event) => {
  const isWriting = event.target instanceof HTMLTextAreaElement || modal.dialog.open;
  if (event.key === 'Escape' && here.thread && !event.defaultPrevented && !isWriting) go(here.place);
});
store.follow();
