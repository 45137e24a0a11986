/** Cuts as Qwen's tokenizer does before it looks anything up: words with their blank, runs of marks, single digits. */
const PIECES =
  /\p{Script=Han}+|[^\r\n\p{L}\p{N}]?(?:(?!\p{Script=Han})\p{L})+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+/gu;
/** Words up to so many letters are mostly one token, longer ones one more for each further `LETTERS_MORE`. */
const LETTERS_ONE = 8;
const LETTERS_MORE = 5;
/** As core/estimate-tokens.ts has it. */
const TOKENS_PER_HAN = 0.66;

/** A piece of text with the tokens it takes. */
export interface Piece {
  readonly text: string;
  readonly tokens: number;
}

/**
 * Cuts a text into pieces and counts each one's tokens. `core/estimate-tokens.ts` takes every mark for a token and adds a
 * tenth, which is right for a window's limit and too much for JSON; this counts like the tokenizer's own first cut.
 */
export function piecesOf(text: string): readonly Piece[] {
  return (text.match(PIECES) ?? []).map((piece) => ({ text: piece, tokens: tokensIn(piece) }));
}

/** Tokens of a text. */
export function countTokens(text: string): number {
  return piecesOf(text).reduce((sum, { tokens }) => sum + tokens, 0);
}

function tokensIn(piece: string): number {
  if (/^\p{Script=Han}/u.test(piece)) return Math.max(1, Math.round(piece.length * TOKENS_PER_HAN));
  if (/\p{L}/u.test(piece)) return 1 + Math.max(0, Math.ceil((piece.trim().length - LETTERS_ONE) / LETTERS_MORE));
  return Math.max(1, Math.ceil(piece.trim().length / 3));
}

/** Pieces of one token each, to be said one after another. */
export function spokenTokens(text: string): readonly string[] {
  return piecesOf(text).flatMap(({ text: piece, tokens }) => {
    const letters = [...piece];
    const size = Math.ceil(letters.length / tokens);
    return Array.from({ length: Math.ceil(letters.length / size) }, (_, at) =>
      letters.slice(at * size, (at + 1) * size).join(''),
    );
  });
}
