import type { InterviewHeader } from '../../core/interview.ts';
import { fieldOf, type HeaderField, tellsSeparation } from './header-fields.ts';
import { linesOf } from './lines.ts';
import { readDate, readTenure } from './read-values.ts';

/** What the head of a text says, and the personal names and staff numbers it gives away. */
export interface Head {
  readonly header: InterviewHeader;
  /** How many different telling fields were seen: two or more make a header block. */
  readonly fields: ReadonlySet<HeaderField>;
  readonly names: readonly string[];
}

/** Fields that never mean a speaker: two of them close together make a header block. */
const BLOCK_FIELDS: ReadonlySet<HeaderField> = new Set([
  ...(['department', 'role', 'level', 'location', 'tenure', 'hireDate', 'lastDay', 'interviewDate'] as const),
  ...(['separation', 'voluntary', 'recordId', 'staffId'] as const),
]);

const CELL_EDGE =
  /[|｜\t\u3000]+|\s{2,}|\s\/\s|[,，;；]\s+(?=[^,，;；:：]{2,20}[:：])|(?<=[^\s.])\.\s+(?=\p{Lu})|(?<=\S)\s+(?=\p{Script=Han}{2,6}[:：])/u;
/** "销售部 销售代表 在职两年": Chinese cells with single blanks between them. */
const SPACED_HAN =
  /^(?=.*\p{Script=Han})\s*[\p{Script=Han}（）()\w-]{1,16}(?:\s+[\p{Script=Han}（）()\w-]{1,16})+\s*$/u;
/** A value of more words, or with punctuation, is an account and no way of leaving. */
const BARE_VALUE = /^[^，,。;；.]{1,24}$/u;
/** A longer line is prose, not a row of cells. */
const BARE_LINE = 160;
const KEYED = /^\s*([\p{L}][^:：\n]{0,39}?)\s*(?:[:：]|\.{4,}|…{2,})\s*(.*)$/u;
const TITLE_WORDS =
  /interview|exit|leav(?:er|ing)|conversation|chat|call|talk|discussion|questionnaire|survey|notes?\b|访谈|面谈|离职(?:申请|沟通|说明|登记|记录|表)|问卷|纪要|录音/i;

/** True for a field's few words without punctuation; more is an account. */
export function isBareValue(value: string): boolean {
  return BARE_VALUE.test(value);
}

/** Cuts a line into the cells people put side by side in a head. */
export function cellsOf(line: string): readonly string[] {
  return line
    .replace(/^\s*【([^】]*)】(?!\s*[:：])/u, '$1｜')
    .split(CELL_EDGE)
    .flatMap((cell) => (SPACED_HAN.test(cell) ? cell.trim().split(/\s+/) : [cell]))
    .map((cell) => cell.trim().replace(/[.。]$/, ''))
    .filter((cell) => cell !== '');
}

/** Reads fields out of the head's lines; later values never replace earlier ones. */
export function readHead(text: string): Head {
  const pairs: (readonly [HeaderField, string])[] = [];
  const take: Take = (field, value) => pairs.push([field, value]);
  for (const line of linesOf(text)) {
    const bare: string[] = [];
    const before = pairs.length;
    const cells = keyedPairs(cellsOf(line.text));
    for (const cell of cells) {
      const [, key = '', value = ''] = cell.match(KEYED) ?? [];
      const field = fieldOf(key);
      if (field !== null) take(field, withoutAside(value, take));
      else if (key === '') bare.push(withoutAside(cell, take));
      else if (TITLE_WORDS.test(key)) bare.push(key, ...cellsOf(withoutAside(value, take)));
    }
    if (line.text.length <= BARE_LINE && !/[。！？!?“”]/u.test(line.text))
      readBareCells(bare, take, {
        aside: pairs.length > before,
        celled: /[|｜\u3000\p{Script=Han}]|\s\/\s/u.test(line.text),
      });
  }
  return headOf(pairs);
}

/** "部门 | 研发二部 | 岗位 | 工程师", cells of a form's table: a field's name stands in the cell before its value. */
function keyedPairs(cells: readonly string[]): readonly string[] {
  const pairs: string[] = [];
  for (let at = 0; at < cells.length; at += 1) {
    const cell = cells[at] ?? '';
    const value = cells[at + 1];
    // "离职类型 | 主动离职": a value may be a field's name elsewhere; two cells leave no doubt.
    if (
      value !== undefined &&
      fieldOf(cell) !== null &&
      // "No. Forty is forty." is an answer: a record's number has a digit.
      (fieldOf(cell) !== 'recordId' || /\d/.test(value)) &&
      !KEYED.test(value) &&
      // "Voluntary. Last day 2024-11-29": the next cell tells of itself.
      !(fieldOf(cell) === 'voluntary' && kindsOf(value).length > 0) &&
      (cells.length === 2 || fieldOf(value) === null)
    ) {
      pairs.push(`${cell}: ${value}`);
      at += 1;
    } else pairs.push(cell);
  }
  return pairs;
}

/** Makes a head of fields and their values, as columns of a table give them. */
export function headOf(pairs: readonly (readonly [HeaderField, string])[]): Head {
  const header: DraftHeader = {};
  const fields = new Set<HeaderField>();
  const names: string[] = [];
  for (const [field, value] of pairs) {
    if (value === '') continue;
    if (BLOCK_FIELDS.has(field)) fields.add(field);
    if (field === 'name' || field === 'manager' || field === 'interviewer') names.push(value);
    else fill(header, field, value);
  }
  if (header.tenureMonths === undefined) {
    const months = monthsBetween(header.hireDate, header.lastDay);
    if (months !== null) header.tenureMonths = months;
  }
  return { header, fields, names };
}

