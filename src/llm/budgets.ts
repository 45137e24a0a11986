import { z } from 'zod';
import type { Purpose } from '../core/ports/language-model.ts';

/** How long one request may take, in milliseconds. */
export interface Budget {
  /** Without a visible word after this, the fast model starts beside the first choice. */
  readonly firstTokenMs: number;
  /** Without a visible word after this, the model is given up; it had its chance to win the race until here. */
  readonly silenceMs: number;
  /** Longest pause between two pieces of visible text. */
  readonly stallMs: number;
  /** From the moment the request has its slot to the last word. */
  readonly totalMs: number;
  /** A person is watching: waiting for a slot counts as lateness, and the request goes before batch work. */
  readonly live: boolean;
}

export type Budgets = Readonly<Record<Purpose, Budget>>;

/**
 * Defaults. Qwen2.5-7B on one RTX 4090D needs 0.2-0.3 s for the first word of a 2K prompt when idle and 0.8-1.2 s on
 * a busy or slow server, so 1.5 s means that something is wrong. It decodes 50-70 tokens/s alone and 15-25 on the
 * slowest set-ups seen; the totals fit each purpose's token cap at 15 tokens/s.
 */
export const DEFAULT_BUDGETS: Budgets = {
  /** About 300 tokens, read as they come. */
  answer: { firstTokenMs: 1_500, silenceMs: 8_000, stallMs: 4_000, totalMs: 45_000, live: true },
  /** About 900 tokens, read as they come. */
  prose: { firstTokenMs: 1_500, silenceMs: 8_000, stallMs: 4_000, totalMs: 90_000, live: true },
  /**
   * A batch: two dozen prompts of 3K tokens share a card, 0.45 s of prefill each, before the last one speaks. That is 11 s;
   * another replica is tried after two thirds of the first figure, and begins the prefill anew.
   */
  coding: { firstTokenMs: 30_000, silenceMs: 60_000, stallMs: 15_000, totalMs: 120_000, live: false },
  /** A batch of one-word answers on short prompts. */
  verdict: { firstTokenMs: 15_000, silenceMs: 30_000, stallMs: 10_000, totalMs: 60_000, live: false },
  /** One page of a scan: a thousand tokens of picture, up to two thousand of text, and nobody watches. */
  picture: { firstTokenMs: 30_000, silenceMs: 60_000, stallMs: 15_000, totalMs: 180_000, live: false },
};

const ms = z.int().positive();
const purposeSchema = z.strictObject({ firstTokenMs: ms, silenceMs: ms, stallMs: ms, totalMs: ms }).partial();

/** What models.yml may say about budgets: any of the four durations of any purpose. */
export const budgetsSchema = z
  .strictObject({
    answer: purposeSchema,
    prose: purposeSchema,
    coding: purposeSchema,
    verdict: purposeSchema,
    picture: purposeSchema,
  })
  .partial();

export type BudgetOverrides = z.infer<typeof budgetsSchema>;

/** The defaults with a file's changes. */
export function budgetsWith(overrides: BudgetOverrides): Budgets {
  const merged = (purpose: Purpose): Budget => {
    const set = Object.entries(overrides[purpose] ?? {}).filter(([, value]) => value !== undefined);
    return { ...DEFAULT_BUDGETS[purpose], ...Object.fromEntries(set) };
  };
  return {
    answer: merged('answer'),
    prose: merged('prose'),
    coding: merged('coding'),
    verdict: merged('verdict'),
    picture: merged('picture'),
  };
}
