import type { Spending } from './desk.ts';
import type { Scores, Share } from './score.ts';

/** The scores of one language, and what its interviews cost. */
export interface Group {
  readonly language: string;
  readonly scores: Scores;
  readonly spent: Spending;
}

type Groups = Readonly<Record<'en' | 'zh' | 'all', Group>>;

/**
 * The figures of an evaluation for other programs: each figure by language. Shares are 0..1 and null where there is
 * nothing to share; `trapHits` counts traps stepped into, of `trapsLaid`; `details` holds counts, intervals and classes.
 */
export function scoresAsJson(groups: Groups) {
  const each = <T>(of: (group: Group) => T) => ({ en: of(groups.en), zh: of(groups.zh), all: of(groups.all) });
  const trapsOf = ({ scores }: Group) => Object.values(scores.traps);
  const total = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0);
  return {
    n: each(({ scores }) => scores.interviews),
    primaryAccuracy: each(({ scores }) => portion(scores.primary)),
    causePrecision: each(({ scores }) => portion(scores.precision)),
    causeRecall: each(({ scores }) => portion(scores.recall)),
    microF1: each(({ scores }) => scores.f1.micro),
    macroF1: each(({ scores }) => scores.f1.macro),
    trapHits: each((group) => total(trapsOf(group).map(({ x }) => x))),
    trapsLaid: each((group) => total(trapsOf(group).map(({ n }) => n))),
    evidencePrecision: each(({ scores }) => portion(scores.evidence)),
    abstained: each(({ scores }) => portion(scores.abstained)),
    calls: each(({ spent }) => spent.calls),
    promptTokens: each(({ spent }) => spent.promptTokens),
    completionTokens: each(({ spent }) => spent.completionTokens),
    details: each(({ scores }) => scores),
  };
}

function portion({ x, n }: Share): number | null {
  return n === 0 ? null : x / n;
}
