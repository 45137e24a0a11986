/** As `i` and `u` fold them: what else than itself may match a letter of an ASCII literal. */
const LONG_S = 0x17f;
const KELVIN = 0x212a;
/** Slots of the table of edges for each edge: nearly every question is answered by its first slot. */
const ROOM = 2;
/** Beginnings are looked up by three letters and, where all literals that begin so are longer, by so many. */
const LONG_BEGINNING = 5;
/** What may begin with three letters. */
const ANY = 1;
const LONG_ONLY = 2;

/** Tells of each literal that a text holds, by its place in the list, as often as it stands there. */
export type LiteralSearch = (text: string, onFound: (literal: number) => void) => void;

/** Numbers the code units that literals hold, from 1; ASCII letters of either case have one number. */
function alphabetOf(literals: readonly string[]): { readonly alphabet: Uint16Array; readonly size: number } {
  const alphabet = new Uint16Array(0x10000);
  let size = 0;
  for (const unit of new Set(
    literals
      .join('')
      .split('')
      .map((letter) => letter.charCodeAt(0)),
  )) {
    size += 1;
    alphabet[unit] = size;
    if (unit >= 0x61 && unit <= 0x7a) alphabet[unit - 0x20] = size;
    if (unit === 0x73) alphabet[LONG_S] = size;
    if (unit === 0x6b) alphabet[KELVIN] = size;
  }
  return { alphabet, size };
}

/**
 * Prepares the search for many literals, none of them empty, in one pass over a text. The literals' ASCII letters are
 * small; in the text case counts for nothing among ASCII letters, and ſ and the Kelvin sign are s and k.
 *
 * @example createLiteralSearch(['pay', 'boss'])('My Boss left.', (literal) => found.push(literal)) // 1
 */
export function createLiteralSearch(literals: readonly string[]): LiteralSearch {
  const { alphabet, size } = alphabetOf(literals);
  const letter = (text: string, at: number) => alphabet[text.charCodeAt(at)] ?? 0;
  const nodes = literals.reduce((sum, { length }) => sum + length, 0);
  const edges = createEdges(nodes, size);
  const begins = createBeginnings();
  /** By node: the literals that end there. */
  const ends: (number[] | undefined)[] = [];
  for (const [index, literal] of literals.entries()) {
    let node = 0;
    for (let at = 0; at < literal.length; at += 1) node = edges.add(node, letter(literal, at));
    ends[node] = [...(ends[node] ?? []), index];
    begins.add(Array.from({ length: Math.min(literal.length, LONG_BEGINNING) }, (_, at) => letter(literal, at)));
  }
  return (text, onFound) => {
    const { length } = text;
    const letterAt = (at: number) => (at < length ? letter(text, at) : 0);
    let second = letterAt(0);
    let third = letterAt(1);
    for (let start = 0; start < length; start += 1) {
      const first = second;
      second = third;
      third = letterAt(start + 2);
      const place = begins.placeOf(first, second, third);
      const kind = begins.kindOf(first, place);
      if (kind === 0) continue;
      if (kind === LONG_ONLY && !begins.isLong(place, letterAt(start + 3), letterAt(start + 4))) continue;
      let node = edges.next(0, first);
      for (let at = start + 1; node !== 0; at += 1) {
        const found = ends[node];
        if (found !== undefined) for (const literal of found) onFound(literal);
        node = edges.next(node, letterAt(at));
      }
    }
  };
}

/** Tables that rule out most places of a text; they may say too much, never too little. */
function createBeginnings() {
  const short = new Uint8Array(0x10000);
  const kinds = new Uint8Array(0x10000);
  const long = new Uint8Array(0x10000);
  const placeOf = (first: number, second: number, third: number) => (first + second * 31 + third * 961) & 0xffff;
  const farther = (place: number, fourth: number, fifth: number) =>
    (place + fourth * 29_791 + fifth * 923_521) & 0xffff;
  return {
    placeOf,
    kindOf: (first: number, place: number) => (short[first] === 1 ? ANY : (kinds[place] ?? 0)),
    isLong: (place: number, fourth: number, fifth: number) => long[farther(place, fourth, fifth)] === 1,
    add([first = 0, second = 0, third = 0, fourth = 0, fifth = 0]: readonly number[]) {
      const place = placeOf(first, second, third);
      if (third === 0) short[first] = 1;
      else if (fifth === 0 || kinds[place] === ANY) kinds[place] = ANY;
      else kinds[place] = LONG_ONLY;
      if (fifth !== 0) long[farther(place, fourth, fifth)] = 1;
    },
  };
}

/** The edges of a tree of so many nodes at most: node 0 is the root, and no letter leads back to it. */
function createEdges(mostNodes: number, letters: number) {
  const mask = 2 ** Math.max(4, Math.ceil(Math.log2((mostNodes + 1) * ROOM))) - 1;
  /** Two numbers a slot, so that they are fetched together: which edge it is, 0 for a free one, and where it leads. */
  const slots = new Int32Array((mask + 1) * 2);
  let nodes = 0;
  const edgeOf = (node: number, letter: number) => node * (letters + 1) + letter;
  /** The slot of an edge, or the free one where it belongs. */
  const slotOf = (edge: number) => {
    let slot = Math.imul(edge, 0x9e3779b1) >>> 8;
    for (; ; slot += 1) {
      const known = slots[(slot & mask) * 2];
      if (known === edge || known === 0) return (slot & mask) * 2;
    }
  };
  return {
    /** The node behind a letter; 0 where no literal goes on. */
    next: (node: number, letter: number) => (letter === 0 ? 0 : (slots[slotOf(edgeOf(node, letter)) + 1] ?? 0)),
    add(node: number, letter: number): number {
      const edge = edgeOf(node, letter);
      const slot = slotOf(edge);
      if (slots[slot] === edge) return slots[slot + 1] ?? 0;
      nodes += 1;
      slots[slot] = edge;
      slots[slot + 1] = nodes;
      return nodes;
    },
  };
}
