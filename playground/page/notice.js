import { element } from './element.js';
import { store } from './store.js';
import { isWord, word } from './words.js';

/** How long a notice stays (ms). */
const SHOWN = 6_000;

/** Shows a short notice at the foot of the page, read aloud by screen readers. */
export function showNotice(text) {
  const notice = element('div', { class: 'notice', role: 'status' }, text);
  document.body.append(notice);
  setTimeout(() => notice.remove(), SHOWN);
}

/** Shows why something failed. */
export function showFailure(error) {
  showNotice(isWord(error.message) ? word(error.message, { name: store.app.name }) : error.message);
}
