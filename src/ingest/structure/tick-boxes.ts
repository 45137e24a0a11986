import type { Span } from '../../core/interview.ts';

/** One box of a form line with its option; the span covers the option's words. */
export interface Box extends Span {
  readonly option: string;
  readonly ticked: boolean;
}

const TICKED = String.raw`[☑☒✅■●◉✓✔√\uF0FE\uF0FD\uF0FC\uF052]|\[[xX√✓vV]\]|[(（][√✓xX][)）]`;
const EMPTY = String.raw`[□☐○◯◻\uF0A8\uF06F\uF0A3]|\[\s?\]|[(（]\s+[)）]`;
const MARK = new RegExp(`${TICKED}|${EMPTY}`, 'gu');
const IS_TICKED = new RegExp(`^(?:${TICKED})$`, 'u');
const PLAIN_BULLET = /[■●○]/;

/** True when a line holds a tick box; ■ and ● alone are bullets unless the file has empty boxes. */
export function hasBoxes(line: string, emptyBoxesInFile: boolean): boolean {
  const marks = line.match(MARK) ?? [];
  return marks.some((mark) => emptyBoxesInFile || !PLAIN_BULLET.test(mark));
}

/** True when a text holds an empty box that is no bullet. */
export function hasEmptyBoxes(text: string): boolean {
  return /[□☐◯◻\uF0A8\uF06F\uF0A3]|\[\s?\]|[(（]\s+[)）]/u.test(text);
}

/**
 * Reads the boxes of one line. The mark stands before its option, or behind it when words come first and none
 * follow the last mark ("Resignation [√]   Other [ ]").
 */
export function readBoxes(line: string): readonly Box[] {
  const marks = [...line.matchAll(MARK)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    ticked: IS_TICKED.test(match[0]),
  }));
  const first = marks[0];
  const last = marks.at(-1);
  if (first === undefined || last === undefined) return [];
  const head = line
    .slice(0, first.start)
    .replace(/^.*[:：]/u, '')
    .trim();
  const behind = head !== '' && line.slice(last.end).trim() === '';
  return marks.flatMap((mark, index) => {
    const from = behind ? (marks[index - 1]?.end ?? line.lastIndexOf(head, first.start)) : mark.end;
    const to = behind ? mark.start : (marks[index + 1]?.start ?? line.length);
    return optionIn(line, { start: from, end: to }, mark.ticked);
  });
}

const BLANK_OTHER = /^\s*(?:其他|其它|others?)[^:：_＿]{0,12}[:：]?\s*[_＿]+\s*$/iu;

/** A blank to fill in ("其他：____") without words is nothing. */
function optionIn(line: string, span: Span, ticked: boolean): readonly Box[] {
  const words = line.slice(span.start, span.end);
  if (BLANK_OTHER.test(words)) return [];
  const option = words
    .replace(/[\s_＿,，;；、|]+$/u, '')
    .replace(/\s{2,}.*$/u, '')
    .replace(/[:：]\s*$/u, '');
  const start = span.start + (words.length - words.trimStart().length);
  const text = option.trim();
  return text === '' ? [] : [{ option: text, ticked, start, end: start + text.length }];
}

const RATING =
  /^(?:y|yes|no|n|n\/a|是|否|会|不会|有|没有|好|一般|差|很?(?:不)?满意|比较满意|非常满意|agree|disagree|neutral|strongly (?:agree|disagree)|good|fair|poor|satisfied|dissatisfied|true|false)$/i;
const ABOUT_REASON = /reason|factor|cause|\bwhy\b|tick (?:up to|one|all)|原因|因素|勾选|缘由/i;
const ONE_ONLY = /\bmain\b|\bone only\b|单选|主要|最主要/i;
const SEVERAL = /多选|可选[两二三\d]|up to|all that apply|限选[两二三\d]/i;

/** True when the ticked options of a group are reasons for leaving rather than ratings or a hand-over list. */
export function areReasons(question: string | undefined, boxes: readonly Box[]): boolean {
  if (boxes.some((box) => RATING.test(box.option))) return false;
  if (question !== undefined && ABOUT_REASON.test(question)) return true;
  return false;
}

/** True when the question asks for the one main reason. */
export function asksForMain(question: string | undefined): boolean {
  return question !== undefined && ONE_ONLY.test(question) && !SEVERAL.test(question);
}
