import { describe, expect, it } from 'vitest';
import { halvesOf, windowsOf } from '../../../../src/coding/model/windows.ts';
import { estimateTokens } from '../../../../src/core/estimate-tokens.ts';
import { draftOf } from '../../../support/interviews.ts';

const WORDS = 'They moved the desks again and nobody said a word about it. ';
const HAN = '他们又把桌子挪了一遍谁也没有吭声。';

describe('token estimates', () => {
  it('are near the tokenizer, a little above', () => {
    expect(estimateTokens('a'.repeat(460))).toBe(111);
    expect(estimateTokens('挪'.repeat(100))).toBe(73);
    expect(estimateTokens('2024-05-17')).toBeGreaterThanOrEqual(10);
    expect(estimateTokens('')).toBe(0);
  });
});

describe('windows', () => {
  it.each([
    ['English', WORDS],
    ['Chinese', HAN],
  ])('hold whole exchanges, within the room (%s)', (_, words) => {
    const turns = Array.from({ length: 12 }, () => [
      ['interviewer', '然后呢？'] as const,
      ['leaver', words.repeat(4)] as const,
    ]);
    const draft = draftOf(turns.flat());
    const windows = windowsOf(draft, 400);
    expect(windows.length).toBeGreaterThan(1);
    expect(windows.flatMap(({ exchanges }) => exchanges.flat())).toEqual(draft.sentences.map(({ id }) => id));
    for (const { exchanges } of windows) expect(exchanges.every((ids) => ids.length === 5)).toBe(true);
    expect(windows[1]?.context).toEqual(windows[0]?.exchanges.at(-1));
  });
  it('are of about the same size where servers share them: none is left over', () => {
    const turns = Array.from({ length: 31 }, () => ['leaver', WORDS.repeat(4)] as const);
    const sizes = windowsOf(draftOf(turns), 10 * estimateTokens(WORDS.repeat(5)), 2).map(
      ({ exchanges }) => exchanges.length,
    );
    expect(sizes.length).toBeGreaterThan(2);
    expect(Math.min(...sizes)).toBeGreaterThan(Math.max(...sizes) / 2);
  });
  it('are as many for each server, once there are more than servers', () => {
    const turns = Array.from({ length: 50 }, () => ['leaver', WORDS.repeat(4)] as const);
    const draft = draftOf(turns);
    const countOf = (limit: number, servers: number) => windowsOf(draft, limit, servers).length;
    const all = turns.length * estimateTokens(WORDS.repeat(4));
    expect(countOf(all / 4, 1) % 4).not.toBe(0);
    expect(countOf(all / 4, 4) % 4).toBe(0);
    expect(countOf(all / 4, 4) - countOf(all / 4, 1)).toBeLessThan(4);
    // Fewer than servers: an interview that others stand beside isn't cut up for the servers' sake.
    expect(countOf(all / 2, 4)).toBe(countOf(all / 2, 1));
  });
  it('cut a speech that is too long between sentences', () => {
    const draft = draftOf([['leaver', WORDS.repeat(60)]]);
    const windows = windowsOf(draft, 300);
    expect(windows.length).toBeGreaterThan(2);
    expect(windows.flatMap(({ exchanges }) => exchanges.flat())).toHaveLength(60);
  });
  it('leave out stretches in which only others speak', () => {
    expect(windowsOf(draftOf([['interviewer', WORDS.repeat(3)]]))).toEqual([]);
  });
  it('halve by exchanges, then by sentences, down to one', () => {
    const draft = draftOf([['leaver', WORDS.repeat(3)]]);
    const [window] = windowsOf(draft);
    const halves = window === undefined ? null : halvesOf(draft, window);
    expect(halves?.map(({ exchanges }) => exchanges.flat())).toEqual([[1, 2], [3]]);
    expect(halvesOf(draft, { context: [], exchanges: [[1]] })).toBeNull();
  });
});
