import { VERDICTS, type Verdict } from '../../src/core/coding.ts';
import type { LanguageModel } from '../../src/core/ports/language-model.ts';
import { chance, pick } from './chance.ts';

/** How often a verifier errs, and on what question. */
export interface Question {
  /** Names the question: the same one always gets the same answer. */
  readonly key: string;
  readonly right: Verdict;
  /** Share of answers that are wrong, 0..1. */
  readonly errorRate: number;
  /** True when a question that is answered wrongly is answered wrongly every time: then votes don't help. */
  readonly errsAlike: boolean;
}

/**
 * A model that answers one verdict question, wrongly at the stated rate. It errs the bad way: of what is no reason it
 * says `stated-reason`, of a reason any other verdict. Asked again (`variant`) it draws again, unless it
 * errs alike; it tells no weights.
 */
export function scriptedVerifier({ key, right, errorRate, errsAlike }: Question): LanguageModel {
  return {
    label: 'scripted verifier',
    windowTokens: 32_768,
    async complete(request) {
      const sample = [key, errsAlike ? 0 : (request.variant ?? 0)] as const;
      const others = VERDICTS.filter((verdict) => verdict !== 'stated-reason');
      const wrong = right === 'stated-reason' ? (pick(others, ...sample, 'which') ?? 'unrelated') : 'stated-reason';
      const verdict = chance(...sample) < errorRate ? wrong : right;
      const text = request.choice === undefined ? JSON.stringify({ verdict }) : verdict;
      return { text, model: 'scripted verifier', usage: null };
    },
    stream() {
      throw new RangeError('a verifier does not stream');
    },
  };
}
