import type { Span } from '../../core/interview.ts';
import { trimSpan } from './lines.ts';

/** Pieces that cannot end a sentence: titles, abbreviations, list numbers. */
const UNFINISHED =
  /(?:^|[\s(“"])(?:Dr|Mr|Mrs|Ms|Prof|St|No|vs|etc|e\.g|i\.e|approx|dept|Jr|Sr|Inc|Ltd|Co)\.\s*$|^\s*(?:\(?\d{1,3}|[A-Za-z]|[ivx]{1,4})[.)]\s*$/i;
/** A Chinese clause shorter than this is no sentence of its own behind a ；. */
const CLAUSE_MIN = 6;
/** A line this long that ends in the middle of a Chinese sentence was wrapped by a program, not by its writer. */
const WRAPPED_ZH = 28;

/**
 * What opens a sentence but looks to the segmenter like the end of the one before: the bracket of a masked name
 * ("[name] went."), and a Chinese quotation mark or bracket right behind a full stop.
 */
const OPENING = /\[(?=(?:name|email|phone|id)\])|(?<=[。！？])[“「『（【《]/gu;

/** Cuts a stretch of text into sentences: spans without white space at their ends, in order, never empty. */
export function splitSentences(text: string, span: Span): readonly Span[] {
  const words = text.slice(span.start, span.end);
  const segmenter = new Intl.Segmenter(/\p{Script=Han}/u.test(words) ? 'zh' : 'en', { granularity: 'sentence' });
  const pieces: Span[] = [];
  for (const { segment: seen, index } of segmenter.segment(words.replace(OPENING, 'N'))) {
    const start = span.start + index;
    const segment = words.slice(index, index + seen.length);
    const previous = pieces.at(-1);
    if (previous !== undefined && joins(text.slice(previous.start, previous.end), segment)) {
      pieces[pieces.length - 1] = { start: previous.start, end: start + segment.length };
    } else pieces.push({ start, end: start + segment.length });
  }
  return pieces
    .flatMap((piece) => splitClauses(text, piece))
    .map((piece) => trimSpan(text, piece))
    .filter((piece) => /[\p{L}\p{N}]/u.test(text.slice(piece.start, piece.end)));
}

function joins(previous: string, next: string): boolean {
  if (UNFINISHED.test(previous)) return true;
  // Closing quotes and brackets belong to what they close.
  if (/^[”’"」』)）\]]+\s*$/u.test(next)) return true;
  if (!/\n\s*$/.test(previous) || /\n\s*\n\s*$/.test(previous)) return false;
  const line = previous.trimEnd();
  if (/[.!?。！？…:：;；”"]$/u.test(line)) return false;
  if (/^\s*\p{Ll}/u.test(next)) return true;
  const lastLine = line.slice(line.lastIndexOf('\n') + 1);
  return lastLine.length >= WRAPPED_ZH && /\p{Script=Han}[，、]?$/u.test(line) && /^\p{Script=Han}/u.test(next);
}

function splitClauses(text: string, piece: Span): readonly Span[] {
  const words = text.slice(piece.start, piece.end);
  const cuts: number[] = [];
  let depth = 0;
  let last = 0;
  for (let at = 0; at < words.length; at += 1) {
    const char = words.charAt(at);
    if ('“「『（('.includes(char)) depth += 1;
    else if ('”」』）)'.includes(char)) depth -= 1;
    else if (char === '；' && depth === 0 && at - last >= CLAUSE_MIN && words.length - at > CLAUSE_MIN) {
      cuts.push(at + 1);
      last = at + 1;
    }
  }
  return slices(piece, cuts);
}

function slices(piece: Span, cuts: readonly number[]): readonly Span[] {
  const edges = [0, ...cuts, piece.end - piece.start];
  return edges.slice(1).map((edge, index) => ({ start: piece.start + (edges[index] ?? 0), end: piece.start + edge }));
}
