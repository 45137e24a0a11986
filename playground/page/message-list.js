import { element } from './element.js';
import { countReplies, renderMessage } from './render-message.js';
import { store } from './store.js';
import { dayOf, word } from './words.js';

/** Messages of one person within five minutes (s) stand together. */
const TOGETHER = 300;
/** A reader this near (px) to the end follows new messages. */
const NEAR_END = 80;

/**
 * A list that keeps its rows: an edit replaces only its own row, so that nothing jumps or blinks.
 * @param {{label: string, openThread: (ts: string) => void, edit: (message: object) => void}} how
 */
export function createMessageList(how) {
  const rows = new Map();
  const list = element('div', { class: 'messages', role: 'log', 'aria-label': how.label, tabindex: '-1' });
  let shownPlace = '';
  // Whoever reads the end stays there while messages grow and pictures load; whoever scrolled up is left alone.
  let isAtEnd = true;
  const toEnd = () => {
    if (isAtEnd) list.scrollTop = list.scrollHeight;
  };
  list.addEventListener('scroll', () => {
    isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_END;
  });
  list.addEventListener('load', toEnd, true);

  const show = (channel, thread, intro) => {
    const place = `${channel}:${thread ?? ''}`;
    if (place !== shownPlace) {
      rows.clear();
      isAtEnd = true;
    }
    shownPlace = place;
    const children = [intro ?? null];
    let previous;
    for (const message of store.listed(channel, thread)) {
      const day = dayOf(message.ts);
      if (!thread && (!previous || dayOf(previous.ts) !== day)) children.push(line(rows, day));
      const follows = isFollowing(previous, message);
      if (message.user === store.me && !rows.has(message.ts)) isAtEnd = true;
      children.push(rowOf(rows, message, { ...how, follows, inThread: thread !== undefined }));
      previous = message;
      if (message.ts === thread) {
        const count = store.replies(message).length;
        children.push(line(rows, count > 0 ? countReplies(count) : ''));
        previous = undefined;
      }
    }
    const status = thread && store.statuses.get(thread);
    if (status) children.push(element('div', { class: 'status typing' }, `${store.app.name} ${status}`));
    update(list, children.filter(Boolean));
    toEnd();
  };
  return { list, show };
}

function isFollowing(previous, message) {
  if (!previous || previous.user !== message.user || previous.subtype === 'tombstone') return false;
  if (previous.ephemeral_to !== message.ephemeral_to || dayOf(previous.ts) !== dayOf(message.ts)) return false;
  return Number(message.ts) - Number(previous.ts) < TOGETHER && message.thread_ts !== message.ts;
}

/** The row of a message; made anew only when something in it changed. */
function rowOf(rows, message, how) {
  const replies = how.inThread ? [] : store.replies(message);
  const state = JSON.stringify([
    message,
    how.follows,
    how.inThread,
    replies.length,
    replies.at(-1)?.ts,
    store.statuses.get(message.ts),
  ]);
  const old = rows.get(message.ts);
  if (old?.state === state) return old.row;
  const row = renderMessage(message, how);
  if (old) keepFocus(old.row, row);
  rows.set(message.ts, { state, row });
  return row;
}

/** A press on a growing message must not lose the keyboard's place. */
function keepFocus(old, row) {
  if (!old.contains(document.activeElement)) return;
  const reached = [...old.querySelectorAll('button, a')].indexOf(document.activeElement);
  requestAnimationFrame(() => (row.querySelectorAll('button, a')[reached] ?? row).focus({ preventScroll: true }));
}

/** A line across the list with a word on it: a day, or how many replies follow. */
function line(rows, words) {
  const old = rows.get(words);
  const row = old?.row ?? element('div', { class: 'day', role: 'separator' }, words && element('span', {}, words));
  rows.set(words, { row });
  return row;
}

/** Puts the children in place, touching only what differs. */
function update(list, children) {
  for (const [index, child] of children.entries()) {
    if (list.children[index] !== child) list.insertBefore(child, list.children[index] ?? null);
  }
  while (list.children.length > children.length) list.lastChild.remove();
}

/** The friendly beginning of a channel. */
export function renderIntro(channel) {
  const [before, after] = word('startHint', { command: '\u0000' }).split('\u0000');
  return element(
    'div',
    { class: 'intro' },
    element('h2', {}, channel.kind === 'im' ? store.app.name : `# ${channel.name}`),
    element('p', {}, word('start', { name: channel.kind === 'im' ? store.app.name : `#${channel.name}` })),
    element('p', {}, before, element('code', {}, store.app.commands[0]?.text ?? ''), after),
  );
}
