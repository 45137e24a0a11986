import type { Agreement } from '../core/findings.ts';
import { krippendorffAlpha, nominalDistance } from './krippendorff.ts';

/** The main cause of one interview as two coders see it; special codes are values like any other. */
export interface AgreementPair {
  readonly interviewId: string;
  readonly first: string;
  readonly second: string;
}

/** Krippendorff's bars: from 0.80 conclusions may rest on it, from 0.667 tentatively. */
const RELY = 0.8;
const TENTATIVE = 0.667;

/** Agreement of two coders on the main cause; null when no interview was read by both. */
export function agreementOf(pairs: readonly AgreementPair[]): Agreement | null {
  if (pairs.length === 0) return null;
  const alpha = krippendorffAlpha(
    pairs.map((pair) => [pair.first, pair.second]),
    nominalDistance,
  );
  // Without any variation agreement cannot be told from habit, hence the cautious reading.
  const reading = alpha === null || alpha < TENTATIVE ? 'do-not-rank' : alpha < RELY ? 'tentative' : 'rely';
  return {
    units: pairs.length,
    observed: pairs.filter((pair) => pair.first === pair.second).length / pairs.length,
    alphaPrimary: alpha,
    reading,
  };
}