/** "2025-11-14（主动辞职）", "Buyer (31 months, last day 2024-07-12)": the aside may hold fields of its own. */
function withoutAside(value: string, take: Take): string {
  const aside = value.match(/^(.*?)\s*[(（]([^()（）]*)[)）]\s*$/u);
  if (aside?.[1] === undefined || aside[1] === '' || aside[2] === undefined) return value.trim();
  let told = false;
  for (const part of aside[2].split(/[,，、]\s*/)) {
    for (const kind of kindsOf(part.trim())) {
      take(kind, part.trim());
      told = true;
    }
  }
  return told ? aside[1] : value.trim();
}

/** Cells without a key: tenure, dates and separation tell themselves; what stands before them is department, role and name. */
function readBareCells(
  cells: readonly string[],
  take: Take,
  { aside, celled }: { readonly aside: boolean; readonly celled: boolean },
): void {
  const parts = cells.flatMap((cell) => {
    const split = cell.split(/[,，、]\s*|\s[-–—]\s/u).map((part) => part.trim());
    return split.some((part) => kindsOf(part).length > 0) ? split : [cell];
  });
  const firstTold = parts.findIndex((part) => kindsOf(part).length > 0);
  for (const part of parts) for (const kind of kindsOf(part)) take(kind, part);
  // "访谈：前台 接待 姓名（在职31个月）": only the aside tells, and only behind a title are the cells before it fields.
  const lead =
    firstTold === -1 && aside && TITLE_WORDS.test(parts[0] ?? '') ? parts : parts.slice(0, Math.max(firstTold, 0));
  const title = lead.findLastIndex((part) => TITLE_WORDS.test(part));
  const [department, role, name, ...rest] = lead.slice(title + 1);
  // Sentences side by side are no row of cells, unless a title opens them.
  if ((title === -1 && !celled) || rest.length > 0 || [department, role].some((part) => (part?.length ?? 0) > 40))
    return;
  if (department !== undefined) take('department', department);
  if (role !== undefined) take('role', role);
  if (name !== undefined && /^\p{Script=Han}{2,4}$/u.test(name)) take('name', name);
}

type ToldField = 'tenure' | 'lastDay' | 'hireDate' | 'separation';

/** What a few words without a key say. */
function kindsOf(cell: string): readonly ToldField[] {
  if (cell === '' || cell.length > 48) return [];
  const kinds: ToldField[] = [];
  if (tellsSeparation(cell)) kinds.push('separation');
  if (readDate(cell) !== null) {
    if (/离职|最后|\blast\b|leav|final|finish/i.test(cell) && !/访谈|面谈|interview/i.test(cell)) kinds.push('lastDay');
    else if (/入职|joined|hired|start/i.test(cell)) kinds.push('hireDate');
  } else if (tenureIn(cell) !== null) kinds.push('tenure');
  return kinds;
}

const tenureIn = (cell: string) =>
  readTenure(cell.replace(/^(?:在职|司龄|工龄|入职)\s*/u, '').replace(/\s*(?:of service|in post|with us|here)$/i, ''));

/** Whole months between two ISO dates, null when either lacks its month. */
function monthsBetween(from: string | undefined, to: string | undefined): number | null {
  if (from === undefined || to === undefined || from.length < 7 || to.length < 7) return null;
  const [year = 0, month = 0, day = 1] = from.split('-').map(Number);
  const [toYear = 0, toMonth = 0, toDay = 31] = to.split('-').map(Number);
  const months = (toYear - year) * 12 + toMonth - month - (toDay < day ? 1 : 0);
  return months >= 0 ? months : null;
}

type Take = (field: HeaderField, value: string) => void;
type DraftHeader = { -readonly [K in keyof InterviewHeader]: InterviewHeader[K] };

function fill(draft: DraftHeader, field: HeaderField, value: string): void {
  switch (field) {
    case 'tenure': {
      const tenure = /^\d+$/.test(value) ? Number(value) : tenureIn(value.replace(/\s*[(（].*$/u, ''));
      if (tenure !== null) draft.tenureMonths ??= tenure;
      return;
    }
    case 'hireDate':
    case 'lastDay':
    case 'interviewDate': {
      const date = readDate(value);
      if (date !== null) draft[field] ??= date;
      else if (tellsSeparation(value)) draft.separation ??= value;
      return;
    }
    case 'voluntary':
      draft.separation ??= separationOf(value);
      return;
    case 'separation':
      draft.separation ??= value;
      return;
    case 'statedReason':
      draft.statedReason ??= value;
      // "离职原因：退休", "Reason for leaving: redundancy": a few words that name the way of leaving.
      if (BARE_VALUE.test(value) && tellsSeparation(value)) draft.separation ??= value;
      return;
    case 'department':
    case 'role':
    case 'level':
    case 'location':
    case 'recordId':
      draft[field] ??= value;
  }
}

/** A yes/no field "voluntary?" in the words of a separation type; any other answer stays as it is. */
function separationOf(value: string): string {
  const chinese = /\p{Script=Han}/u.test(value);
  if (/^(?:y|yes|true|1|是|主动|自愿|employee|leaver|员工|本人)/i.test(value.trim()))
    return chinese ? '主动离职' : 'voluntary';
  if (/^(?:n|no|not|none|false|0|否|不|非|公司|company|employer)(?![a-z])/i.test(value.trim()))
    return chinese ? '被动离职' : 'involuntary';
  return value;
}
