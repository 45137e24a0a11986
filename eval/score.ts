import type { Interval } from '../src/core/findings.ts';
import { wilson } from '../src/findings/wilson.ts';
import type { Answer } from './code-labelled.ts';

/** `x` of `n`, with Wilson's 95 % interval. */
export interface Share {
  readonly x: number;
  readonly n: number;
  readonly interval: Interval;
}

export interface Scores {
  readonly interviews: number;
  readonly primary: Share;
  readonly precision: Share;
  readonly recall: Share;
  readonly f1: { readonly micro: number; readonly macro: number };
  /** By class: traps that were stepped into, of traps laid. */
  readonly traps: Readonly<Record<string, Share>>;
  readonly evidence: Share;
  readonly separation: Share;
  readonly abstained: Share;
  /** Primary accuracy of the interviews that were not sent to a person. */
  readonly accuracyOfRest: Share;
  /** Primaries that were named, and are right. */
  readonly namedPrimary: Share;
}

/** Scores answers against their labels as the sets' README says; each interview weighs 1. */
export function score(answers: readonly Answer[]): Scores {
  const rest = answers.filter((answer) => !isAbstention(answer));
  const named = answers.filter((answer) => primaryOf(answer).length > 0);
  const pairs = answers.flatMap((answer) => pairsOf(answer));
  const hits = pairs.filter(({ given, wanted }) => given && wanted);
  const given = pairs.filter((pair) => pair.given);
  const wanted = pairs.filter((pair) => pair.wanted);
  return {
    interviews: answers.length,
    primary: share(answers.filter(isPrimaryRight).length, answers.length),
    precision: share(hits.length, given.length),
    recall: share(hits.length, wanted.length),
    f1: { micro: f1(hits.length, given.length, wanted.length), macro: macroF1(pairs) },
    traps: trapsOf(answers),
    evidence: share(
      answers.reduce((sum, answer) => sum + overlapping(answer), 0),
      answers.reduce((sum, answer) => sum + answer.evidence.length, 0),
    ),
    separation: share(
      answers.filter(({ labelled, attribution }) => attribution?.separation.type === labelled.separation_type).length,
      answers.length,
    ),
    abstained: share(answers.length - rest.length, answers.length),
    accuracyOfRest: share(rest.filter(isPrimaryRight).length, rest.length),
    namedPrimary: share(named.filter(isPrimaryRight).length, named.length),
  };
}

interface Pair {
  readonly code: string;
  readonly given: boolean;
  readonly wanted: boolean;
}

function isAbstention({ attribution }: Answer): boolean {
  return attribution === null || attribution.outcome === 'review' || attribution.outcome === 'failed';
}

function primaryOf({ attribution }: Answer): readonly string[] {
  return (attribution?.causes ?? []).filter(({ role }) => role === 'primary').map(({ code }) => code);
}

/** Right when what is named is among the labelled ones, and both are empty or both not. */
function isPrimaryRight(answer: Answer): boolean {
  const named = primaryOf(answer);
  const labels = labelledPrimary(answer);
  if (named.length === 0) return labels.length === 0 && !isAbstention(answer);
  return labels.length > 0 && named.every((code) => labels.includes(code));
}

function labelledPrimary({ labelled }: Answer): readonly string[] {
  return labelled.special === 'other-cause' ? ['other-cause'] : labelled.primary;
}

function givenCodes({ attribution }: Answer): ReadonlySet<string> {
  return new Set((attribution?.causes ?? []).filter(({ role }) => role !== 'mentioned').map(({ code }) => code));
}

/** Every code that was given or wanted in an interview; a labelled mention that was given as a cause is wrong. */
function pairsOf(answer: Answer): readonly Pair[] {
  const given = givenCodes(answer);
  const wanted = new Set([...labelledPrimary(answer), ...answer.labelled.contributing]);
  return [...new Set([...given, ...wanted])].map((code) => ({
    code,
    given: given.has(code),
    wanted: wanted.has(code),
  }));
}

function macroF1(pairs: readonly Pair[]): number {
  const byCode = [...Map.groupBy(pairs, ({ code }) => code).values()];
  const scores = byCode.map((own) =>
    f1(
      own.filter(({ given, wanted }) => given && wanted).length,
      own.filter(({ given }) => given).length,
      own.filter(({ wanted }) => wanted).length,
    ),
  );
  return scores.length === 0 ? 0 : scores.reduce((sum, each) => sum + each, 0) / scores.length;
}

/** A trap is stepped into when its code is given though it isn't labelled, or its words are shown as evidence of it. */
function trapsOf(answers: readonly Answer[]): Readonly<Record<string, Share>> {
  const laid = answers.flatMap((answer) =>
    answer.labelled.traps.map((trap) => ({ class: trap.class, hit: isHit(answer, trap) })),
  );
  return Object.fromEntries(
    [...Map.groupBy(laid, (trap) => trap.class)]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, own]) => [name, share(own.filter(({ hit }) => hit).length, own.length)]),
  );
}

function isHit(answer: Answer, trap: { readonly about: string; readonly text: string }): boolean {
  const { primary, contributing } = answer.labelled;
  if (givenCodes(answer).has(trap.about) && ![...primary, ...contributing].includes(trap.about)) return true;
  const start = answer.labelled.text.indexOf(trap.text);
  return (
    start >= 0 && answer.evidence.some((shown) => shown.code === trap.about && meets(shown, start, trap.text.length))
  );
}

function overlapping({ labelled, evidence }: Answer): number {
  return evidence.filter((shown) =>
    (labelled.evidence[shown.code] ?? []).some((words) => {
      const start = labelled.text.indexOf(words);
      return start >= 0 && meets(shown, start, words.length);
    }),
  ).length;
}

function meets(shown: { readonly start: number; readonly end: number }, start: number, length: number): boolean {
  return shown.start < start + length && start < shown.end;
}

function f1(hits: number, given: number, wanted: number): number {
  return given + wanted === 0 ? 0 : (2 * hits) / (given + wanted);
}

function share(x: number, n: number): Share {
  return { x, n, interval: wilson(x, n) };
}
