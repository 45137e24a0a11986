import type { Codebook } from '../core/codebook.ts';
import type { Agreement, CodeAgreement, Findings } from '../core/findings.ts';
import type { Language } from '../core/language.ts';
import { percentOf } from './numbers.ts';
import { nameOf, wordsIn } from './words.ts';

/** How far two readers agree on the main cause, and people with them; or that only one read. */
export function agreementText({ agreement, withPeople }: Findings, language: Language): readonly string[] {
  const words = wordsIn(language);
  const people = withPeople === null ? [] : [words.agreePeople(percentOf(withPeople.observed), withPeople.units)];
  if (agreement === null) return [words.oneReader, ...people];
  const { observed, units, reading } = agreement;
  return [words.agree(percentOf(observed), units, alphaText(agreement, language), words.reading[reading]), ...people];
}

function alphaText({ alphaPrimary, interval }: Agreement, language: Language): string {
  const words = wordsIn(language);
  if (alphaPrimary === null) return words.alphaUnknown;
  if (interval === null) return figure(alphaPrimary);
  return words.alpha(figure(alphaPrimary), figure(interval.low), figure(interval.high));
}

/** What the figures of agreement mean and rest on; none where only one read. */
export function agreementNotes({ agreement }: Findings, language: Language): readonly string[] {
  if (agreement === null) return [];
  const words = wordsIn(language);
  const { abstained, alphaCauses, alphaCategory, sameEvidence } = agreement;
  return [
    words.alphaMeaning,
    ...(alphaCauses === null ? [] : [words.alphaCauses(figure(alphaCauses))]),
    ...(alphaCategory === null ? [] : [words.alphaCategory(figure(alphaCategory))]),
    ...(sameEvidence.causes === 0 ? [] : [words.sameEvidence(sameEvidence.common, sameEvidence.causes)]),
    ...(abstained === 0 ? [] : [words.abstained(abstained)]),
    words.kappaMeaning,
  ];
}

/** Agreement cause by cause as a table, heading first: only causes that the report shows. */
export function agreementTable(
  findings: Findings,
  codebook: Codebook,
  language: Language,
): readonly (readonly string[])[] {
  const shown = new Set(findings.table.map(({ code }) => code));
  const codes = findings.agreement?.codes.filter(({ code }) => shown.has(code)) ?? [];
  if (codes.length === 0) return [];
  const words = wordsIn(language);
  const { cause, byModel, byReader, byBoth, positive, means } = words.columns;
  const rowOf = ({ code, first, second, both, ...rest }: CodeAgreement) => [
    nameOf(codebook, code, language),
    ...[first, second, both].map(String),
    rest.kappa === null ? words.alphaUnknown : figure(rest.kappa),
    rest.positive === null ? words.alphaUnknown : words.percent(percentOf(rest.positive)),
    figure(rest.pabak),
    words.bar[rest.reading],
  ];
  const sorted = codes.toSorted((a, b) => b.first + b.second - a.first - a.second);
  return [[cause, byModel, byReader, byBoth, 'kappa', positive, 'PABAK', means], ...sorted.map(rowOf)];
}

/** Two decimals; a dust below zero is zero. */
function figure(value: number): string {
  return value.toFixed(2).replace('-0.00', '0.00');
}
