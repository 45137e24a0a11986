import { FAULT_KINDS, type FaultKind } from './fault.ts';
import type { Fate } from './run-faults.ts';

/** What became of some faults. */
export interface FaultFigures {
  readonly injected: number;
  readonly escaped: number;
  readonly toPerson: number;
  /** Ended as a named failure of the interview, which is asked again on the next run. */
  readonly failed: number;
  /** Faults by the check that stopped them. */
  readonly by: Readonly<Record<string, number>>;
}

export interface FaultSummary extends FaultFigures {
  readonly trueClaims: number;
  /** Share of the true claims beside the faults that were counted, 0..1. */
  readonly trueKept: number;
  /** Interviews with a true cause that are recorded as holding none. */
  readonly noneInstead: number;
  readonly byKind: Readonly<
    Partial<Record<FaultKind, FaultFigures & { readonly en: FaultFigures; readonly zh: FaultFigures }>>
  >;
}

/** Counts what became of faults, by kind and language. */
export function summarise(fates: readonly Fate[]): FaultSummary {
  const trueClaims = sum(fates.map((fate) => fate.trueClaims));
  const kinds = FAULT_KINDS.filter((kind) => fates.some(({ fault }) => fault.kind === kind));
  return {
    ...figuresOf(fates),
    trueClaims,
    trueKept: trueClaims === 0 ? 1 : sum(fates.map((fate) => fate.trueKept)) / trueClaims,
    noneInstead: fates.filter(({ isNoneInstead }) => isNoneInstead).length,
    byKind: Object.fromEntries(
      kinds.map((kind) => {
        const own = fates.filter(({ fault }) => fault.kind === kind);
        const inLanguage = (language: 'en' | 'zh') => figuresOf(own.filter(({ fault }) => fault.language === language));
        return [kind, { ...figuresOf(own), en: inLanguage('en'), zh: inLanguage('zh') }];
      }),
    ),
  };
}

/** The same answers shown as they come: what one plain prompt, with nothing behind it, would have put into a report. */
export function unchecked(fates: readonly Fate[]): FaultSummary {
  return summarise(
    fates.map((fate) => {
      const { claim, truth, shownUnchecked, isUnreadable } = fate.fault;
      const isShown = shownUnchecked.includes(claim.code);
      // Unreadable text shows no cause: the interview is lost unseen. A true claim made twice counts double.
      const isLost = isUnreadable || claim.sentences.length === 0;
      return {
        ...fate,
        end: isShown || isLost ? 'escaped' : 'caught',
        by: isShown ? 'shown' : 'lost unseen',
        isNoneInstead: isLost,
        trueKept: truth.filter(({ code }) => shownUnchecked.includes(code)).length,
      };
    }),
  );
}

function figuresOf(fates: readonly Fate[]): FaultFigures {
  const count = (end: Fate['end']) => fates.filter((fate) => fate.end === end).length;
  const stopped = Map.groupBy(fates, ({ by }) => by);
  return {
    injected: fates.length,
    escaped: count('escaped'),
    toPerson: count('person'),
    failed: count('failed'),
    by: Object.fromEntries([...stopped].map(([by, own]) => [by, own.length] as const).sort((a, b) => b[1] - a[1])),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
