/** How much text one token of a model holds; digits and marks are one each. */
export interface TokenRates {
  /** Chinese characters a token. */
  readonly hanPerToken: number;
  /** Latin letters and blanks a token. */
  readonly lettersPerToken: number;
}

/** Qwen2.5's tokenizer, on transcripts of ours. */
const QWEN_RATES: TokenRates = { hanPerToken: 1 / 0.66, lettersPerToken: 4.6 };
/** Texts differ: too small a window costs a call, too large a one costs the answer. */
const MARGIN = 1.1;

/** Estimates a text's length in Qwen2.5's tokens, rather too high than too low. */
export function estimateTokens(text: string): number {
  return rated(text, QWEN_RATES);
}

/** Estimates a text's length in the tokens of a model with these rates, rather too high than too low. */
export function rated(text: string, { hanPerToken, lettersPerToken }: TokenRates): number {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const letters = text.match(/[\p{Script=Latin}\s]/gu)?.length ?? 0;
  const others = text.length - han - letters;
  return Math.ceil((han / hanPerToken + letters / lettersPerToken + others) * MARGIN);
}
