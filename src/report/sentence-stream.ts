/** Ends of sentences: Chinese marks at once, Latin marks only before a space, so that "3.5" and "v1.2" stay whole. */
const SENTENCE_END = /(?:[。！？]+[”’」』）]*|[.!?]+["'”’)\]]*(?=\s)|\n)/gu;

/** Cuts a stream of text into whole sentences. */
export interface SentenceStream {
  /** Takes the next piece and gives the sentences it completes. */
  push(delta: string): readonly string[];
  /** Gives what is left, for a stream that ended as it should. */
  end(): readonly string[];
}

/** Creates a stream that holds a sentence back until its end has arrived; line ends count as ends. */
export function createSentenceStream(): SentenceStream {
  let held = '';
  return {
    push(delta) {
      held += delta;
      const sentences: string[] = [];
      let from = 0;
      for (const match of held.matchAll(SENTENCE_END)) {
        const end = match.index + match[0].length;
        // A Chinese mark may still be followed by its closing quotation mark, in the next piece.
        if (end === held.length && match[0] !== '\n') break;
        if (isInSlot(held, match.index)) continue;
        sentences.push(held.slice(from, end).trim());
        from = end;
      }
      held = held.slice(from);
      return sentences.filter((sentence) => sentence !== '');
    },
    end() {
      const rest = held.trim();
      held = '';
      return rest === '' ? [] : [rest];
    },
  };
}

function isInSlot(text: string, index: number): boolean {
  const open = text.lastIndexOf('{', index);
  return open > text.lastIndexOf('}', index) && text.indexOf('\n', open) >= index;
}
