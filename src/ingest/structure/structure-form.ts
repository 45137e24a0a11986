import type { Span } from '../../core/interview.ts';
import { fieldOf, tellsSeparation } from './header-fields.ts';
import type { LayoutTurn } from './layout.ts';
import { isRuleLine, type Line, trimSpan } from './lines.ts';
import { areReasons, asksForMain, type Box, hasBoxes, hasEmptyBoxes, readBoxes } from './tick-boxes.ts';

const NUMBERED =
  /^\s*(?:(?:Q|问题|Section|Part|第)\s*)?(?:\d{1,2}|[A-Z]|[一二三四五六七八九十]{1,3})\s*[.、．)）:：题]\s*(?=\S)|^\s*[(（][\d一二三四五六七八九十]{1,2}[)）]\s*|^\s*Q\d{1,2}\s+/iu;
const QUESTION_END = /^(.*?[?？])(?:\s*[(（][^()（）]*[)）])?\s*[:：]?\s*(.*)$/u;
const KEYED = /^(.{1,60}?)[:：](?!\/\/)\s*(.*)$/u;
const FOOTER =
  /^\s*(?:sign(?:ed|ature)|date|received|personnel|returned|uniform|equipment|签字|签名|签章|日期|接收人|交接|归还|填表)(?:\s*$|[^?？.。]{0,30}[:：[])/iu;
/** "He told me: go home" and 我跟他说：算了 are answers with a colon in them. */
const SPOKEN_KEY = /\b(?:I|my|me|he|she|they|said|told|words)\b|[我他她咱]|说$|讲$/i;
const PRINTED = /^(?:please|tell|describe|explain|give|list|rate|tick|state|请|描述|列出|勾选)/i;
const MISSING = /^(?:[-—–/_\s.。]*|n\/?a|none|null|无|未填|略|[(（](?:空|跳过|blank|本栏未[^)）]*)[)）])$/i;

/** Turns and separation of a filled-in form or questionnaire. */
export interface Form {
  readonly turns: readonly LayoutTurn[];
  readonly separation: string | null;
  readonly statedReason: string | null;
}

/** How many lines look like a form: boxes, numbered questions, headings with a value. */
export function formSigns(lines: readonly Line[]): {
  readonly boxes: number;
  readonly numbered: number;
  readonly questions: number;
  readonly keyed: number;
} {
  const empty = lines.some((line) => hasEmptyBoxes(line.text));
  return {
    boxes: lines.filter((line) => hasBoxes(line.text, empty)).length,
    numbered: lines.filter((line) => NUMBERED.test(line.text) && !isStatement(line.text)).length,
    questions: lines.filter((line) => NUMBERED.test(line.text) && /[?？]\s*$/.test(line.text)).length,
    keyed: lines.filter((line) => KEYED.test(line.text) && fieldOf(line.text.match(KEYED)?.[1] ?? '') === null).length,
  };
}

/** Reads a form's lines: printed questions, the leaver's answers, ticked options. Empty boxes and blanks give nothing. */
export function readForm(text: string, lines: readonly Line[]): Form {
  const empty = hasEmptyBoxes(text);
  const turns: LayoutTurn[] = [];
  let question: string | undefined;
  let separation: string | null = null;
  let statedReason: string | null = null;
  let answer: Span[] = [];
  const close = () => {
    turns.push(...answerTurn(text, answer, question));
    answer = [];
  };
  for (const [index, line] of lines.entries()) {
    if (line.text.trim() === '' || isRuleLine(line.text)) continue;
    if (FOOTER.test(line.text)) {
      close();
      question = undefined;
      continue;
    }
    if (hasBoxes(line.text, empty)) {
      close();
      const boxes = readBoxes(line.text);
      const own = printedBefore(line.text, boxes);
      if (NUMBERED.test(line.text) && own !== '') question = own;
      const asked = own === '' ? question : own;
      const ticked = boxes.filter((box) => box.ticked);
      if (isSeparation(asked, boxes)) separation ??= ticked[0]?.option ?? null;
      else turns.push(...tickTurns(line, ticked, { question: asked, reasons: areReasons(asked, boxes) }));
      continue;
    }
    const next = lines[index + 1]?.text ?? '';
    const printed =
      hasBoxes(next, empty) && printedBefore(next, readBoxes(next)) === ''
        ? {
            question: line.text
              .replace(NUMBERED, '')
              .replace(/[:：]\s*$/u, '')
              .trim(),
            offset: null,
          }
        : readQuestion(line.text, next, question !== undefined);
    if (printed === null) {
      // A numbered statement is the leaver's even before any printed question; other words there are instructions.
      if (question !== undefined || isStatement(line.text)) answer.push(line);
      continue;
    }
    close();
    const field = fieldOf(printed.question);
    if (field !== null && field !== 'statedReason' && !isAnswered(line.text, printed.offset)) {
      question = undefined;
      continue;
    }
    question = printed.question;
    if (printed.offset !== null) answer.push({ start: line.start + printed.offset, end: line.end });
    if (field === 'statedReason' && printed.offset !== null) statedReason ??= line.text.slice(printed.offset).trim();
  }
  close();
  return { turns, separation, statedReason };
}

