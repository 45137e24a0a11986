import type { Span } from '../../core/interview.ts';

/** One line of a text, its span without the line end. */
export interface Line extends Span {
  readonly text: string;
}

/**
 * Makes every line end \n and drops control characters other than tab, line end and form feed.
 * Private characters of Wingdings (ticks from Word) stay: they carry meaning.
 */
export function cleanText(text: string): string {
  return (
    text
      .toWellFormed()
      .replace(/\r\n?|\u2028|\u2029|\u0085/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
      .replace(/[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f\ufeff\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, '')
  );
}

/** Cuts a text into lines with their offsets. */
export function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    lines.push({ text: line, start, end: start + line.length });
    start += line.length + 1;
  }
  return lines;
}

/** Shrinks a span until it neither starts nor ends with white space. */
export function trimSpan(text: string, span: Span): Span {
  let { start, end } = span;
  while (start < end && /\s/.test(text.charAt(start))) start += 1;
  while (end > start && /\s/.test(text.charAt(end - 1))) end -= 1;
  return { start, end };
}

const RULE_LINE = /^\s*(?:-{3,}|={3,}|\*{3,}|_{3,}|─{3,}|—{3,}|\f)\s*$/u;

/** True for a line of dashes, stars or a page break. */
export function isRuleLine(text: string): boolean {
  return RULE_LINE.test(text);
}
