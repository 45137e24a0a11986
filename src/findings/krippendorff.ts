/** 0 for equal values, up to 1 for values with nothing in common. */
type Distance<Value> = (a: Value, b: Value) => number;

/** Distance of names: equal or not. */
export const nominalDistance: Distance<string> = (a, b) => (a === b ? 0 : 1);

/** Distance of sets: 1 - Jaccard x monotonicity (Passonneau 2006); two empty sets are equal. */
export const masiDistance: Distance<ReadonlySet<string>> = (a, b) => {
  const common = [...a].filter((value) => b.has(value)).length;
  const all = a.size + b.size - common;
  if (common === all) return 0;
  const oneHoldsOther = common === Math.min(a.size, b.size);
  const monotonicity = common === 0 ? 0 : oneHoldsOther ? 2 / 3 : 1 / 3;
  return 1 - (common / all) * monotonicity;
};

/**
 * Krippendorff's alpha over units, each a list of the values its coders gave (any number of coders, gaps allowed).
 * Null when chance cannot disagree: fewer than two values in all, or all of them alike.
 */
export function krippendorffAlpha<Value>(
  units: readonly (readonly Value[])[],
  distance: Distance<Value>,
): number | null {
  const pairable = units.filter((values) => values.length >= 2);
  const values = pairable.flat();
  const expected = disagreement(values, distance) / (values.length * (values.length - 1));
  if (!(expected > 0)) return null;
  const observed = pairable.reduce((sum, unit) => sum + disagreement(unit, distance) / (unit.length - 1), 0);
  return 1 - observed / values.length / expected;
}

/** Sum of distances over ordered pairs of different positions; equal values are counted, not compared one by one. */
function disagreement<Value>(values: readonly Value[], distance: Distance<Value>): number {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const distinct = [...counts];
  let sum = 0;
  for (const [i, [a, ofA]] of distinct.entries()) {
    for (const [b, ofB] of distinct.slice(i + 1)) sum += 2 * ofA * ofB * distance(a, b);
  }
  return sum;
}
