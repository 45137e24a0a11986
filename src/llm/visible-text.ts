const OPEN = '<think>';
const CLOSE = '</think>';

/** Removes what people must not see from the beginning of a stream. */
export interface VisibleText {
  /** Takes the next piece and returns what of it (and of held pieces) is visible. */
  push(delta: string): string;
  /** What was held back because the thinking might have begun, when the text ends. */
  end(): string;
}

/** Strips a leading `<think>…</think>` block and blanks before the first visible character. */
export function createVisibleText(): VisibleText {
  let held = '';
  let begun = false;
  return {
    push(delta) {
      if (begun) return delta;
      held = (held + delta).trimStart();
      if (held.startsWith(OPEN)) {
        const end = held.indexOf(CLOSE);
        if (end < 0) return '';
        held = held.slice(end + CLOSE.length).trimStart();
      } else if (OPEN.startsWith(held)) return '';
      if (held === '') return '';
      begun = true;
      return held;
    },
    // An unfinished block is thought, not an answer; anything else held is a text that merely begins like a tag.
    end: () => (begun || held.startsWith(OPEN) ? '' : held),
  };
}
