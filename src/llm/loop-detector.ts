/** Blank characters in a row: our flat schemas indent by 8 at most and prose never has more than a few. */
const MAX_BLANKS = 32;
/** A phrase must come this often in a row... */
const MIN_REPEATS = 4;
/** ...and fill this many characters: shorter runs are emphasis ("非常非常"), rules ("-----") or table borders. */
const MIN_LOOP_CHARS = 80;
/** Longest phrase looked for, in characters: a small model repeats whole paragraphs. */
const MAX_PERIOD = 400;

const BLANK_TAIL = /\s+$/u;

/** Watches growing text for the two ways in which small models run on to their token cap. */
export interface LoopDetector {
  /** Takes the next piece; true once the text runs in circles. */
  push(delta: string): boolean;
}

/** Finds endless blanks and endlessly repeated phrases in the tail of a text, in any script. */
export function createLoopDetector(): LoopDetector {
  let tail = '';
  return {
    push(delta) {
      tail = (tail + delta).slice(-MAX_PERIOD * MIN_REPEATS);
      const blanks = BLANK_TAIL.exec(tail)?.[0].length ?? 0;
      return blanks > MAX_BLANKS || isRepeating(tail);
    },
  };
}

function isRepeating(text: string): boolean {
  for (let period = 1; period <= MAX_PERIOD; period += 1) {
    const needed = Math.max(MIN_LOOP_CHARS, period * MIN_REPEATS);
    if (needed > text.length) break;
    if (endsInPeriod(text, period, needed)) return true;
  }
  return false;
}

function endsInPeriod(text: string, period: number, length: number): boolean {
  for (let i = text.length - 1; i >= text.length - length + period; i -= 1) {
    if (text[i] !== text[i - period]) return false;
  }
  return true;
}
