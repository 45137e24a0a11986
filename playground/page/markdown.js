import { readInline } from './inline-text.js';

const LIST = /^(\s*)(?:([-*+•])|(\d{1,9})[.)])\s+(.*)$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;
const FENCE = /^\s*(```+|~~~+)(.*)$/;
const RULE = /^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/;

/**
 * Reads Markdown into blocks: {kind: 'paragraph' | 'heading', inline, level}, {kind: 'quote', blocks},
 * {kind: 'code', text}, {kind: 'rule'}, {kind: 'table', head, rows, align}, {kind: 'list', ordered, start, items}.
 * Raw HTML stays text.
 */
export function readMarkdown(source) {
  const lines = source.replaceAll('\r\n', '\n').split('\n');
  const blocks = [];
  let at = 0;
  while (at < lines.length) {
    if (lines[at].trim() === '') {
      at += 1;
      continue;
    }
    const read = readers.find((one) => one.begins(lines, at));
    const { block, end } = read.take(lines, at);
    blocks.push(block);
    at = end;
  }
  return blocks;
}

const readers = [
  { begins: (lines, at) => FENCE.test(lines[at]), take: takeCode },
  { begins: (lines, at) => /^#{1,6}\s/.test(lines[at]), take: takeHeading },
  { begins: (lines, at) => RULE.test(lines[at]), take: (_, at) => ({ block: { kind: 'rule' }, end: at + 1 }) },
  { begins: (lines, at) => isQuote(lines[at]), take: takeQuote },
  { begins: isTable, take: takeTable },
  { begins: (lines, at) => LIST.test(lines[at]), take: takeList },
  { begins: () => true, take: takeParagraph },
];

function isQuote(line) {
  return /^\s*>/.test(line);
}

function isTable(lines, at) {
  return lines[at].includes('|') && TABLE_RULE.test(lines[at + 1] ?? '') && (lines[at + 1] ?? '').includes('-');
}

function takeCode(lines, at) {
  const fence = FENCE.exec(lines[at])[1];
  let end = at + 1;
  while (end < lines.length && !lines[end].trim().startsWith(fence)) end += 1;
  return { block: { kind: 'code', text: lines.slice(at + 1, end).join('\n') }, end: end + 1 };
}

function takeHeading(lines, at) {
  const [, marks, words] = /^(#+)\s+(.*?)\s*#*$/.exec(lines[at]);
  return { block: { kind: 'heading', level: marks.length, inline: readInline(words) }, end: at + 1 };
}

function takeQuote(lines, at) {
  let end = at;
  while (end < lines.length && isQuote(lines[end])) end += 1;
  const inside = lines.slice(at, end).map((line) => line.replace(/^\s*>\s?/, ''));
  return { block: { kind: 'quote', blocks: readMarkdown(inside.join('\n')) }, end };
}

function takeTable(lines, at) {
  const cells = (line) => splitRow(line).map((cell) => readInline(cell));
  const align = splitRow(lines[at + 1]).map((rule) => {
    if (rule.endsWith(':')) return rule.startsWith(':') ? 'center' : 'right';
    return 'left';
  });
  let end = at + 2;
  while (end < lines.length && lines[end].includes('|') && lines[end].trim() !== '') end += 1;
  const rows = lines.slice(at + 2, end).map(cells);
  return { block: { kind: 'table', head: cells(lines[at]), align, rows }, end };
}

/** The cells of a row; `\|` is no border. */
function splitRow(line) {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim());
}

function takeList(lines, at) {
  const [, indent, , number] = LIST.exec(lines[at]);
  const items = [];
  let end = at;
  while (end < lines.length) {
    const match = LIST.exec(lines[end]);
    if (!match || match[1].length < indent.length || (match[3] === undefined) !== (number === undefined)) break;
    const inside = [match[4]];
    end += 1;
    // Lines that are indented further belong to this item: a nested list, or more of its words.
    while (end < lines.length && lines[end].trim() !== '' && lines[end].search(/\S/) > indent.length) {
      inside.push(lines[end]);
      end += 1;
    }
    items.push(readMarkdown(unindent(inside)));
    if (lines[end]?.trim() === '' && LIST.test(lines[end + 1] ?? '')) end += 1;
  }
  return { block: { kind: 'list', ordered: number !== undefined, start: Number(number ?? 1), items }, end };
}

function unindent([first, ...rest]) {
  const depth = Math.min(...rest.map((line) => line.search(/\S/)));
  return [first, ...rest.map((line) => line.slice(depth))].join('\n');
}

function takeParagraph(lines, at) {
  let end = at + 1;
  const begins = (line) => readers.slice(0, -1).some((one) => one.begins(lines, line));
  while (end < lines.length && lines[end].trim() !== '' && !begins(end)) end += 1;
  return { block: { kind: 'paragraph', inline: readInline(lines.slice(at, end).join('\n')) }, end };
}

/** Reads Slack's older mrkdwn: paragraphs, quotes and code only. */
export function readMrkdwn(source) {
  const blocks = [];
  for (const [index, part] of source.split('```').entries()) {
    if (index % 2 === 1) blocks.push({ kind: 'code', text: part.replace(/^\n|\n$/g, '') });
    else if (part.trim() !== '') blocks.push(...readMrkdwnLines(part));
  }
  return blocks;
}

function readMrkdwnLines(part) {
  const blocks = [];
  for (const line of part.replace(/^\n|\n$/g, '').split('\n')) {
    const quoted = /^(?:&gt;|>)\s?(.*)$/.exec(line);
    const kind = quoted ? 'quote' : 'paragraph';
    const inline = readInline(quoted ? quoted[1] : line, 'mrkdwn');
    const last = blocks.at(-1);
    const target = last?.kind === 'quote' ? last.blocks[0] : last;
    if (last?.kind === kind) target.inline.push({ kind: 'break' }, ...inline);
    else blocks.push(kind === 'quote' ? { kind, blocks: [{ kind: 'paragraph', inline }] } : { kind, inline });
  }
  return blocks;
}
