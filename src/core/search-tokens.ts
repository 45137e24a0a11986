/** English words that tell two sentences of talk not apart. */
const COMMON = new Set(
  'the and for was were are with that this they them their there what when which who has have had not but from you our out all any its been would could about because very just into than then some'.split(
    ' ',
  ),
);
const RUN = /\p{Script=Han}+|[\p{L}\p{N}]+/gu;
/** Shorter Latin words carry no topic. */
const WORD_MIN = 3;

/** One form for singular and plural, so that "managers" finds "manager". */
function stem(word: string): string {
  return word.length > WORD_MIN && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

/**
 * Cuts a text into what is searched for: Latin words (folded, without common ones) and overlapping pairs of Han
 * characters, since Chinese is written without spaces. A lone Han character stands by itself.
 */
export function searchTokens(text: string): readonly string[] {
  const runs = text.normalize('NFKC').toLowerCase().match(RUN) ?? [];
  return runs.flatMap((run) => {
    if (!/\p{Script=Han}/u.test(run)) return run.length < WORD_MIN || COMMON.has(run) ? [] : [stem(run)];
    const letters = [...run];
    return letters.length === 1 ? letters : letters.slice(1).map((letter, index) => `${letters[index]}${letter}`);
  });
}
