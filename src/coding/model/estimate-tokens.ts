/** Qwen2.5's tokenizer: about 1.5 Chinese characters and 4.6 Latin letters a token; digits and marks one each. */
const TOKENS_PER_HAN = 0.66;
const LETTERS_PER_TOKEN = 4.6;
/** Texts differ: too small a window costs a call, too large a one costs the answer. */
const MARGIN = 1.1;

/** Estimates a text's length in tokens, rather too high than too low. */
export function estimateTokens(text: string): number {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const letters = text.match(/[\p{Script=Latin}\s]/gu)?.length ?? 0;
  const others = text.length - han - letters;
  return Math.ceil((han * TOKENS_PER_HAN + letters / LETTERS_PER_TOKEN + others) * MARGIN);
}
