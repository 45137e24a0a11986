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

function folded(unit: number): number {
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
  for (const [index, expression] of expressions.entries()) {
    const lists = requiredLiterals(expression);
    wanted.push(lists.length);
    if (lists.length === 0) always.push(expression);
    for (const literals of lists) {
      for (const literal of literals) addTo(root, literal, owners.length);
      owners.push(index);
    }
  }
  /** The reading in which a list was fulfilled last, and how many of an expression's are in `reading`. */
  const fulfilled = new Uint32Array(owners.length);
  const counted = new Uint32Array(expressions.length);
  let reading = 0;
  return (text) => {
    reading += 1;
    const found = new Set(always);
    counted.fill(0);
    for (let start = 0; start < text.length; start += 1) {
      let node = root.next.get(folded(text.charCodeAt(start)));
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
        node = at < text.length ? node.next.get(folded(text.charCodeAt(at))) : undefined;
      }
    }
    return found;
  };
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
