/**
 * A prime under 2^26: products stay exact in a double, and a vector that is a combination over the fractions is one
 * modulo it as well, so that nothing that can be derived is overlooked.
 */
const PRIME = 67_108_859;
/** Numbers that stand for one cell: many more than cells are ever combined, so that chance makes no combination. */
const LENGTH = 6;
/** With more small cells than this only pairs of them are looked at: triples would take seconds. */
const MANY_CELLS = 80;

type Numbers = readonly number[];

/** People whom all groups treat alike; nobody can tell them apart by counts. */
interface Cell {
  readonly size: number;
  /** What this cell's count is worth beside what has been told: zeros when it has been told. */
  readonly at: Numbers;
}

/** What may not be singled out. */
export interface IsolationRule {
  /** People from which on a group may be told. */
  readonly min: number;
  /** Cells put together at most when looking for a smaller group. */
  readonly most: number;
}

const mod = (value: number) => ((value % PRIME) + PRIME) % PRIME;

/** By Fermat: value^(PRIME - 2). */
function inverse(value: number): number {
  let [power, result] = [mod(value), 1];
  for (let left = PRIME - 2; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = mod(result * power);
    power = mod(power * power);
  }
  return result;
}

const isZero = (numbers: Numbers) => numbers.every((one) => one === 0);

/** Takes a multiple of `pivot` from others so that they lose the number at its first place that isn't zero. */
function eliminator(pivot: Numbers): (numbers: Numbers) => Numbers {
  const place = pivot.findIndex((one) => one !== 0);
  if (place < 0) return (numbers) => numbers;
  const scale = inverse(pivot[place] ?? 0);
  return (numbers) => {
    const factor = mod((numbers[place] ?? 0) * scale);
    return factor === 0 ? numbers : numbers.map((one, index) => mod(one - factor * (pivot[index] ?? 0)));
  };
}

/** Inverses of many numbers for the price of one: each is the whole product's inverse times all the others. */
function inverses(values: Numbers): Numbers {
  const before: number[] = [];
  let product = 1;
  for (const value of values) {
    before.push(product);
    product = mod(product * value);
  }
  let after = inverse(product);
  const result: number[] = [];
  for (let index = values.length - 1; index >= 0; index -= 1) {
    result[index] = mod(after * (before[index] ?? 0));
    after = mod(after * (values[index] ?? 0));
  }
  return result;
}

/** The same words for vectors, none of them zero, that are multiples of each other. */
function directionsOf(list: readonly Numbers[]): readonly string[] {
  const scales = inverses(list.map((numbers) => numbers.find((one) => one !== 0) ?? 1));
  return list.map((numbers, index) => numbers.map((one) => mod(one * (scales[index] ?? 0))).join(' '));
}

/** Numbers without a pattern, the same at every run (Mulberry32). */
function scattered(count: number, seed: number): Numbers {
  return Array.from({ length: count }, (_, index) => {
    let state = (Math.imul(seed * LENGTH + index + 1, 0x6d2b79f5) + seed) | 0;
    state = Math.imul(state ^ (state >>> 15), state | 1);
    state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
    return mod((state ^ (state >>> 14)) >>> 0);
  });
}

/** Told groups as rows over the cells, brought to reduced form: each row alone holds a one in its pivot cell. */
function reducedRows(rows: readonly Numbers[]): readonly { readonly pivot: number; readonly row: Numbers }[] {
  let reduced: { pivot: number; row: Numbers }[] = [];
  for (const raw of rows) {
    const row = reduced.reduce((left, known) => eliminator(known.row)(left), raw);
    const pivot = row.findIndex((one) => one !== 0);
    if (pivot < 0) continue;
    const scale = inverse(row[pivot] ?? 0);
    const unit = row.map((one) => mod(one * scale));
    const away = eliminator(unit);
    reduced = [...reduced.map((known) => ({ pivot: known.pivot, row: away(known.row) })), { pivot, row: unit }];
  }
  return reduced;
}

