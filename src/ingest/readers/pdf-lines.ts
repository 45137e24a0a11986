/** A stretch of printed text; lengths in points, y grows upwards. */
export interface Piece {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The page's own code ends a line here. */
  readonly ends: boolean;
  /** A form value: it stands last in the page's code and belongs to the line printed at its height. */
  readonly field?: boolean;
}

/** One printed line; `left` and `right` are its edges, `y` its baseline. */
export interface PrintedLine {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly y: number;
  readonly height: number;
}

/** Gaps in letter heights: a wider one is a column of a table, a narrower one no space at all. */
const COLUMN_GAP = 2;
const WORD_GAP = 0.2;
/** Two columns of text: at least this many lines on each side, most of them filling this share of their column. */
const COLUMN_LINES = 6;
const COLUMN_FILL = 0.6;
/** The order on the page must jump between the sides at least this often before it is distrusted. */
const COLUMN_JUMPS = 6;

/** Makes printed lines in reading order: the page's own order, unless it runs across two columns of text. */
export function pageLines(pieces: readonly Piece[]): readonly PrintedLine[] {
  const printed = pieces.filter(({ field }) => field !== true);
  const rows = withFields(rowsOf(printed.filter(({ text, ends }) => text !== '' || ends)), pieces);
  return byColumns(rows) ?? downwards(rows.map(lineOf));
}

type Row = readonly Piece[];

function rowsOf(pieces: readonly Piece[]): readonly Row[] {
  const rows: Piece[][] = [];
  let broken = true;
  for (const piece of pieces) {
    const last = rows.at(-1)?.at(-1);
    const height = Math.max(piece.height, last?.height ?? 0);
    const moved = last !== undefined && (Math.abs(piece.y - last.y) > height / 2 || piece.x < last.x - height);
    if (broken || (moved && piece.text !== '')) rows.push([]);
    if (piece.text !== '') rows.at(-1)?.push(piece);
    // A table's cells end their lines one by one and still stand side by side.
    broken = rows.at(-1)?.length === 0;
  }
  return rows.filter((row) => row.some(({ text }) => text.trim() !== ''));
}

/** Puts each form value into the line at its height, or between lines where there is none. */
function withFields(rows: readonly Row[], pieces: readonly Piece[]): readonly Row[] {
  const filled = rows.map((row) => [...row]);
  for (const field of pieces.filter((piece) => piece.field === true)) {
    const row = filled.find(([first]) => first !== undefined && Math.abs(first.y - field.y) <= field.height * 0.75);
    if (row !== undefined) {
      row.push(field);
      row.sort((a, b) => a.x - b.x);
    } else {
      const below = filled.findIndex(([first]) => first !== undefined && first.y < field.y);
      filled.splice(below < 0 ? filled.length : below, 0, [field]);
    }
  }
  return filled;
}

function lineOf(row: Row): PrintedLine {
  let text = '';
  let right = Number.NEGATIVE_INFINITY;
  const height = Math.max(...row.map((piece) => piece.height));
  for (const piece of row) {
    const blank = piece.text.trim() === '';
    const gap = blank ? piece.width : piece.x - right;
    if (text !== '' && (gap > height * COLUMN_GAP || (piece.field === true && !isTick(piece))))
      text = `${text.trimEnd()}\t`;
    else if (text !== '' && (blank || (gap > height * WORD_GAP && !/\s$/.test(text)))) text += ' ';
    if (!blank) text += piece.text;
    right = piece.field === true && !isTick(piece) ? Number.NEGATIVE_INFINITY : piece.x + piece.width;
  }
  const words = row.filter((piece) => piece.text.trim() !== '');
  const edge = Math.max(...words.map((piece) => piece.x + piece.width));
  return { text: text.trim(), left: words[0]?.x ?? 0, right: edge, y: row[0]?.y ?? 0, height };
}

function isTick(piece: Piece): boolean {
  return piece.text === '☑' || piece.text === '☐';
}

/** Cuts rows at the gutter and reads the left side first; null when there are no two columns or they are in order. */
function byColumns(rows: readonly Row[]): readonly PrintedLine[] | null {
  const cut = rows.flatMap(cutAtGaps).map(lineOf);
  const gutter = gutterOf(cut);
  if (gutter === null) return null;
  const sides = cut.map((line) => sideOf(line, gutter)).filter((side) => side !== 'across');
  const jumps = sides.filter((side, i) => i > 0 && side !== sides[i - 1]).length;
  if (jumps < COLUMN_JUMPS) return null;
  const ordered: PrintedLine[] = [];
  let right: PrintedLine[] = [];
  for (const line of cut) {
    const side = sideOf(line, gutter);
    if (side === 'right') right.push(line);
    else if (side === 'left') ordered.push(line);
    else {
      ordered.push(...right, line);
      right = [];
    }
  }
  return [...ordered, ...right];
}

/** Orders lines from top to bottom where none stands beside another; elsewhere the page's own order is the better guess. */
function downwards(lines: readonly PrintedLine[]): readonly PrintedLine[] {
  const sorted = [...lines].sort((a, b) => b.y - a.y);
  const beside = sorted.some((line, i) => {
    const next = sorted[i + 1];
    return next !== undefined && line.y - next.y < Math.min(line.height, next.height) / 2;
  });
  return beside ? lines : sorted;
}

function cutAtGaps(row: Row): readonly Row[] {
  const cuts: Piece[][] = [[]];
  let right = Number.NEGATIVE_INFINITY;
  for (const piece of row.filter(({ text }) => text.trim() !== '')) {
    if (right !== Number.NEGATIVE_INFINITY && piece.x - right > piece.height) cuts.push([]);
    cuts.at(-1)?.push(piece);
    right = piece.x + piece.width;
  }
  return cuts.filter((cut) => cut.length > 0);
}

/** The x that fewest lines cross, if both sides hold columns of running text; labels and short cells are none. */
function gutterOf(lines: readonly PrintedLine[]): number | null {
  const left = Math.min(...lines.map((line) => line.left));
  const width = Math.max(...lines.map((line) => line.right)) - left;
  const candidates = Array.from({ length: 21 }, (_, i) => left + width * (0.4 + i * 0.01));
  const crossing = (x: number) => lines.filter((line) => sideOf(line, x) === 'across').length;
  const best = candidates.reduce((a, b) => (crossing(b) < crossing(a) ? b : a), left + width / 2);
  const fills = (side: 'left' | 'right', room: number) => {
    const widths = lines.filter((line) => sideOf(line, best) === side).map((line) => line.right - line.left);
    return widths.length >= COLUMN_LINES && widths.filter((w) => w > room * COLUMN_FILL).length > widths.length / 2;
  };
  return fills('left', best - left) && fills('right', left + width - best) ? best : null;
}

function sideOf(line: PrintedLine, gutter: number): 'left' | 'right' | 'across' {
  return line.right <= gutter ? 'left' : line.left >= gutter ? 'right' : 'across';
}
