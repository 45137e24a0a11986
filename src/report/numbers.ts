import type { Finding, Findings } from '../core/findings.ts';
import type { Language } from '../core/language.ts';
import { wordsIn } from './words.ts';

/** A proportion in whole percents: decimals would claim more than some dozens of interviews can tell. */
export function percentOf(proportion: number): number {
  return Math.round(proportion * 100);
}

/** The preventable shares in whole percents that add to 100. */
export function reachOf(findings: Findings): { readonly yes: number; readonly partly: number; readonly no: number } {
  const yes = percentOf(findings.preventable.yes);
  const partly = percentOf(findings.preventable.partly);
  return { yes, partly, no: 100 - yes - partly };
}

/** The preventable shares as one line; none where so few interviews carry no shares. */
export function reachText(findings: Findings, language: Language): readonly string[] {
  if (findings.display === 'held' || findings.display === 'indicative') return [];
  const { yes, partly, no } = reachOf(findings);
  return [wordsIn(language).reach(yes, partly, no)];
}

/** "21–38 %". */
export function intervalText(finding: Finding, language: Language): string {
  return wordsIn(language).interval(percentOf(finding.interval.low), percentOf(finding.interval.high));
}

/** "★★★☆☆", "not rated" under three mentions, "–" where so few interviews allow no stars at all. */
export function starsText(finding: Finding, findings: Findings, language: Language): string {
  if (finding.stars !== null) return '★'.repeat(finding.stars) + '☆'.repeat(5 - finding.stars);
  return findings.display === 'indicative' ? '–' : wordsIn(language).notRated;
}

/** The range of the stars when one interview is left out; null when they don't move. */
export function starRangeText(finding: Finding, language: Language): string | null {
  if (finding.stars === null || finding.starRange === null) return null;
  const low = Math.min(finding.stars, finding.starRange[0]);
  const high = Math.max(finding.stars, finding.starRange[1]);
  return low === high ? null : wordsIn(language).starRange(low, high);
}

/** The frequency label with its guard; "–" where numbers are too small for one. */
export function frequencyText(finding: Finding, language: Language): string {
  const words = wordsIn(language);
  if (finding.frequency === null) return '–';
  const label = words.frequency[finding.frequency];
  return finding.provisional ? `${label} (${words.provisional})` : label;
}
