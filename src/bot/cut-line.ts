/** Stretches that lose their meaning when cut: links, autolinks, mentions, entities, bare addresses, escapes. */
const WHOLE = /!?\[[^\]\n]*\]\([^)\s]*\)|<[^<>\s][^<>\n]*>|&(?:amp|lt|gt|#\d+);|https?:\/\/[^\s)>\]]+|\\./g;

/** Cuts one line into pieces of at most `room` UTF-16 units: after a sentence, a word, else between two graphemes. */
export function cutLine(line: string, room: number): readonly string[] {
  const pieces: string[] = [];
  let rest = line;
  while (rest.length > room) {
    const end = bestCut(rest, Math.max(1, room));
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...pieces, rest];
}

function bestCut(line: string, room: number): number {
  const whole = [...line.matchAll(WHOLE)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
  const free = (at: number) => at > 0 && at <= room && !whole.some((span) => at > span.start && at < span.end);
  // Segmenting a little past the room is enough to know whether the last segment really ends there.
  const window = line.slice(0, room + 64);
  const sentence = lastBoundary(window, 'sentence', free);
  if (sentence > room / 2) return sentence;
  const word = lastBoundary(window, 'word', (at) => free(at) && /\s/.test(line[at - 1] ?? ''));
  if (word > room / 2) return word;
  const grapheme = lastBoundary(window, 'grapheme', free);
  // A link longer than a whole message has to be cut somewhere.
  return grapheme > 0
    ? grapheme
    : Math.max(
        1,
        lastBoundary(window, 'grapheme', (at) => at > 0 && at <= room),
      );
}

function lastBoundary(
  text: string,
  granularity: 'sentence' | 'word' | 'grapheme',
  allowed: (at: number) => boolean,
): number {
  let last = 0;
  for (const { index } of new Intl.Segmenter(undefined, { granularity }).segment(text)) {
    if (allowed(index)) last = index;
  }
  return last;
}
