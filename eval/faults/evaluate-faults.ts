import type { LoadedCodebook } from '../../src/coding/load-codebook.ts';
import { loadVerdictThresholds } from '../../src/evidence/verdict-thresholds.ts';
import type { Labelled } from '../labelled-set.ts';
import { claimFaults, readFaultTables, subjectOf } from './inject.ts';
import { runFault } from './run-faults.ts';
import { type FaultSummary, summarise, unchecked } from './summarise.ts';
import { transportFaults } from './transport.ts';

/** Verifiers at which everything is measured: a perfect one would prove nothing, and votes only mend chance (issue 4). */
const VERIFIERS = [
  { verifierError: 0.05, errsAlike: false },
  { verifierError: 0.15, errsAlike: false },
  { verifierError: 0.05, errsAlike: true },
  { verifierError: 0.15, errsAlike: true },
] as const;

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
  { codebook, cues }: LoadedCodebook,
): Promise<FaultEvaluation> {
  const [thresholds, tables] = await Promise.all([loadVerdictThresholds(), readFaultTables()]);
  const subjects = set.flatMap((labelled) => subjectOf(labelled) ?? []);
  const faults = subjects.flatMap((subject) => [
    ...claimFaults(subject, codebook, tables),
    ...transportFaults(subject, codebook),
  ]);
  const fates = await Promise.all(
    VERIFIERS.map((verifier) =>
      Promise.all(faults.map((fault) => runFault(fault, { codebook, cues, thresholds, ...verifier }))),
    ),
  );
  return {
    interviews: subjects.length,
    notRead: set.length - subjects.length,
    runs: VERIFIERS.map((verifier, index) => ({ ...verifier, ...summarise(fates[index] ?? []) })),
    unchecked: unchecked(fates[0] ?? []),
  };
}
