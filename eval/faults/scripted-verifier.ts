import { QUESTION_IDS, type QuestionId, VERDICTS, type Verdict } from '../../src/core/coding.ts';
import type { CompletionRequest, LanguageModel } from '../../src/core/ports/language-model.ts';
import { chance, pick } from './chance.ts';

/**
 * How wrong answers hang together. `by-chance`: each answer errs by itself, whenever it is asked. `alike`: a question is
 * answered wrongly always or never about a claim, each question by itself. `across`: a claim that is misread is misread
 * in every question.
 */
export type ErrorModel = 'by-chance' | 'alike' | 'across';

/** How often a verifier errs, and on what claim. */
export interface ScriptedClaim {
  /** Names the claim: the same one always gets the same answers. */
  readonly key: string;
  readonly code: string;
  readonly right: Verdict;
  /** Share of answers that are wrong, 0..1. */
  readonly errorRate: number;
  readonly errors: ErrorModel;
}

/** What the questions on owner and time, and on what follows, answer for a verdict. */
const WHOSE: Readonly<Record<Verdict, string>> = {
  'stated-reason': 'own-here-now',
  mentioned: 'own-complaint',
  denied: 'says-it-is-not',
  hypothetical: 'only-imagined',
  'other-person': 'someone-else',
  'other-employer': 'elsewhere',
  resolved: 'earlier-and-settled',
  praised: 'says-it-is-not',
  unrelated: 'not-about-this',
};
const FOLLOWS: Readonly<Partial<Record<Verdict, string>>> = { 'stated-reason': 'follows', denied: 'contradicted' };

/** Which of the questions a request puts, told by its closed list. */
function questionOf({ choice = [] }: CompletionRequest): QuestionId {
  if (choice.includes('stated-reason')) return 'verdict';
  if (choice.includes('own-here-now')) return 'whose';
  return choice.includes('follows') ? 'follows' : 'choice';
}

/** The answer that a verdict amounts to, in the words of the question that a request puts. */
export function answerFor(request: CompletionRequest, verdict: Verdict, code: string): string {
  const question = questionOf(request);
  if (question === 'verdict') return verdict;
  if (question === 'whose') return WHOSE[verdict];
  if (question === 'follows') return FOLLOWS[verdict] ?? 'does-not-follow';
  return verdict === 'stated-reason' ? code : 'none-of-these';
}

/**
 * A model that answers every question about one claim, wrongly at the stated rate. It errs the bad way: of what is no
 * reason it says that it is one, of a reason that it is none. It tells no weights.
 */
export function scriptedVerifier({ key, code, right, errorRate, errors }: ScriptedClaim): LanguageModel {
  const asked = new Map<QuestionId, number>();
  return {
    label: 'scripted verifier',
    windowTokens: 32_768,
    async complete(request) {
      const question = questionOf(request);
      const times = asked.get(question) ?? 0;
      asked.set(question, times + 1);
      const draw = {
        'by-chance': [QUESTION_IDS.indexOf(question), times],
        alike: [QUESTION_IDS.indexOf(question)],
        across: [],
      } satisfies Record<ErrorModel, readonly number[]>;
      const sample = [key, ...draw[errors]] as const;
      const others = VERDICTS.filter((verdict) => verdict !== 'stated-reason');
      const wrong = right === 'stated-reason' ? (pick(others, ...sample, 'which') ?? 'unrelated') : 'stated-reason';
      const verdict = chance(...sample) < errorRate ? wrong : right;
      return { text: answerFor(request, verdict, code), model: 'scripted verifier', usage: null };
    },
    stream() {
      throw new RangeError('a verifier does not stream');
    },
  };
}
