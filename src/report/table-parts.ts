import type { Finding, Findings } from '../core/findings.ts';

/** The causes that somebody left for, in order, without those on which the readers disagree. */
export function rankedFindings(findings: Findings): readonly Finding[] {
  return findings.table.filter((finding) => finding.interviews > 0 && !finding.disputed);
}

/** The causes kept out of the ranking because the readers disagree on them. */
export function disputedFindings(findings: Findings): readonly Finding[] {
  return findings.table.filter((finding) => finding.disputed);
}

/** Runs of neighbours in the ranking, two or more, whose order may be chance. */
export function tiedRuns(findings: Findings): readonly (readonly Finding[])[] {
  const runs: Finding[][] = [];
  for (const finding of rankedFindings(findings)) {
    const run = runs.at(-1);
    if (finding.tiedWithPrevious && run !== undefined) run.push(finding);
    else runs.push([finding]);
  }
  return runs.filter((run) => run.length > 1);
}