/** Where each cell stands once everything that follows from the told groups is taken as nothing. */
function placed(cells: readonly { readonly size: number; readonly in: readonly boolean[] }[], told: number) {
  const rows = Array.from({ length: told }, (_, group) => cells.map((cell) => (cell.in[group] === true ? 1 : 0)));
  const reduced = reducedRows(rows);
  const free = cells.map((_, index) => scattered(LENGTH, index + 1));
  return cells.map(({ size }, index): Cell => {
    const own = reduced.find(({ pivot }) => pivot === index);
    if (own === undefined) return { size, at: free[index] ?? [] };
    const others = own.row.flatMap((factor, cell) => (cell === index || factor === 0 ? [] : [{ factor, cell }]));
    const at = Array.from({ length: LENGTH }, (_, place) =>
      others.reduce((sum, { factor, cell }) => mod(sum - factor * (free[cell]?.[place] ?? 0)), 0),
    );
    return { size, at };
  });
}

/** One cell, the smallest, of those that lie in one direction; what has been told anyway helps nobody. */
function distinct(cells: readonly Cell[]): readonly Cell[] {
  const untold = cells.filter(({ at }) => !isZero(at)).sort((a, b) => a.size - b.size);
  const directions = directionsOf(untold.map(({ at }) => at));
  return untold.filter((_, index) => directions.indexOf(directions[index] ?? '') === index);
}

function isReachedByTwo(target: Numbers, cells: readonly Cell[], people: number): boolean {
  const away = eliminator(target);
  const rests = cells.map(({ at }) => away(at));
  if (rests.some(isZero)) return true;
  const smallest = new Map<string, number>();
  // The cells come smallest first, so that the first of a direction is the best partner of all that follow.
  return directionsOf(rests).some((direction, index) => {
    const { size } = cells[index] ?? { size: people };
    const known = smallest.get(direction);
    if (known === undefined) smallest.set(direction, size);
    return known !== undefined && known + size <= people;
  });
}

/** True when the target is a combination of cells that hold no more people than these. */
function isReached(target: Numbers, all: readonly Cell[], { people, most }: { people: number; most: number }): boolean {
  const cells = distinct(all.filter(({ size }) => size <= people));
  if (isReachedByTwo(target, cells, people)) return true;
  if (people < 3 || most < 3 || cells.length > MANY_CELLS) return false;
  return cells.some(({ size, at }, index) => {
    const away = eliminator(at);
    const rest = cells.slice(index + 1).map((cell) => ({ size: cell.size, at: away(cell.at) }));
    return isReached(away(target), rest, { people: people - size, most: most - 1 });
  });
}

/**
 * Whether the counts of a group, added to and taken from those of the groups told before in any way (differences,
 * complements, sums of several), would give the counts of fewer than `min` people. What follows from the told groups
 * by itself tells nothing new and isolates nobody.
 */
export function wouldIsolate(
  asked: ReadonlySet<string>,
  told: readonly ReadonlySet<string>[],
  { min, most }: IsolationRule,
): boolean {
  const groups = [...told, asked];
  const people = new Set(groups.flatMap((group) => [...group]));
  const cells = new Map<string, { readonly in: readonly boolean[]; size: number }>();
  for (const person of people) {
    const where = groups.map((group) => group.has(person));
    const cell = cells.get(where.join()) ?? { in: where, size: 0 };
    cell.size += 1;
    cells.set(where.join(), cell);
  }
  const list = [...cells.values()];
  const at = placed(list, told.length);
  const target = at
    .filter((_, index) => list[index]?.in[told.length] === true)
    .reduce<Numbers>((sum, cell) => sum.map((one, place) => mod(one + (cell.at[place] ?? 0))), Array(LENGTH).fill(0));
  return !isZero(target) && isReached(target, at, { people: min - 1, most });
}
