import type { Scores, Share } from './score.ts';

/** The scores of one language as lines of text, each figure with its number and 95 % interval. */
export function printScores(language: string, scores: Scores): string {
  const lines: readonly (readonly [string, string])[] = [
    ['primary cause right', percent(scores.primary)],
    ['  of the primaries it named', percent(scores.namedPrimary)],
    ['cause precision', percent(scores.precision)],
    ['cause recall', percent(scores.recall)],
    ['cause F1, micro / macro', `${scores.f1.micro.toFixed(2)} / ${scores.f1.macro.toFixed(2)}`],
    ['evidence on a labelled span', percent(scores.evidence)],
    ['separation type right', percent(scores.separation)],
    ['sent to a person', percent(scores.abstained)],
    ['primary right in the rest', percent(scores.accuracyOfRest)],
    ...Object.entries(scores.traps).map(([name, trap]) => [`trap hit: ${name}`, percent(trap)] as const),
  ];
  const body = lines.map(([name, figure]) => `  ${name.padEnd(30)} ${figure}`).join('\n');
  return `${language}, ${scores.interviews} interviews (95 % Wilson intervals)\n${body}`;
}

function percent({ x, n, interval }: Share): string {
  if (n === 0) return 'none';
  const [share, low, high] = [x / n, interval.low, interval.high].map((each) => `${Math.round(100 * each)} %`);
  return `${String(share).padStart(5)}  ${x} of ${n}  [${low}, ${high}]`;
}
