import { rated, type TokenRates } from '../core/estimate-tokens.ts';
import type { ChatMessage, Usage } from '../core/ports/language-model.ts';

/** Shorter prompts are mostly the chat template. */
const MIN_TOKENS = 300;
/** Beyond this the server counts something else than our text. */
const MAX_FACTOR = 3;
/** The factor moves in such steps only: windows must not change with each answer, or nothing would be read from the ledger. */
const STEP = 0.25;

/** Learns from what servers count how far our estimate of a model's tokens is too low. */
export interface TokenRatio {
  /** 1 or more: an estimate that is too high does no harm. */
  factor(): number;
  learn(messages: readonly ChatMessage[], usage: Usage | null): void;
}

/** Creates a ratio that believes the profile until a server says otherwise. */
export function createTokenRatio(rates: TokenRates): TokenRatio {
  let factor = 1;
  return {
    factor: () => factor,
    learn(messages, usage) {
      if (usage === null || messages.some(({ pictures = [] }) => pictures.length > 0)) return;
      const estimate = messages.reduce((sum, { content }) => sum + rated(content, rates), 0);
      if (estimate < MIN_TOKENS) return;
      const seen = Math.ceil(usage.promptTokens / estimate / STEP) * STEP;
      factor = Math.min(MAX_FACTOR, Math.max(factor, seen));
    },
  };
}
