import type { LoadedCodebook } from '../../src/coding/load-codebook.ts';
import { loadVerdictThresholds } from '../../src/evidence/verdict-thresholds.ts';
import type { Labelled } from '../labelled-set.ts';
import { claimFaults, readFaultTables, subjectOf } from './inject.ts';
import { runFault } from './run-faults.ts';
import { type FaultSummary, summarise, unchecked } from './summarise.ts';
import { transportFaults } from './transport.ts';

/**
 * Verifiers at which everything is measured: a perfect one would prove nothing (issue 4). The aims are about the first.
 * Second readings err as often.
 */
const VERIFIERS = (['by-chance', 'alike', 'across'] as const).flatMap((errors) =>
  [0.05, 0.15].map((verifierError) => ({ verifierError, secondError: verifierError, errors })),
);

export interface FaultEvaluation {
  readonly interviews: number;
  /** Labelled interviews that ingest doesn't read as one interview. */
  readonly notRead: number;
  readonly runs: readonly (FaultSummary & (typeof VERIFIERS)[number])[];
  readonly unchecked: FaultSummary;
}

/** Injects every fault into a right coder's answers about labelled interviews and follows each to the report. */
export async function evaluateFaults(
  set: readonly Labelled[],
  { codebook, cues, patterns }: LoadedCodebook,
): Promise<FaultEvaluation> {
  const [thresholds, tables] = await Promise.all([loadVerdictThresholds(), readFaultTables()]);
  const subjects = set.flatMap((labelled) => subjectOf(labelled) ?? []);
  const faults = subjects.flatMap((subject) => [
    ...claimFaults(subject, codebook, tables),
    ...transportFaults(subject, codebook),
  ]);
  const fates = await Promise.all(
    VERIFIERS.map((verifier) =>
      Promise.all(faults.map((fault) => runFault(fault, { codebook, cues, patterns, thresholds, ...verifier }))),
    ),
  );
  return {
    interviews: subjects.length,
    notRead: set.length - subjects.length,
    runs: VERIFIERS.map((verifier, index) => ({ ...verifier, ...summarise(fates[index] ?? []) })),
    unchecked: unchecked(fates[0] ?? []),
  };
}
