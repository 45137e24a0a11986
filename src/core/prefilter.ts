import { createLiteralSearch } from './literal-search.ts';
import { requiredLiterals } from './required-literals.ts';

/**
 * Makes of many expressions one that tells, in one pass over a text, which of them may match it: those whose required
 * literals it holds. Whoever is not named does not match; whoever is named has still to be tried. Most sentences match
 * nothing, and that is then known for the price of reading them once.
 *
 * @example const mayMatch = createPrefilter([/\bpay\b/iu, /\bboss\b/iu]); mayMatch('My boss left.') // the second
 */
export function createPrefilter(expressions: readonly RegExp[]): (text: string) => ReadonlySet<RegExp> {
  const required = expressions.map(requiredLiterals);
  const always = expressions.filter((_, index) => required[index]?.length === 0);
  /** All lists of all expressions: whose each is, and its literals. */
  const lists = required.flatMap((own, owner) => own.map((literals) => ({ owner, literals })));
  const listOf = lists.flatMap(({ literals }, list) => literals.map(() => list));
  const search = createLiteralSearch(lists.flatMap(({ literals }) => literals));
  /** The reading in which a list was fulfilled last, and how many of an expression's are in this one. */
  const fulfilled = new Uint32Array(lists.length);
  const counted = new Uint32Array(expressions.length);
  let reading = 0;
  let found: Set<RegExp>;
  const onFound = (literal: number) => {
    const list = listOf[literal] ?? 0;
    if (fulfilled[list] === reading) return;
    fulfilled[list] = reading;
    const owner = lists[list]?.owner ?? 0;
    const count = (counted[owner] ?? 0) + 1;
    counted[owner] = count;
    const expression = expressions[owner];
    if (count === required[owner]?.length && expression !== undefined) found.add(expression);
  };
  return (text) => {
    reading += 1;
    found = new Set(always);
    counted.fill(0);
    search(text, onFound);
    return found;
  };
}
