import { type FileContent, textContent } from './file-content.ts';

/** Groups whose words are no part of the text. */
const SKIPPED = new Set(
  (
    'fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr footerf ' +
    'footnote annotation themedata datastore latentstyles listtable listoverridetable rsidtbl generator fldinst xmlnstbl'
  ).split(' '),
);

const WORDS: Readonly<Record<string, string>> = {
  par: '\n',
  line: '\n',
  page: '\n',
  sect: '\n',
  row: '\n',
  nestrow: '\n',
  cell: '\t',
  nestcell: '\t',
  tab: '\t',
  emdash: '—',
  endash: '–',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  emspace: ' ',
  enspace: ' ',
};

/** Escaped signs; a backslash before a line end is a paragraph. */
const SYMBOLS: Readonly<Record<string, string>> = {
  '\\': '\\',
  '{': '{',
  '}': '}',
  '~': ' ',
  _: '-',
  '\n': '\n',
  '\r': '\n',
};

/** Windows font charsets and code pages by the name TextDecoder knows them under. */
const CHARSETS: Readonly<Record<number, string>> = { 128: 'shift_jis', 129: 'euc-kr', 134: 'gb18030', 136: 'big5' };
const CODE_PAGES: Readonly<Record<number, string>> = { 932: 'shift_jis', 936: 'gb18030', 949: 'euc-kr', 950: 'big5' };

const TOKEN = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|([^\\{}\r\n]+)|[\r\n]+/gi;

interface GroupState {
  readonly skipped: boolean;
  readonly font: number;
  /** Characters to leave out after a \u escape: their stand-in for old readers. */
  readonly standIn: number;
}

/** Reads rich text: paragraphs and table cells, Chinese as \u escapes or as bytes of the font's code page. */
export function readRtf(bytes: Uint8Array): FileContent {
  const source = Buffer.from(bytes).toString('latin1');
  return textContent(rtfText(source));
}

function rtfText(source: string): string {
  const writer = createWriter(source);
  for (const [, word, number, hex, symbol, brace, plain] of source.matchAll(TOKEN)) {
    if (brace === '{') writer.open();
    else if (brace === '}') writer.close();
    else if (word !== undefined) writer.control(word, number === undefined ? 1 : Number(number));
    else if (hex !== undefined) writer.byte(Number.parseInt(hex, 16));
    else if (symbol !== undefined) writer.symbol(symbol);
    else if (plain !== undefined) writer.plain(plain);
  }
  return writer.text().replace(/\t\n/g, '\n');
}

/** Follows the groups of an RTF file and collects its visible words. */
function createWriter(source: string) {
  const fonts = fontEncodings(source);
  const fallback = CODE_PAGES[Number(source.match(/\\ansicpg(\d+)/)?.[1])] ?? 'windows-1252';
  const stack: GroupState[] = [];
  let state: GroupState = { skipped: false, font: -1, standIn: 1 };
  let pending: number[] = [];
  let omit = 0;
  let text = '';

  const encoding = () => fonts.get(state.font) ?? fallback;
  const flush = () => {
    if (pending.length > 0) text += new TextDecoder(encoding()).decode(Uint8Array.from(pending));
    pending = [];
  };
  const write = (words: string) => {
    flush();
    if (!state.skipped) text += words;
  };
  const enter = (next: GroupState) => {
    flush();
    omit = 0;
    state = next;
  };

  return {
    open: () => stack.push(state),
    close: () => enter(stack.pop() ?? state),
    control(word: string, value: number) {
      if (SKIPPED.has(word)) enter({ ...state, skipped: true });
      else if (word === 'f') enter({ ...state, font: value });
      else if (word === 'uc') enter({ ...state, standIn: value });
      else if (word === 'u') {
        write(String.fromCharCode(value & 0xffff));
        omit = state.standIn;
      } else if (Object.hasOwn(WORDS, word)) write(WORDS[word] ?? '');
    },
    byte(value: number) {
      if (omit > 0) omit -= 1;
      else if (!state.skipped) pending.push(value);
    },
    symbol(symbol: string) {
      if (symbol === '*') enter({ ...state, skipped: true });
      else write(SYMBOLS[symbol] ?? '');
    },
    plain(words: string) {
      const omitted = Math.min(omit, words.length);
      omit -= omitted;
      // A character's first byte may be written as \'hh and its second as the letter it happens to be.
      const trail = pending.length % 2 === 1 && encoding() !== 'windows-1252' ? 1 : 0;
      for (const letter of words.slice(0, trail)) pending.push(letter.charCodeAt(0));
      write(words.slice(Math.max(omitted, trail)));
    },
    text() {
      flush();
      return text;
    },
  };
}

function fontEncodings(source: string): ReadonlyMap<number, string> {
  const fonts = source.matchAll(/\{\\f(\d+)[^{}]*?\\fcharset(\d+)/g);
  return new Map(
    [...fonts].flatMap(([, id, charset]) => {
      const encoding = CHARSETS[Number(charset)];
      return encoding === undefined ? [] : [[Number(id), encoding] as const];
    }),
  );
}
