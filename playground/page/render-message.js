import { element, ICONS, icon } from './element.js';
import { showFailure } from './notice.js';
import { renderBlocks } from './render-blocks.js';
import { renderFiles } from './render-files.js';
import { emoji, renderMrkdwn } from './render-text.js';
import { store } from './store.js';
import { timeOf, word } from './words.js';

/**
 * A message as a row.
 * @param {object} message
 * @param {{follows: boolean, inThread: boolean, openThread: (ts: string) => void, edit: (message: object) => void}} how
 *   `follows`: the same person wrote just before, so the name is left out
 */
export function renderMessage(message, how) {
  const author = store.users.find((user) => user.id === message.user);
  const isEphemeral = message.ephemeral_to !== undefined;
  const name = store.userName(message.user);
  const time = element('time', { datetime: new Date(Number(message.ts) * 1000).toISOString() }, timeOf(message.ts));
  const head = element(
    'div',
    { class: 'message-head' },
    element('span', { class: 'author' }, name),
    author?.is_bot && element('span', { class: 'badge' }, word('app')),
    time,
  );
  const classes = ['message', how.follows && 'follows', isEphemeral && 'ephemeral'].filter(Boolean).join(' ');
  return element(
    'article',
    { class: classes, tabindex: '0', 'data-ts': message.ts, 'aria-label': `${name}, ${timeOf(message.ts)}` },
    how.follows ? element('div', { class: 'gutter-time' }, timeOf(message.ts)) : renderAvatar(message.user, name),
    element(
      'div',
      { class: 'message-body' },
      isEphemeral && element('div', { class: 'only-you' }, icon(ICONS.eye), word('onlyYou')),
      !how.follows && head,
      renderContent(message),
      renderReactions(message),
      !how.inThread && renderReplies(message, how.openThread),
    ),
    message.subtype !== 'tombstone' && renderTools(message, how),
  );
}

/** A round-cornered picture with the person's letter, or the app's mark. */
export function renderAvatar(id, name) {
  const isApp = id === store.bot;
  const letter = isApp ? '◔' : (name[0] ?? '?').toUpperCase();
  const hue = [...id].reduce((sum, character) => sum + character.codePointAt(0), 0) % 6;
  return element('div', { class: `avatar hue-${isApp ? 'app' : hue}`, 'aria-hidden': 'true' }, letter);
}

function renderContent(message) {
  if (message.subtype === 'tombstone') return element('div', { class: 'tombstone' }, word('deleted'));
  const press = (one) => store.act('press', { ...refOf(message), action: one.action_id }).catch(showFailure);
  const hasBlocks = (message.blocks ?? []).length > 0;
  const words = hasBlocks ? renderBlocks(message.blocks, press) : renderMrkdwn(message.text);
  const mark = message.edited && element('span', { class: 'edited' }, word('edited'));
  return [element('div', { class: 'content' }, words, mark), message.files && renderFiles(message.files)];
}

function renderReactions(message) {
  if (!message.reactions?.length) return null;
  const one = ({ name, users }) => {
    const who = users.map((user) => store.userName(user)).join(', ');
    return element('span', { class: 'reaction', title: who }, emoji(`:${name}:`), ` ${users.length}`);
  };
  return element('div', { class: 'reactions' }, message.reactions.map(one));
}

function renderReplies(message, openThread) {
  const replies = store.replies(message);
  const status = store.statuses.get(message.ts);
  const last = replies.at(-1);
  if (!last && !status) return null;
  return element(
    'button',
    { type: 'button', class: 'reply-bar', onclick: () => openThread(message.ts) },
    [...new Set(replies.map((reply) => reply.user))].slice(0, 3).map((id) => renderAvatar(id, store.userName(id))),
    last && element('span', { class: 'reply-count' }, countReplies(replies.length)),
    last && element('span', { class: 'reply-last' }, word('lastReply', { t: timeOf(last.ts) })),
    status && element('span', { class: 'status' }, `${store.app.name} ${status}`),
  );
}

/** "1 reply", "5 replies". */
export function countReplies(count) {
  return count === 1 ? word('oneReply') : word('replies', { n: count });
}

function renderTools(message, how) {
  const tool = (paths, label, act) =>
    element('button', { type: 'button', class: 'tool', 'aria-label': label, title: label, onclick: act }, icon(paths));
  const isMine = message.user === store.me;
  const canDelete = isMine || message.user === store.bot;
  const shortcut = ({ name, callback_id }) =>
    tool(ICONS.bolt, name, () =>
      store.act('shortcut', { ...refOf(message), callback: callback_id }).catch(showFailure),
    );
  return element(
    'div',
    { class: 'tools', role: 'toolbar' },
    !how.inThread &&
      !message.ephemeral_to &&
      tool(ICONS.thread, word('replyInThread'), () => how.openThread(message.ts)),
    !message.ephemeral_to && store.app.shortcuts.map(shortcut),
    isMine && !message.ephemeral_to && tool(ICONS.pencil, word('edit'), () => how.edit(message)),
    canDelete && tool(ICONS.bin, word('delete'), () => store.act('delete', refOf(message)).catch(showFailure)),
  );
}

function refOf(message) {
  return { channel: message.channel, ts: message.ts };
}