function answerTurn(text: string, lines: readonly Span[], question: string | undefined): readonly LayoutTurn[] {
  const [first, last] = [lines[0], lines.at(-1)];
  if (first === undefined || last === undefined) return [];
  const trimmed = trimSpan(text, { start: first.start, end: last.end });
  if (MISSING.test(text.slice(trimmed.start, trimmed.end))) return [];
  return [{ ...trimmed, role: 'leaver', ...(question === undefined ? {} : { question }) }];
}

/** "1. The rota moved." is said by the leaver; "2. Please describe your manager." and "PART 3. …" are printed. */
function isStatement(line: string): boolean {
  const body = line.replace(NUMBERED, '').trim();
  if (body.length === line.trim().length || /^\s*(?:section|part)\b/i.test(line) || PRINTED.test(body)) return false;
  return /[.。!！；;]$/u.test(body) && /\p{Ll}|\p{Script=Han}/u.test(body);
}

/** A field's name with a number before it or a sentence behind it is a question of the form, not a field of its head. */
function isAnswered(line: string, offset: number | null): boolean {
  return (
    NUMBERED.test(line) || (offset !== null && /[。！？!?，]/u.test(line.slice(offset)) && line.length - offset > 12)
  );
}

function printedBefore(line: string, boxes: readonly Box[]): string {
  const first = boxes[0];
  if (first === undefined) return '';
  const before = line
    .slice(0, first.start)
    .replace(/[☑☒✅■●◉✓✔√□☐○◯◻\uF0FE\uF0FD\uF0FC\uF052\uF0A8\uF06F\uF0A3]|[[(（][\sxX√✓vV]?[\])）]/gu, '');
  return before
    .replace(NUMBERED, '')
    .replace(/[:：\s]+$/u, '')
    .trim();
}

function isSeparation(question: string | undefined, boxes: readonly Box[]): boolean {
  const key = question?.split(/[\s\u3000]{2,}|[:：\u3000]/u).at(-1) ?? '';
  if (fieldOf(key) === 'separation') return true;
  return boxes.filter((box) => tellsSeparation(box.option)).length * 2 > boxes.length;
}

function tickTurns(
  line: Line,
  ticked: readonly Box[],
  { question, reasons }: { readonly question: string | undefined; readonly reasons: boolean },
): readonly LayoutTurn[] {
  return ticked.map((box) => ({
    start: line.start + box.start,
    end: line.start + box.end,
    role: 'leaver' as const,
    ...(question === undefined ? {} : { question }),
    tick: { reason: reasons, main: reasons && ticked.length === 1 && asksForMain(question) },
  }));
}

/** Splits a printed question from the answer on the same line; null when the line is no question. */
function readQuestion(line: string, next: string, inForm: boolean): { question: string; offset: number | null } | null {
  const number = line.match(NUMBERED)?.[0].length ?? 0;
  const body = line.slice(number);
  const keyed = body.match(KEYED);
  const asked = body.match(QUESTION_END);
  if (asked?.[1] !== undefined && (number > 0 || asked[2] === '' || keyed?.[1]?.match(/[?？]$/))) {
    return { question: asked[1].trim(), offset: asked[2] === '' ? null : line.length - (asked[2]?.length ?? 0) };
  }
  if (keyed?.[1] !== undefined && !/[。！!，；“”"]/u.test(keyed[1]) && !(inForm && SPOKEN_KEY.test(keyed[1]))) {
    if (number > 0 || keyed[1].length <= 40) {
      return { question: keyed[1].trim(), offset: keyed[2] === '' ? null : line.length - (keyed[2]?.length ?? 0) };
    }
  }
  if (number === 0 || isStatement(line)) return null;
  const listed = inForm && NUMBERED.test(next);
  return listed ? null : { question: body.trim(), offset: null };
}
