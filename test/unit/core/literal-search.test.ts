import { expect, it } from 'vitest';
import { createLiteralSearch } from '../../../src/core/literal-search.ts';
import { seededRandom } from '../../../src/core/seeded-random.ts';

function foundIn(text: string, literals: readonly string[]): readonly string[] {
  const found = new Set<string>();
  createLiteralSearch(literals)(text, (literal) => found.add(literals[literal] ?? ''));
  return [...found].sort();
}

it('finds literals of every length, also at both ends, inside one another and in Chinese', () => {
  expect(
    foundIn('My pay rise: 没有加薪', ['my', 'pay', 'pay rise', 'rise', 'a', '加薪', '没', '薪水', 'boss']),
  ).toEqual(['my', 'pay', 'pay rise', 'rise', 'a', '加薪', '没'].sort());
  expect(foundIn('', ['a'])).toEqual([]);
  expect(foundIn('pa', ['pay', 'pays'])).toEqual([]);
});

it('finds what a search for each alone finds, whatever the letters', () => {
  const random = seededRandom(7);
  const word = (most: number) =>
    Array.from({ length: 1 + Math.floor(random() * most) }, () => 'abcd薪水加班 '[Math.floor(random() * 9)]).join('');
  const literals = [...new Set(Array.from({ length: 300 }, () => word(7)))];
  for (let round = 0; round < 200; round += 1) {
    const text = word(40);
    expect(foundIn(text, literals)).toEqual(literals.filter((literal) => text.includes(literal)).sort());
  }
});
