import { fieldOf, type HeaderField } from './header-fields.ts';

/** What a column of a survey or interview table is for; all else (scores, demography, contact data) is left out. */
export type Column =
  | { readonly kind: 'field'; readonly at: number; readonly field: HeaderField }
  /** One tick-box: a cell that is ticked means the option. */
  | { readonly kind: 'tick'; readonly at: number; readonly option: string; readonly question: string | null }
  /** Names the one main reason among ticked ones or by itself; several choices may stand in one cell. */
  | { readonly kind: 'choice'; readonly at: number; readonly question: string; readonly main: boolean }
  | { readonly kind: 'answer'; readonly at: number; readonly question: string };

const MISSING = new Set([
  '',
  '-',
  '—',
  '–',
  'n/a',
  'na',
  'not stated',
  'none',
  'null',
  'nil',
  '无',
  '未填',
  '(空)',
  '(跳过)',
  '略',
  '.',
]);
const TRUE = new Set(['1', 'true', 'yes', 'y', 'x', '√', '✓', '☑', '是', '有']);
const FALSE = new Set(['0', 'false', 'no', 'n', '×', '否', '没有', '□']);
const REASON = /reason|factor|cause|\bwhy\b|原因|因素|为什么|缘由/i;
const LEAVING = /leav|left|resign|quit|ceas|terminat|depart|exit|离职|离开|辞职|走/i;
const CHOSEN = /\btick|\bselect|\bchosen\b|勾选|多选/i;
const MAIN = /\b(?:main|primary|most important)\b|主要|最主要|首要/i;
const SENSITIVE =
  /\bgender\b|\bsex\b|\bage\b|current ?age|aboriginal|torres|south sea|disab|\bnesb\b|ethnic|race\b|religio|marital|\bip\b|address|phone|mobile|e-?mail|birth|性别|年龄|民族|残疾|婚姻|宗教|籍贯|来自ip|手机|电话|邮箱|身份证|生日|住址/i;
const QUESTION =
  /[?？]$|吗$|什么|怎么|如何|请|您|你|内容|记录|访谈|面谈|interview|notes|\btext\b|comment|feedback|suggest|describe|explain|improve|tell us|in your own words|建议|说明|意见|补充|评价|想说/i;
const CHOICE_EDGE = /┋|[;；|、\n]|(?<!\d)\/(?!\d)/u;

/** Longest option of a multiple-choice cell; more is an answer in words. */
const OPTION_LETTERS = 48;
/** A free answer is at least this long somewhere in its column. */
const ANSWER_LETTERS = { han: 10, latin: 24 };
/** Tick columns without a common heading come in a row of at least this many. */
const TICK_RUN = 3;

const fold = (cell: string) => cell.normalize('NFKC').trim().toLowerCase();

/** True for an empty cell or a word that says nothing was given. */
export function isMissing(cell: string): boolean {
  return MISSING.has(fold(cell));
}

/** True when a tick column's cell is ticked: its own label, a true value, or any words that are not a "no". */
export function isTicked(cell: string, option: string): boolean {
  const folded = fold(cell);
  return folded === fold(option) || (!isMissing(cell) && !FALSE.has(folded));
}

/** Splits a multiple-choice cell into its options. */
export function choicesOf(cell: string): readonly string[] {
  return cell
    .split(CHOICE_EDGE)
    .map((option) => option.replace(/〖[^〗]*〗/gu, '').trim())
    .filter((option) => !isMissing(option));
}

/** Splits "Contributing Factors. Ill Health", "7、离职原因：薪酬" or "离职原因（薪酬）" into question and option. */
function familyOf(heading: string): { readonly family: string; readonly option: string } | null {
  const match = heading.match(/^(.{2,60}?)\s*(?:\.\s+|[:：—]\s*|[(（])\s*([^()（）]+?)\s*[)）]?\s*$/u);
  return match?.[1] === undefined || match[2] === undefined ? null : { family: match[1], option: match[2] };
}

