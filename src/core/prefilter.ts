import { requiredLiterals } from './required-literals.ts';

/** A literal's next letter, and the lists of required literals that a text fulfils when it comes to here. */
interface Node {
  readonly next: Map<number, Node>;
  readonly fulfils: number[];
}

const newNode = (): Node => ({ next: new Map(), fulfils: [] });

/** As `i` and `u` fold them: what else than itself may match a letter of an ASCII literal. */
const LONG_S = 0x17f;
const KELVIN = 0x212a;

/** The folded code unit at an offset; 0, which no literal holds, beyond the end. */
function letterAt(text: string, offset: number): number {
  const unit = offset < text.length ? text.charCodeAt(offset) : 0;
  if (unit >= 0x41 && unit <= 0x5a) return unit + 0x20;
  if (unit === LONG_S) return 0x73;
  return unit === KELVIN ? 0x6b : unit;
}

/**
 * Makes of many expressions one that tells, in one pass over a text, which of them may match it: those whose required
 * literals it holds. Whoever is not named does not match; whoever is named has still to be tried. Most sentences match
 * nothing, and that is then known for the price of reading them once.
 *
 * @example const mayMatch = createPrefilter([/\bpay\b/iu, /\bboss\b/iu]); mayMatch('My boss left.') // the second
 */
export function createPrefilter(expressions: readonly RegExp[]): (text: string) => ReadonlySet<RegExp> {
  const root = newNode();
  const always: RegExp[] = [];
  /** By list of required literals: the expression that it is of; by expression: how many lists it has. */
  const owners: number[] = [];
  const wanted: number[] = [];
  const literals: string[] = [];
  for (const [index, expression] of expressions.entries()) {
    const lists = requiredLiterals(expression);
    wanted.push(lists.length);
    if (lists.length === 0) always.push(expression);
    for (const list of lists) {
      for (const literal of list) addTo(root, literal, owners.length);
      literals.push(...list);
      owners.push(index);
    }
  }
  const mayBegin = beginnings(literals);
  /** The reading in which a list was fulfilled last, and how many of an expression's are in this one. */
  const fulfilled = new Uint32Array(owners.length);
  const counted = new Uint32Array(expressions.length);
  let reading = 0;
  return (text) => {
    reading += 1;
    const found = new Set(always);
    counted.fill(0);
    let second = letterAt(text, 0);
    let third = letterAt(text, 1);
    for (let start = 0; start < text.length; start += 1) {
      const first = second;
      second = third;
      third = letterAt(text, start + 2);
      if (!mayBegin(first, second, third)) continue;
      let node = root.next.get(first);
      for (let at = start + 1; node !== undefined; at += 1) {
        for (const list of node.fulfils) {
          if (fulfilled[list] === reading) continue;
          fulfilled[list] = reading;
          const owner = owners[list] ?? 0;
          const count = (counted[owner] ?? 0) + 1;
          counted[owner] = count;
          const expression = expressions[owner];
          if (count === wanted[owner] && expression !== undefined) found.add(expression);
        }
        node = node.next.get(letterAt(text, at));
      }
    }
    return found;
  };
}

/** Tells by a table whether literals may begin with three letters, which most places of a text rule out. */
function beginnings(literals: readonly string[]): (first: number, second: number, third: number) => boolean {
  const short = new Uint8Array(0x10000);
  const long = new Uint8Array(0x10000);
  const place = (first: number, second: number, third: number) => (first + second * 31 + third * 961) & 0xffff;
  for (const literal of literals) {
    const [first, second, third] = [literal.charCodeAt(0), literal.charCodeAt(1), literal.charCodeAt(2)];
    if (literal.length < 3) short[first] = 1;
    else long[place(first, second, third)] = 1;
  }
  return (first, second, third) => short[first] === 1 || long[place(first, second, third)] === 1;
}

function addTo(root: Node, literal: string, list: number): void {
  let node = root;
  for (let at = 0; at < literal.length; at += 1) {
    const unit = literal.charCodeAt(at);
    const next = node.next.get(unit) ?? newNode();
    node.next.set(unit, next);
    node = next;
  }
  node.fulfils.push(list);
}
