import type { FaultEvaluation } from './evaluate-faults.ts';
import type { ErrorModel } from './scripted-verifier.ts';
import type { FaultFigures, FaultSummary } from './summarise.ts';

/** Fewer faults say little about half a percent of escapes. */
const FAULTS_WANTED = 600;

const HOW: Readonly<Record<ErrorModel, string>> = {
  'by-chance': 'each answer by chance',
  alike: 'each question always or never, questions apart',
  across: 'a claim misread in one question is misread in all',
};

/** The figures of a fault evaluation as text: one table a verifier, and the answers without any check. */
export function printFaults(evaluation: FaultEvaluation): string {
  const { interviews, notRead, runs } = evaluation;
  const injected = runs[0]?.injected ?? 0;
  const lines = [
    `${injected} faults in ${interviews} interviews${notRead > 0 ? ` (${notRead} more are not read as one interview)` : ''}`,
    ...(injected < FAULTS_WANTED ? [`Fewer than ${FAULTS_WANTED}: the set is small, and the figures are rough.`] : []),
  ];
  const tables = runs.map((run) => {
    return `Verifier wrong in ${percent(run.verifierError)} (${HOW[run.errors]})\n${table(run)}`;
  });
  return [...lines, '', ...tables, `No checks: the answers shown as they come\n${table(evaluation.unchecked)}`].join(
    '\n',
  );
}

function table(summary: FaultSummary): string {
  const rows = Object.entries(summary.byKind).map(([kind, figures]) => row(kind, figures));
  const kept = `  true claims counted: ${percent(summary.trueKept)} of ${summary.trueClaims}`;
  const lost = `  interviews with a true cause recorded as without: ${summary.noneInstead}`;
  return [row('', null), ...rows, row('all', summary), kept, lost, ''].join('\n');
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