const plainHeading = (heading: string) => heading.replace(/^\s*(?:Q?\d{1,3}\s*[、.．)）:]\s*)/iu, '').trim();

/** A heading's field, also behind a number, 您的 or a repeated prefix ("Classification. Classification"). */
function fieldOfHeading(heading: string): HeaderField | null {
  const plain = plainHeading(heading).replace(/^您?的?(?:所在)?/u, '');
  return fieldOf(heading) ?? fieldOf(plain) ?? fieldOf(plain.split(/\.\s/)[0] ?? '');
}

/** Decides what each column of a table is for. */
export function classifyColumns(headings: readonly string[], rows: readonly (readonly string[])[]): readonly Column[] {
  const families = new Map<string, number>();
  for (const heading of headings) {
    const family = familyOf(heading)?.family;
    if (family !== undefined) families.set(family, (families.get(family) ?? 0) + 1);
  }
  const flags = headings.map((heading, at) => !SENSITIVE.test(heading) && isFlagColumn(cellsIn(rows, at)));
  return headings.flatMap((heading, at): readonly Column[] => {
    if (heading.trim() === '' || SENSITIVE.test(plainHeading(heading))) return [];
    const cells = cellsIn(rows, at);
    const split = familyOf(heading);
    if (
      split !== null &&
      (families.get(split.family) ?? 0) >= 2 &&
      REASON.test(split.family) &&
      !MAIN.test(split.family)
    ) {
      return [{ kind: 'tick', at, option: split.option, question: plainHeading(split.family) }];
    }
    if (flags[at] && runLength(flags, at) >= TICK_RUN)
      return [{ kind: 'tick', at, option: heading.trim(), question: null }];
    const field = fieldOfHeading(heading);
    if (field !== null && field !== 'statedReason') return [{ kind: 'field', at, field }];
    const question = plainHeading(heading);
    const reason =
      field === 'statedReason' || (REASON.test(heading) && [LEAVING, MAIN, CHOSEN].some((sign) => sign.test(heading)));
    if (reason && areOptions(cells)) return [{ kind: 'choice', at, question, main: MAIN.test(heading) }];
    return reason || isAnswerColumn(question, cells) ? [{ kind: 'answer', at, question }] : [];
  });
}

const cellsIn = (rows: readonly (readonly string[])[], at: number) =>
  rows.map((row) => row[at] ?? '').filter((cell) => !isMissing(cell));

function isFlagColumn(cells: readonly string[]): boolean {
  const values = new Set(cells.map(fold));
  const marks = ['true', 'false', '√', '✓', '☑', 'x'];
  return (
    values.size > 0 &&
    values.size <= 2 &&
    marks.some((mark) => values.has(mark)) &&
    [...values].every((value) => TRUE.has(value) || FALSE.has(value))
  );
}

function runLength(flags: readonly boolean[], at: number): number {
  let from = at;
  let to = at;
  while (flags[from - 1]) from -= 1;
  while (flags[to + 1]) to += 1;
  return to - from + 1;
}

function areOptions(cells: readonly string[]): boolean {
  const options = cells.flatMap(choicesOf);
  if (options.length === 0) return false;
  if (options.some((option) => option.length > OPTION_LETTERS || /[。！？!?]/u.test(option))) return false;
  const short = options.every((option) => option.length <= (/\p{Script=Han}/u.test(option) ? 12 : 40));
  return short && (cells.length < 10 || new Set(options).size <= cells.length * 0.5 + 5);
}

function isAnswerColumn(question: string, cells: readonly string[]): boolean {
  if (cells.length === 0 || new Set(cells).size < cells.length * 0.5) return false;
  if (cells.filter((cell) => /[?？]\s*$/.test(cell)).length * 2 > cells.length) return false;
  const least = (cell: string) => (/\p{Script=Han}/u.test(cell) ? ANSWER_LETTERS.han : ANSWER_LETTERS.latin);
  return QUESTION.test(question) && cells.some((cell) => cell.length >= least(cell) && /\p{L}{2}/u.test(cell));
}
