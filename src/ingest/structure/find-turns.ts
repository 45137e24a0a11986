import type { SpeakerRole } from '../../core/interview.ts';
import { fieldOf } from './header-fields.ts';
import { isRuleLine, type Line, trimSpan } from './lines.ts';
import { foldKey, roleOfAside, roleOfLabel, roleOfPrefixedLabel } from './speaker-labels.ts';
import { readSpeakerLine, type SpeakerLine } from './speaker-line.ts';

/** A stretch of one label, before roles. */
export interface LabelledTurn {
  readonly label: string;
  readonly aside: string | null;
  readonly start: number;
  readonly end: number;
  /** Index of its first line. */
  readonly line: number;
}

const SHORT_VALUE = /^[^。！？!?，,；;]{1,24}$/u;
/** Words before a colon in forms, however often they recur. */
const NOT_A_NAME =
  /^(?:补充|说明|备注|建议|意见|原因|其他|日期|注|comments?|notes?|remarks?|date|reason|other|section|part)$/i;
const QUESTION_WORDS = /[?？]|^(?:您|你|what|why|how|did|do|was|were|would|are|is|if|when|where)\b|[的吗呢]$/iu;

/** Finds the labelled turns of a transcript, or none when its lines carry no speakers. */
export function findTurns(
  text: string,
  lines: readonly Line[],
  legend: ReadonlyMap<string, SpeakerRole>,
): readonly LabelledTurn[] {
  const candidates = lines.map((line) => readSpeakerLine(line.text));
  const counts = new Map<string, number>();
  for (const found of candidates) {
    if (found !== null) counts.set(foldKey(found.label), (counts.get(foldKey(found.label)) ?? 0) + 1);
  }
  const speaks = (found: SpeakerLine) => isSpeaker(found, counts.get(foldKey(found.label)) ?? 0, legend);
  const opening: { readonly index: number; readonly found: SpeakerLine }[] = [];
  for (const [index, found] of candidates.entries()) {
    if (found === null || !speaks(found)) continue;
    if (opening.length === 0 && isHeadLine(found, { index, candidates, counts, lines })) continue;
    opening.push({ index, found });
  }
  const labels = new Set(opening.map(({ found }) => foldKey(found.label)));
  if (labels.size < 2 && opening.length < 3) return [];
  if (labels.size < 2 && opening.some(({ found }) => roleOfLabel(found.label) === null && !found.timed)) return [];
  return opening.map(({ index, found }, place) => {
    const line = lines[index] as Line;
    const next = opening[place + 1]?.index ?? lines.length;
    let last = next - 1;
    while (last > index && (isRuleLine(lines[last]?.text ?? '') || (lines[last]?.text ?? '').trim() === '')) last -= 1;
    const span = trimSpan(text, { start: line.start + found.offset, end: lines[last]?.end ?? line.end });
    return { label: found.label, aside: found.aside, line: index, ...span };
  });
}

function isSpeaker(found: SpeakerLine, count: number, legend: ReadonlyMap<string, SpeakerRole>): boolean {
  const { label } = found;
  if (legend.has(foldKey(label)) || roleOfLabel(label) !== null) return true;
  if (found.aside !== null && roleOfAside(found.aside) !== null) return true;
  if (count >= 2 && roleOfPrefixedLabel(label) !== null) return true;
  if (NOT_A_NAME.test(label) || QUESTION_WORDS.test(label)) return false;
  const field = fieldOf(label);
  if (field !== null && !(count >= 3 && field === 'name')) return false;
  return found.timed || (count >= 2 && label.split(/\s+/).length <= 4);
}

interface Place {
  readonly index: number;
  readonly candidates: readonly (SpeakerLine | null)[];
  readonly counts: ReadonlyMap<string, number>;
  readonly lines: readonly Line[];
}

/** 面谈人, Interviewer, Employee … are fields in one file and speakers in another: a short value above the first turn is a field. */
function isHeadLine(found: SpeakerLine, { index, candidates, counts, lines }: Place): boolean {
  if (found.timed || index > 25 || roleOfLabel(found.label) === null) return false;
  const twoFields = /\S\s*[\s\u3000]\s*[\p{L}]{1,12}[:：]\s*\S/u.test(found.words) && found.words.length <= 60;
  if (twoFields) return true;
  if (!SHORT_VALUE.test(found.words)) return false;
  if (counts.has(foldKey(found.words)) && roleOfLabel(found.words) === null) return true;
  const isField = (at: number) => {
    const near = candidates[at];
    return near !== null && near !== undefined && roleOfLabel(near.label) === null && fieldOf(near.label) !== null;
  };
  const once = counts.get(foldKey(found.label)) === 1;
  const endsBlock = (lines[index + 1]?.text.trim() ?? '') === '';
  if (isField(index - 1) || isField(index + 1)) return once || endsBlock;
  return once && endsBlock && fieldOf(found.label) !== null;
}
