import type { PrintedLine } from './pdf-lines.ts';

/** Distance of baselines within a paragraph: at most this many times the page's usual one, and in letter heights. */
const USUAL_DISTANCE = 1.3;
const LINE_DISTANCE = 3;
/** How far a paragraph's first line may be set in or out, in letter heights. */
const INDENT = 3;

/** "HR: ", "张三：", "Q1.", "1、": a line that opens a turn or an answer never continues the one above. */
const OPENS_TURN = /^(?:[\p{L}\p{N} ._'()（）-]{1,30}[:：]|[\p{L}]?\d{1,3}[.、)）]|[•·▪☐☑■□✓✔–-]\s)/u;
const PAGE_NUMBER =
  /^(?:page\s*)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:of|\/)\s*\d{1,4})?$|^第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?$/iu;
const HAN = /\p{Script=Han}|[\u3000-\u303f\uff00-\uffef]/u;

/**
 * Joins the lines of a printed page into paragraphs: a line goes on in the next one when the next one's first word would
 * not have fitted behind it. Returns one string per paragraph.
 */
export function pageText(lines: readonly PrintedLine[]): readonly string[] {
  const paragraphs: string[] = [];
  const usual = usualDistance(lines);
  lines.forEach((line, i) => {
    const before = lines[i - 1];
    const open = paragraphs.at(-1);
    if (
      before !== undefined &&
      open !== undefined &&
      isClose(before, line, usual) &&
      goesOn(before, line, rightEdge(lines, before))
    ) {
      paragraphs[paragraphs.length - 1] = joined(open, line.text);
    } else {
      paragraphs.push(line.text);
    }
  });
  return paragraphs;
}

/** Joins pages, without page numbers and without the head and foot lines that every page repeats. */
export function joinPages(pages: readonly (readonly string[])[]): string {
  const edges = pages.flatMap((page) => [...new Set([page[0], page.at(-1)])]);
  const repeated = (line: string) =>
    pages.length > 2 && edges.filter((edge) => edge === line).length > pages.length / 2;
  const isFrame = (line: string, i: number, page: readonly string[]) =>
    (i === 0 || i === page.length - 1) && (repeated(line) || (pages.length > 1 && PAGE_NUMBER.test(line)));
  return pages
    .flatMap((page) => page.filter((line, i) => !isFrame(line, i, page)))
    .join('\n')
    .trim();
}

function rightEdge(lines: readonly PrintedLine[], line: PrintedLine): number {
  const column = lines.filter((other) => Math.abs(other.left - line.left) < INDENT * line.height);
  return Math.max(...column.map((other) => other.right));
}

/** The median distance of a line from the one above it: documents are set single or double spaced. */
function usualDistance(lines: readonly PrintedLine[]): number {
  const distances = lines.slice(1).map((line, i) => (lines[i]?.y ?? 0) - line.y);
  const downwards = distances.filter((distance) => distance > 0).sort((a, b) => a - b);
  return downwards[Math.floor(downwards.length / 2)] ?? 0;
}

function isClose(before: PrintedLine, line: PrintedLine, usual: number): boolean {
  const down = before.y - line.y;
  return down > 0 && down <= usual * USUAL_DISTANCE && down <= before.height * LINE_DISTANCE;
}

function goesOn(before: PrintedLine, line: PrintedLine, edge: number): boolean {
  if (Math.abs(line.height - before.height) > 1) return false;
  if (Math.abs(line.left - before.left) > INDENT * before.height || OPENS_TURN.test(line.text)) return false;
  if (before.text.includes('\t') || line.text.includes('\t')) return false;
  const letter = (line.right - line.left) / Math.max(1, line.text.length);
  const firstWord = HAN.test(line.text.charAt(0)) ? 2 : (line.text.match(/^\S+/)?.[0].length ?? 0) + 1;
  return before.right + firstWord * letter > edge;
}

function joined(above: string, below: string): string {
  if (/\p{L}-$/u.test(above) && /^\p{Ll}/u.test(below)) return above.slice(0, -1) + below;
  const both = HAN.test(above.at(-1) ?? '') && HAN.test(below.charAt(0));
  return both ? above + below : `${above} ${below}`;
}
