/** Longest pattern a person can still read. */
const MAX_PATTERN_LETTERS = 600;
/** "…" in a pattern: any words of the same sentence, few enough that they still belong together. */
const GAP = '[^.!?。！？]{0,40}?';

/**
 * Compiles a pattern of a codebook's file, where "…" stands for a gap inside one sentence; case is ignored.
 * Throws a RangeError whose message a person understands: not a valid expression, too long, or one that could run for
 * ever on a hostile text (a repeated group, a repetition without limit).
 */
export function compilePattern(source: string): RegExp {
  if (source.length > MAX_PATTERN_LETTERS) throw new RangeError(`a pattern may have ${MAX_PATTERN_LETTERS} characters`);
  const bare = source.replace(/\\./gu, 'x').replace(/\[[^\]]*\]/gu, 'x');
  if (/\)(?:[*+]|\{\d+,?\d*\})/u.test(bare)) throw new RangeError(`a group may not be repeated: ${source}`);
  if (/[*+]|\{\d+,\}/u.test(bare)) throw new RangeError(`a repetition without limit, write "…" or {0,9}: ${source}`);
  try {
    return new RegExp(source.replaceAll('…', GAP), 'iu');
  } catch (error) {
    throw new RangeError(`not a valid regular expression: ${source}`, { cause: error });
  }
}
