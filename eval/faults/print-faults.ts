import type { FaultEvaluation } from './evaluate-faults.ts';
import type { FaultFigures, FaultSummary } from './summarise.ts';

/** Fewer faults say little about half a percent of escapes. */
const FAULTS_WANTED = 600;

/** The figures of a fault evaluation as text: one table a verifier, and the answers without any check. */
export function printFaults(evaluation: FaultEvaluation): string {
  const { interviews, notRead, runs } = evaluation;
  const injected = runs[0]?.injected ?? 0;
  const lines = [
    `${injected} faults in ${interviews} interviews${notRead > 0 ? ` (${notRead} more are not read as one interview)` : ''}`,
    ...(injected < FAULTS_WANTED ? [`Fewer than ${FAULTS_WANTED}: the set is small, and the figures are rough.`] : []),
  ];
  const tables = runs.map((run) => {
    const how = run.errsAlike ? 'the same error at every vote' : 'errors by chance';
    return `Verifier wrong in ${percent(run.verifierError)} (${how})\n${table(run)}`;
  });
  return [...lines, '', ...tables, `No checks: the answers shown as they come\n${table(evaluation.unchecked)}`].join(
    '\n',
  );
}

function table(summary: FaultSummary): string {
  const rows = Object.entries(summary.byKind).map(([kind, figures]) => row(kind, figures));
  const kept = `  true claims counted: ${percent(summary.trueKept)} of ${summary.trueClaims}`;
  return [row('', null), ...rows, row('all', summary), kept, ''].join('\n');
}

function row(name: string, figures: FaultFigures | null): string {
  const cells =
    figures === null
      ? ['injected', 'escaped', 'person', 'failed']
      : [figures.injected, figures.escaped, figures.toPerson, figures.failed];
  const by =
    figures === null
      ? 'by'
      : Object.entries(figures.by)
          .map(([check, count]) => `${check} ${count}`)
          .join(', ');
  return `  ${name.padEnd(24)}${cells.map((cell) => String(cell).padStart(9)).join('')}  ${by}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
