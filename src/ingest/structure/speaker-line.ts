import { roleOfLabel } from './speaker-labels.ts';

/** A line that may open a turn: "label: words", "[00:12] label: words", "label 00:12" alone on its line, … */
export interface SpeakerLine {
  readonly label: string;
  /** Words in parentheses behind the label: "(HR)". */
  readonly aside: string | null;
  /** The turn's words on this line, '' when they follow on the next. */
  readonly words: string;
  /** Offset of `words` in the line. */
  readonly offset: number;
  /** A time stamp makes even a label seen once a speaker. */
  readonly timed: boolean;
}

const TIME = String.raw`\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?`;
const LABEL = String.raw`[\p{L}][\p{L}\p{N}_ .·’'&-]{0,23}?`;
const ASIDE = String.raw`(?:\s*[(（](?<aside>[^()（）\n]{1,20})[)）])?`;

// The stamped forms come first: in "Li Na 00:12" the plain form would take "Li Na 00" for the label.
const SHAPES: readonly RegExp[] = [
  new RegExp(String.raw`^\s*(?<label>${LABEL})\s+(?<time>${TIME})\s*(?<words>)$`, 'u'),
  new RegExp(String.raw`^\s*(?<label>${LABEL})\s*[(（](?<time>${TIME})[)）]\s*[:：]?\s*(?<words>.*)$`, 'u'),
  new RegExp(
    String.raw`^\s*(?:[\[(（【]?(?<time>${TIME})[\])）】]?\s*)?[\[(（【]?(?<label>${LABEL})[\])）】]?${ASIDE}\s*[:：](?!//|(?<=\d[:：])\d)\s*(?<words>.*)$`,
    'u',
  ),
  new RegExp(String.raw`^\s*(?<label>${LABEL})${ASIDE}\s+>\s+(?<words>.*)$`, 'u'),
];
const DASHED = new RegExp(String.raw`^\s*(?<label>${LABEL})\s+[-–—]\s+(?<words>.*)$`, 'u');

/** Reads a line as the opening of a turn, or null; whether the label is a speaker is decided over the whole text. */
export function readSpeakerLine(line: string): SpeakerLine | null {
  for (const shape of SHAPES) {
    const groups = line.match(shape)?.groups;
    if (groups?.label !== undefined) return speakerLine(line, groups);
  }
  // "Q - why?": a dash separates only after a label of the lists, else any aside would be a speaker.
  const dashed = line.match(DASHED)?.groups;
  if (dashed?.label !== undefined && roleOfLabel(dashed.label) !== null) return speakerLine(line, dashed);
  return null;
}

function speakerLine(line: string, groups: Record<string, string | undefined>): SpeakerLine {
  const words = groups.words ?? '';
  return {
    label: (groups.label ?? '').trim(),
    aside: groups.aside ?? null,
    words,
    offset: line.length - words.length,
    timed: groups.time !== undefined,
  };
}
