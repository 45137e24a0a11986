import { editDistance } from '../../src/core/edit-distance.ts';
import type { Quantisation } from './arithmetic.ts';
import { CARDS, type Card, cardOfSize } from './cards.ts';
import { type ModelShape, SHAPES } from './model-shape.ts';

/** What somebody wants to set up. */
export interface Wish {
  readonly cards: number;
  readonly card: Card;
  /** The known card whose speed stands in where only a size was given. */
  readonly reckonedAs: string | null;
  readonly shape: ModelShape;
  readonly quantisation: Quantisation;
  readonly windowTokens: number;
}

/** A wish, or what of it could not be read. */
export type Reading =
  | { readonly ok: true; readonly wish: Wish }
  | {
      readonly ok: false;
      readonly unknown: readonly { word: string; nearest: string }[];
      readonly missing: readonly ('cards' | 'model')[];
    };

const DEFAULT_WINDOW_TOKENS = 16_384;
const TOKENS_PER_K = 1_024;
/** Nobody plans a rack here, and a window beyond the family's longest is a slip of the finger. */
const MOST_CARDS = 64;
const LONGEST_WINDOW_K = 128;
const LONGEST_TEXT = 300;

const DIGITS = '零一二三四五六七八九';
const QUANTISATIONS: Readonly<Record<string, Quantisation>> = {
  fp16: 'fp16',
  bf16: 'fp16',
  fp8: 'fp8',
  awq: 'awq',
  gptq: 'gptq',
  int4: 'awq',
};
/** Words that carry nothing for the plan. */
const FILLERS =
  /^(?:with|on|of|and|a|the|x|gpus?|cards?|window|context|instruct|rtx|nvidia|用|和|的|卡|窗口|上下文|量化|显存)$/u;

const CARD = '(4090d|4090|l40s|a100(?:-?80)?(?:gb?)?|h100(?:-?80)?(?:gb?)?|\\d+ ?g(?:i?b)?(?![a-z]))';
const CARDS_OF = new RegExp(`(?:(\\d+) ?(?:[x×*]|张|块|片|个) ?)?(?:rtx ?)?${CARD}`, 'u');

/**
 * Reads a plan in any order, in English or Chinese digits and spacing.
 *
 * @example readPlan('4x24GB qwen2.5-7b awq 16k')
 */
export function readPlan(text: string): Reading {
  let rest = inArabicDigits(text.slice(0, LONGEST_TEXT).normalize('NFKC').toLowerCase());
  const take = (pattern: RegExp): RegExpMatchArray | null => {
    const found = rest.match(pattern);
    if (found !== null) rest = rest.replace(found[0], ' ');
    return found;
  };
  // Before the window is looked for: "phi-3-mini-4k" holds one.
  const other = SHAPES.find(({ name }) => rest.includes(name));
  if (other !== undefined) rest = rest.replace(other.name, ' ').replace('-instruct', ' ');
  const model = take(/(?:qwen|千问) ?-?(?:2\.5)?[ -]?(\d+(?:\.\d+)?) ?b(?:-instruct)?/u);
  const quantisation = take(/(?<![a-z])(?:bf16|fp16|fp8|awq|gptq|int4)(?![a-z\d])/u);
  const cards = take(CARDS_OF);
  const window = take(/(?<![\d.])(\d{1,3}) ?k(?![a-z])|(?<![\d.])(\d{4,6})(?![\d.a-z])/u);
  const shape = other ?? SHAPES.find(({ name }) => name === `qwen2.5-${model?.[1]}b`);
  const count = Number(cards?.[1] ?? 1);
  const windowTokens =
    window === null ? DEFAULT_WINDOW_TOKENS : Number(window[1] ?? 0) * TOKENS_PER_K || Number(window[2] ?? 0);
  const unread = rest.split(/[\s,，、;；+/]+/u).filter((word) => word !== '' && !FILLERS.test(word));
  if (model !== null && shape === undefined) unread.push(model[0]);
  if (count < 1 || count > MOST_CARDS) unread.push(cards?.[0] ?? '');
  if (windowTokens < 512 || windowTokens > LONGEST_WINDOW_K * TOKENS_PER_K) unread.push(window?.[0] ?? '');
  const found = cards?.[2] === undefined ? null : cardNamed(cards[2]);
  const missing = [
    ...(cards === null ? (['cards'] as const) : []),
    ...(shape === undefined ? (['model'] as const) : []),
  ];
  if (unread.length > 0 || shape === undefined || found === null)
    return { ok: false, unknown: unread.map((word) => ({ word, nearest: nearest(word) })), missing };
  const known = QUANTISATIONS[quantisation?.[0] ?? 'fp16'] ?? 'fp16';
  return { ok: true, wish: { cards: count, ...found, shape, quantisation: known, windowTokens } };
}

/** 四张 is 4张, 十六k is 16k, 两 counts as two. */
function inArabicDigits(text: string): string {
  return text
    .replaceAll('两', '二')
    .replace(/([一二三四五六七八九]?)十([一二三四五六七八九]?)/gu, (_, tens: string, ones: string) =>
      String((tens === '' ? 1 : DIGITS.indexOf(tens)) * 10 + (ones === '' ? 0 : DIGITS.indexOf(ones))),
    )
    .replace(/[零一二三四五六七八九]/gu, (digit) => String(DIGITS.indexOf(digit)))
    .replaceAll('点', '.');
}

function cardNamed(written: string): Pick<Wish, 'card' | 'reckonedAs'> | null {
  const name = written.replace(/[- ]|gi?b?$/gu, '');
  const known = CARDS.find((card) => card.name.toLowerCase().startsWith(name) && /\D/u.test(name));
  const named = known ?? CARDS.find((card) => card.name.toLowerCase().replace('-', '') === name);
  if (named !== undefined) return { card: named, reckonedAs: null };
  const size = Number(name);
  return size >= 4 && size <= 512 ? cardOfSize(size) : null;
}

/** The known word with the fewest letters to change. */
function nearest(word: string): string {
  const known = [...CARDS.map(({ name }) => name), ...SHAPES.map(({ name }) => name), ...Object.keys(QUANTISATIONS)];
  const far = (candidate: string) => editDistance(word, candidate.toLowerCase());
  return known.reduce((best, candidate) => (far(candidate) < far(best) ? candidate : best));
}
