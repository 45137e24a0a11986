import type { RowCount } from '../src/store/backup/restore-backup.ts';

/** Tables with their rows here and there, in columns; empty ones are left out. */
export function printCounts(head: readonly [string, string, string], counts: readonly RowCount[]): string {
  const figures = counts
    .filter(({ from, to }) => from > 0 || to > 0)
    .map(({ name, from, to }) => [name, from.toLocaleString('en-US'), to.toLocaleString('en-US')] as const);
  const lines = [head, ...figures];
  const width = (column: 0 | 1 | 2) => Math.max(...lines.map((line) => widthOf(line[column])));
  const [first, second, third] = [width(0), width(1), width(2)];
  return lines
    .map(([name, from, to]) => `  ${padded(name, first)}  ${padded(from, -second)}  ${padded(to, -third)}`.trimEnd())
    .join('\n');
}

/** Columns in a terminal: a Chinese character takes two. */
function widthOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 2 : 1), 0);
}

/** Filled up with blanks to a width; a negative one sets the text to the right. */
function padded(text: string, width: number): string {
  const blanks = ' '.repeat(Math.max(0, Math.abs(width) - widthOf(text)));
  return width < 0 ? blanks + text : text + blanks;
}
