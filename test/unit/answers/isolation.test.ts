import { describe, expect, it } from 'vitest';
import { wouldIsolate } from '../../../src/answers/isolation.ts';
import { seededRandom } from '../../../src/core/seeded-random.ts';

const RULE = { min: 5, most: 4 };
const people = (from: number, to: number) =>
  new Set(Array.from({ length: to - from }, (_, index) => `p${from + index}`));
const both = (...groups: readonly ReadonlySet<string>[]) => new Set(groups.flatMap((group) => [...group]));

/** Rank in plain fractions, for small matrices of zeros and ones. */
function rankOf(rows: readonly (readonly number[])[]): number {
  const left = rows.map((row) => [...row]);
  let rank = 0;
  for (let column = 0; column < (left[0]?.length ?? 0); column += 1) {
    const pivot = left.findIndex((row, index) => index >= rank && Math.abs(row[column] ?? 0) > 1e-9);
    const row = left[pivot];
    if (row === undefined) continue;
    left.splice(pivot, 1);
    for (const other of left) {
      const factor = left.indexOf(other) < rank ? 0 : (other[column] ?? 0) / (row[column] ?? 1);
      for (let index = 0; index < other.length; index += 1)
        other[index] = (other[index] ?? 0) - factor * (row[index] ?? 0);
    }
    left.splice(rank, 0, row);
    rank += 1;
  }
  return rank;
}

function subsets(all: readonly string[], size: number): readonly (readonly string[])[] {
  if (size === 0) return [[]];
  return all.flatMap((one, index) => subsets(all.slice(index + 1), size - 1).map((rest) => [one, ...rest]));
}

/** Whether any combination of counts speaks of fewer than five people, found by trying every four of them. */
function derives(groups: readonly ReadonlySet<string>[], all: readonly string[]): boolean {
  const matrix = (kept: readonly string[]) => groups.map((group) => kept.map((one) => (group.has(one) ? 1 : 0)));
  const whole = rankOf(matrix(all));
  return subsets(all, 4).some((four) => rankOf(matrix(all.filter((one) => !four.includes(one)))) < whole);
}

describe('wouldIsolate', () => {
  it.each([
    ['a difference of two', people(0, 18), [people(0, 20)], true],
    ['a difference of five', people(0, 15), [people(0, 20)], false],
    ['the group itself again', people(0, 18), [people(0, 20), people(0, 18)], false],
    ['two that overlap in all but three', both(people(0, 10), people(12, 13)), [people(0, 12)], true],
    ['the rest that two earlier answers leave', people(8, 16), [people(0, 19), people(0, 8)], true],
    [
      'the overlap of two, from the sum of both',
      both(people(0, 8), people(8, 16)),
      [people(0, 10), people(6, 16)],
      true,
    ],
    ['an overlap that no sum gives', people(6, 16), [people(0, 22), people(0, 8)], false],
    ['what follows from what was told', people(10, 20), [people(0, 20), people(0, 10)], false],
    ['nobody', new Set<string>(), [people(0, 20)], false],
    [
      'one person told by two reports, and the same one by a department',
      both(people(0, 11), people(19, 20)),
      [people(0, 19), people(0, 20), people(0, 11)],
      false,
    ],
    [
      'one more person beside the one told by two reports',
      both(people(0, 12), people(19, 20)),
      [people(0, 19), people(0, 20), people(0, 11)],
      true,
    ],
  ])('%s', (_, asked, told, isIsolated) => {
    expect(wouldIsolate(asked, told, RULE)).toBe(isIsolated);
  });

  it('agrees with trying out every four people, whatever was asked and in whatever order', () => {
    const random = seededRandom(20_261_129);
    const tally = { told: 0, refused: 0 };
    for (let round = 0; round < 60; round += 1) {
      const all = [...people(0, 8 + Math.floor(random() * 4))];
      const told: ReadonlySet<string>[] = [new Set(all)];
      for (let question = 0; question < 12; question += 1) {
        const share = 0.3 + random() * 0.6;
        const asked = new Set(all.filter(() => random() < share));
        const isRefused = asked.size < RULE.min || wouldIsolate(asked, told, RULE);
        expect(isRefused, `round ${round}, question ${question}`).toBe(
          asked.size < RULE.min || derives([...told, asked], all),
        );
        if (!isRefused) told.push(asked);
        tally[isRefused ? 'refused' : 'told'] += 1;
      }
    }
    expect(tally.told).toBeGreaterThan(60);
    expect(tally.refused).toBeGreaterThan(60);
  });

  it('lets no two told groups of a large channel differ by a handful, nor the parts of three', () => {
    const random = seededRandom(7);
    const all = Array.from({ length: 60 }, (_, index) => ({ id: `p${index}`, traits: [random(), random(), random()] }));
    const told: ReadonlySet<string>[] = [new Set(all.map(({ id }) => id))];
    for (let question = 0; question < 70; question += 1) {
      const [trait, low, high] = [Math.floor(random() * 3), random() * 0.6, 0.4 + random() * 0.6];
      const other = random() < 0.5 ? null : Math.floor(random() * 3);
      const fits = ({ traits }: { readonly traits: readonly number[] }) =>
        (traits[trait] ?? 0) >= low && (traits[trait] ?? 0) < high && (other === null || (traits[other] ?? 0) < high);
      const asked = new Set(all.filter(fits).map(({ id }) => id));
      if (asked.size >= RULE.min && !wouldIsolate(asked, told, RULE)) told.push(asked);
    }
    expect(told.length).toBeGreaterThan(8);
    const few = (count: number) => count > 0 && count < RULE.min;
    for (const [index, a] of told.entries()) {
      for (const [later, b] of told.slice(index + 1).entries()) {
        expect(few(a.symmetricDifference(b).size), 'two').toBe(false);
        for (const c of told.slice(index + later + 2)) {
          for (const [x, y, z] of [
            [a, b, c],
            [b, c, a],
            [c, a, b],
          ] as const) {
            if (!y.isDisjointFrom(z)) continue;
            expect(few(x.symmetricDifference(y.union(z)).size), 'one against two').toBe(false);
          }
        }
      }
    }
  });
});
