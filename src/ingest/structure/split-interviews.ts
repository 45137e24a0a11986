import { fieldOf, type HeaderField } from './header-fields.ts';
import { isRuleLine, type Line, linesOf } from './lines.ts';
import { readHead } from './read-header.ts';
import { roleOfLabel } from './speaker-labels.ts';
import { readSpeakerLine } from './speaker-line.ts';

const NUMBER = '[一二三四五六七八九十百零\\d]+';
const NUMBERED_TITLE = new RegExp(
  String.raw`^\s*(?:#{1,4}\s*)?(?:(?:离职)?(?:面谈|访谈)(?:记录)?(?:表)?\s*[（(]?${NUMBER}[）)]?|第\s*${NUMBER}\s*[份位个场篇]|(?:案例|受访者|员工)\s*(?:${NUMBER}|[A-Z]+)|(?:exit\s+)?interview(?:ee)?\s*(?:#|no\.?|number)?\s*\d+(?:\s+of\s+\d+)?)\s*(?:[:：\-–—].*)?$`,
  'iu',
);
const TITLE =
  /^\s*(?:#{1,4}\s*)?(?:[【[（(]?(?:离\s*职|面谈|访谈|exit|leav(?:er|ing)|interview|record of|note for|hr note)[^。！？!?]{0,60}|.{0,40}(?:面谈|访谈|离职)(?:记录|纪要|笔记|申请|登记|说明|沟通|访谈)?表?[】\])）]?.{0,40})$/iu;
/** "STAFF LEAVING FORM". */
const CAPITALS = /^(?=.*(?:EXIT|LEAV|INTERVIEW))[A-Z0-9'’ ,/&-]{6,60}$/;
/** A head's fields stand this close together (domain.md, 5.4). */
const BLOCK_LINES = 8;
const BLOCK_FIELDS = 2;
/** Titles stand at most this far above their head. */
const TITLE_REACH = 4;
const TITLE_LETTERS = 60;
/** Fields that stand once in a head: seen again, another head has begun. */
const ONCE_A_HEAD: readonly HeaderField[] = ['department', 'recordId'];
const NO_FIELDS: ReadonlySet<HeaderField> = new Set();
/** A longer line is no head. */
const HEAD_LETTERS = 240;
/** A letter without a head begins with its greeting, alone on a line. */
const GREETING =
  /^\s*(?:to whom it may concern\b.{0,30}|dear [^.!?]{1,40}[,:]|致[^。！？]{1,20}[:：]|(?:尊敬的|各位)[^。！？]{0,12}[:：])\s*$/iu;
/** Less body than this between two heads means they are one head. */
const BODY_LETTERS = 12;

/** True for "Interview 4 of 12", 第5份, 离职面谈记录表（三）. */
export function isNumberedTitle(line: string): boolean {
  return NUMBERED_TITLE.test(line);
}

/**
 * Cuts a text that holds several interviews, in order; one interview comes back whole. A new one begins where a header
 * block or a numbered title appears again below a body; a rule line alone never cuts.
 */
export function splitInterviews(text: string): readonly string[] {
  const lines = linesOf(text);
  const fields = lines.map((line) => (line.text.length > HEAD_LETTERS ? NO_FIELDS : readHead(line.text).fields));
  const heads = headLines(lines, fields);
  const cuts: number[] = [];
  let told = new Set<HeaderField>();
  let body = 0;
  for (const [index, line] of lines.entries()) {
    const here = fields[index] ?? NO_FIELDS;
    if (heads.has(index)) {
      const cut = cuts.at(-1) ?? 0;
      const again = ONCE_A_HEAD.some((field) => told.has(field) && here.has(field));
      if ((again || body >= BODY_LETTERS) && !continuesHead(lines, index, cut)) {
        cuts.push(headStart(lines, index, cut));
        told = new Set();
        body = 0;
      }
      for (const field of here) told.add(field);
    } else if (isBody(line.text)) body += line.text.trim().length;
  }
  const starts = [0, ...cuts].map((cut) => lines[cut]?.start ?? 0);
  return starts.map((start, place) => text.slice(start, starts[place + 1] ?? text.length));
}

/** "Interview 4 of 12", then the document's own title and fields: one head, not two. */
function continuesHead(lines: readonly Line[], index: number, cut: number): boolean {
  if (index - cut > BLOCK_LINES || isNumberedTitle(lines[index]?.text ?? '')) return false;
  const numbered = lines.slice(cut, index).some((line) => isNumberedTitle(line.text));
  return (
    numbered &&
    lines.slice(cut, index).every((line) => line.text.length <= TITLE_LETTERS && !/[。！？!?]/u.test(line.text))
  );
}

/** Lines that open or continue a head: numbered or repeated titles, greetings, paragraphs with two or more different fields. */
function headLines(lines: readonly Line[], fields: readonly ReadonlySet<HeaderField>[]): ReadonlySet<number> {
  const heads = new Set<number>();
  const repeated = repeatedTitles(lines);
  for (const [index, line] of lines.entries()) {
    const told = fields[index]?.size ?? 0;
    const greets = GREETING.test(line.text) && isGap(lines[index - 1]);
    if (greets || isNumberedTitle(line.text) || repeated.has(line.text.trim())) heads.add(index);
    else if (told > 0 && (told >= BLOCK_FIELDS || !isSpoken(line.text))) {
      const members = blockFrom(lines, fields, index);
      for (const member of members) heads.add(member);
    }
  }
  return heads;
}

/** The lines with fields in the paragraph from a line on, when together they tell enough different ones. */
function blockFrom(lines: readonly Line[], fields: readonly ReadonlySet<string>[], index: number): readonly number[] {
  const block = new Set<string>();
  const members: number[] = [];
  for (let at = index; at < Math.min(index + BLOCK_LINES, lines.length) && !isGap(lines[at]); at += 1) {
    const found = fields[at] ?? new Set<string>();
    if (at > index && found.size < BLOCK_FIELDS && isSpoken(lines[at]?.text ?? '')) break;
    if (found.size > 0) members.push(at);
    for (const field of found) block.add(field);
  }
  return block.size >= BLOCK_FIELDS ? members : [];
}

const isGap = (line: Line | undefined) => line === undefined || line.text.trim() === '' || isRuleLine(line.text);

/** A title that stands word for word at several places, alone on its line, opens an interview each time. */
function repeatedTitles(lines: readonly Line[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const line of lines) {
    const title = line.text.trim();
    if (title.length < 4 || title.length > TITLE_LETTERS || !TITLE.test(title) || readSpeakerLine(title) !== null)
      continue;
    if (seen.has(title)) repeated.add(title);
    seen.add(title);
  }
  return repeated;
}

/** A labelled line whose words are a sentence is speech, whatever its label. */
function isSpoken(line: string): boolean {
  const found = readSpeakerLine(line);
  return (
    found !== null && (found.timed || /[。！？!?]|[.,，]\s*\S.*[.]$/u.test(found.words) || found.words.length > 90)
  );
}

/** A line of the talk above a head: labelled by a word that is no field of a head, or ending like a sentence. */
function isTalk(line: Line | undefined): boolean {
  const found = readSpeakerLine(line?.text ?? '');
  if (found === null) return false;
  return (
    found.timed ||
    isSpoken(line?.text ?? '') ||
    (roleOfLabel(found.label) !== null && (fieldOf(found.label) === null || /[.。]$/.test(found.words)))
  );
}

const isBody = (line: string) =>
  line.trim() !== '' && !/^\s*[(（].*[)）]\s*$/u.test(line) && !isRuleLine(line) && !isTitle(line);

const isTitle = (line: string) =>
  line.trim().length <= TITLE_LETTERS &&
  (isNumberedTitle(line) || CAPITALS.test(line.trim()) || (TITLE.test(line) && readSpeakerLine(line) === null));

/** Moves a cut up to the first line of the head's paragraph, then over a title paragraph above it. */
function headStart(lines: readonly Line[], head: number, floor: number): number {
  let start = head;
  while (start - 1 > floor && head - start < TITLE_REACH && !isGap(lines[start - 1]) && !isTalk(lines[start - 1]))
    start -= 1;
  if (!isGap(lines[start - 1])) {
    // No blank line sets the head off: only lines that look like a title belong to it.
    start = head;
    while (start - 1 > floor && isTitle(lines[start - 1]?.text ?? '')) start -= 1;
    return start;
  }
  let above = start - 1;
  while (above > floor && isGap(lines[above])) above -= 1;
  let title = above;
  while (title - 1 > floor && above - title < TITLE_REACH && !isGap(lines[title - 1])) title -= 1;
  const opensWithTitle = isTitle(lines[title]?.text ?? '') && isGap(lines[title - 1]);
  return opensWithTitle && title > floor ? title : start;
}
