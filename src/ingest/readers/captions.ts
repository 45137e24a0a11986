import { AttritionError } from '../../core/errors.ts';
import type { FileRemark } from '../../core/file.ts';
import { decodeText } from '../encoding.ts';
import type { Cue } from '../raw-document.ts';
import type { FileContent } from './file-content.ts';
import { encodingRemarks } from './text.ts';

const TIMING = /^\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->/;
const VOICE = /<v(?:\.[^\s>]+)*\s+([^>]*)>/i;
/** "(Name) words" or "[Name] words", as some meeting tools write speakers; at most 40 characters. */
const BRACKETED_NAME = /^[([（【]([^)\]）】]{1,40})[)\]）】]\s*(?=\S)/u;

/** The two lines above a timing, when the second is a cue's identifier or number. */
const IDENTIFIER_ABOVE = /^(?:\s*\n.*\S|.*\n\d+\s*$)/;

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&nbsp;': ' ',
  '&lrm;': '',
  '&rlm;': '',
};

/** Reads subtitles (WebVTT or SubRip): tags stripped, speakers kept, lines that roll from cue to cue taken once. */
export function readCaptions(bytes: Uint8Array): FileContent {
  const decoded = decodeText(bytes);
  const blocks = cueBlocks(decoded.text);
  if (blocks.length === 0) throw new AttritionError('file-empty');
  const { cues, rolled } = withoutRolledLines(blocks.flatMap(cuesOf));
  const remarks: FileRemark[] = [...encodingRemarks(decoded)];
  if (rolled > 0) remarks.push({ code: 'captions-rolled', detail: { lines: rolled } });
  return { parts: [{ type: 'captions', cues }], remarks, inside: [] };
}

/** The lines below each timing line, up to the next; an identifier or number right above a timing is no text. */
function cueBlocks(text: string): readonly (readonly string[])[] {
  const lines = text.split(/\r\n?|\n/);
  const starts = lines.flatMap((line, index) => (TIMING.test(line) ? [index] : []));
  return starts.map((start, n) => {
    const next = starts[n + 1] ?? lines.length;
    const hasIdentifier = next < lines.length && IDENTIFIER_ABOVE.test(`${lines[next - 2]}\n${lines[next - 1]}`);
    const block = lines.slice(start + 1, hasIdentifier ? next - 1 : next);
    const note = block.findIndex((line, i) => /^(?:NOTE|STYLE|REGION)\b/.test(line) && block[i - 1]?.trim() === '');
    return note < 0 ? block : block.slice(0, note);
  });
}

interface SpokenLines {
  readonly speaker: string | null;
  readonly lines: readonly string[];
}

/** A block is one cue, or several when the voice changes inside it. */
function cuesOf(block: readonly string[]): readonly SpokenLines[] {
  const voices = block.join('\n').split(/(?=<v(?:\.[^\s>]+)*\s)/i);
  return voices.flatMap((part) => {
    const voice = part.match(VOICE)?.[1]?.trim() ?? null;
    const lines = part
      .split('\n')
      .map(plainWords)
      .filter((line) => line !== '');
    const bracketed = voice === null ? lines[0]?.match(BRACKETED_NAME) : undefined;
    if (bracketed) lines[0] = (lines[0] ?? '').slice(bracketed[0].length);
    return lines.length === 0 ? [] : [{ speaker: voice ?? bracketed?.[1]?.trim() ?? null, lines }];
  });
}

function plainWords(line: string): string {
  return line
    .replace(/<[^<>]*>/g, '')
    .replace(/\{\\[^}]*\}/g, '')
    .replace(/&(?:amp|lt|gt|nbsp|lrm|rlm);/g, (entity) => ENTITIES[entity] ?? '')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * Live captions show old lines again above the new one, or the same line grown by a word. Both are taken once, but only
 * in a file that does so throughout: a speaker may well say "yes" twice.
 */
function withoutRolledLines(cues: readonly SpokenLines[]): { readonly cues: readonly Cue[]; readonly rolled: number } {
  const pairs = cues.slice(1).map((cue, i) => ({ before: cues[i]?.lines ?? [], now: cue.lines }));
  const carries = pairs.some(({ before, now }) => now.length > 1 && overlap(before, now) > 0);
  const grows = pairs.filter(({ before, now }) => isGrown(before.at(-1), now[0])).length > 1;

  const kept: { speaker: string | null; lines: string[] }[] = [];
  let rolled = 0;
  for (const cue of cues) {
    const last = kept.at(-1);
    const same = last !== undefined && last.speaker === cue.speaker;
    const repeated = same && carries ? overlap(last.lines, cue.lines) : 0;
    const fresh = cue.lines.slice(repeated);
    rolled += repeated;
    if (same && (grows || carries) && repeated === 0 && isGrown(last.lines.at(-1), fresh[0])) {
      last.lines.splice(-1, 1, ...fresh);
      rolled += 1;
    } else if (fresh.length > 0) {
      kept.push({ speaker: cue.speaker, lines: fresh });
    }
  }
  return { cues: kept.map(({ speaker, lines }) => ({ speaker, text: lines.join('\n') })), rolled };
}

/** How many lines the end of `before` and the beginning of `now` have in common. */
function overlap(before: readonly string[], now: readonly string[]): number {
  for (let size = Math.min(before.length, now.length); size > 0; size -= 1) {
    if (now.slice(0, size).every((line, i) => line === before[before.length - size + i])) return size;
  }
  return 0;
}

function isGrown(before: string | undefined, now: string | undefined): boolean {
  return before !== undefined && now !== undefined && now.length > before.length && now.startsWith(before);
}
