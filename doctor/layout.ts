/** Columns of the narrowest terminal we write for. */
export const COLUMNS = 80;

const WIDE = /[\p{Script=Han}\u3000-\u303f\uff01-\uff60]/u;

/** Columns a text takes in a terminal: Chinese characters and their punctuation take two. */
export function widthOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (WIDE.test(letter) ? 2 : 1), 0);
}

/** A server's or a file's words on one line, without control characters that could move the cursor. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').slice(0, 200);
}

/** Columns aligned by width; the last one wraps under itself. */
export function table(rows: readonly (readonly string[])[], indent = '  '): string {
  const columns = Math.max(0, ...rows.map((row) => row.length)) - 1;
  const widths = Array.from({ length: columns }, (_, i) => Math.max(...rows.map((row) => widthOf(row[i] ?? ''))));
  const lead = widthOf(indent) + widths.reduce((sum, width) => sum + width + 2, 0);
  return rows
    .map((row) => {
      const cells = widths.map((width, i) => (row[i] ?? '') + ' '.repeat(width + 2 - widthOf(row[i] ?? '')));
      const last = wrapped(row[columns] ?? '', COLUMNS - lead).join(`\n${' '.repeat(lead)}`);
      return `${indent}${cells.join('')}${last}`.trimEnd();
    })
    .join('\n');
}

/** One paragraph, wrapped and indented like a table. */
export function paragraph(text: string, indent = '  '): string {
  return wrapped(text, COLUMNS - indent.length)
    .map((line) => indent + line)
    .join('\n');
}

/** Lines of at most `columns`; Chinese breaks between any two characters, words only at spaces. */
export function wrapped(text: string, columns: number): readonly string[] {
  const pieces =
    text.match(
      / ?[\p{Script=Han}\u3000-\u303f\uff01-\uff60][，。；：、）]*|\s*[^\s\p{Script=Han}\u3000-\u303f\uff01-\uff60]+[，。；：、）]*|\s+/gu,
    ) ?? [];
  const lines: string[] = [''];
  for (const piece of pieces) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && widthOf(line + piece) > columns) lines.push(piece.trimStart());
    else lines[lines.length - 1] = line + piece;
  }
  return lines;
}
