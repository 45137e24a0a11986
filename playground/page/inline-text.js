/** Emphasis marks of the two dialects, longest first. */
const MARKS = {
  markdown: [
    ['**', 'bold'],
    ['__', 'bold'],
    ['~~', 'strike'],
    ['*', 'italic'],
    ['_', 'italic'],
  ],
  mrkdwn: [
    ['*', 'bold'],
    ['_', 'italic'],
    ['~', 'strike'],
  ],
};

const ENTITIES = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"', '&#39;': "'", '&nbsp;': '\u00a0' };
const WORD = /[\p{L}\p{N}]/u;
const HAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/**
 * Reads one run of text into nodes: {kind: 'text' | 'code', text}, {kind: 'bold' | 'italic' | 'strike', inside},
 * {kind: 'link', href, inside}, {kind: 'mention' | 'channel' | 'broadcast', id}, {kind: 'break'}.
 * Never gives HTML.
 */
export function readInline(source, dialect = 'markdown') {
  const nodes = [];
  let plain = '';
  const flush = () => {
    if (plain !== '') nodes.push({ kind: 'text', text: plain });
    plain = '';
  };
  let at = 0;
  while (at < source.length) {
    const found = readers.map((read) => read(source, at, dialect)).find((one) => one !== null);
    if (!found) {
      plain += source[at];
      at += 1;
    } else if (found.text !== undefined) {
      plain += found.text;
      at = found.end;
    } else {
      flush();
      nodes.push(found.node);
      at = found.end;
    }
  }
  flush();
  return nodes;
}

/** Each gives {end, node}, {end, text}, or null when nothing of its kind begins here. */
const readers = [readEscape, readBreak, readCode, readToken, readEntity, readLink, readAddress, readEmphasis];

function readEscape(source, at, dialect) {
  if (dialect !== 'markdown' || source[at] !== '\\') return null;
  const next = source[at + 1] ?? '';
  return /[!-/:-@[-`{-~]/.test(next) ? { end: at + 2, text: next } : null;
}

function readBreak(source, at) {
  return source[at] === '\n' ? { end: at + 1, node: { kind: 'break' } } : null;
}

function readCode(source, at) {
  const fence = /^`+/.exec(source.slice(at))?.[0];
  if (!fence) return null;
  const close = source.indexOf(fence, at + fence.length);
  if (close < 0) return { end: at + fence.length, text: fence };
  const text = decode(source.slice(at + fence.length, close)).trim();
  return { end: close + fence.length, node: { kind: 'code', text } };
}

/** Slack's own tokens: <@U1>, <#C1|name>, <!here>, <https://…|label>. */
function readToken(source, at) {
  const match = /^<([@#!]?)([^<>|\n]+)(?:\|([^<>\n]*))?>/.exec(source.slice(at));
  if (!match) return null;
  const [whole, sign, id, label] = match;
  const end = at + whole.length;
  if (sign === '@') return { end, node: { kind: 'mention', id } };
  if (sign === '#') return { end, node: { kind: 'channel', id } };
  if (sign === '!') return { end, node: { kind: 'broadcast', id } };
  const href = safeAddress(decode(id));
  return href ? { end, node: { kind: 'link', href, inside: [{ kind: 'text', text: decode(label ?? id) }] } } : null;
}

function readEntity(source, at) {
  const entity = /^&(?:lt|gt|amp|quot|nbsp|#39);/.exec(source.slice(at))?.[0];
  return entity ? { end: at + entity.length, text: ENTITIES[entity] } : null;
}

/** [words](address) and, as Slack shows it, a picture as a link. */
function readLink(source, at, dialect) {
  if (dialect !== 'markdown') return null;
  const match = /^!?\[((?:\\.|[^\]\\\n])*)\]\(([^()\s]+)\)/.exec(source.slice(at));
  if (!match) return null;
  const href = safeAddress(decode(match[2]));
  if (!href) return null;
  return { end: at + match[0].length, node: { kind: 'link', href, inside: readInline(match[1], dialect) } };
}

function readAddress(source, at) {
  const match = /^https?:\/\/[^\s<>"'）】，。]+[^\s<>"'.,;:!?)\]）】，。]/.exec(source.slice(at));
  const href = match && safeAddress(decode(match[0]));
  return href
    ? { end: at + match[0].length, node: { kind: 'link', href, inside: [{ kind: 'text', text: href }] } }
    : null;
}

function readEmphasis(source, at, dialect) {
  for (const [mark, kind] of MARKS[dialect]) {
    if (!source.startsWith(mark, at)) continue;
    const start = at + mark.length;
    if (/^\s?$/.test(source[start] ?? '') || isInsideWord(source, at, mark)) continue;
    const close = closing(source, start, mark);
    if (close < 0) continue;
    return { end: close + mark.length, node: { kind, inside: readInline(source.slice(start, close), dialect) } };
  }
  return null;
}

/** snake_case and 2*3*4 are no emphasis; Chinese has no spaces between words, so there it may be. */
function isInsideWord(source, at, mark) {
  const before = source[at - 1] ?? '';
  return mark.length === 1 && WORD.test(before) && !HAN.test(before);
}

function closing(source, start, mark) {
  for (let at = start + 1; at < source.length; at += 1) {
    if (source[at] === '\\') at += 1;
    else if (source[at] === '\n' && source[at + 1] === '\n') return -1;
    else if (source.startsWith(mark, at) && !/\s/.test(source[at - 1] ?? '')) {
      const isLonger = mark.length === 1 && source[at + 1] === mark;
      const after = source[at + mark.length] ?? '';
      if (isLonger) at += 1;
      else if (mark.length > 1 || !WORD.test(after) || HAN.test(after)) return at;
    }
  }
  return -1;
}

function decode(text) {
  return text.replace(/&(?:lt|gt|amp|quot|nbsp|#39);/g, (entity) => ENTITIES[entity]);
}

function safeAddress(address) {
  return /^(?:https?:\/\/|mailto:)/i.test(address) ? address : null;
}
