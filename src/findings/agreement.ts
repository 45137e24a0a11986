import type { Attribution } from '../core/attribution.ts';
import type { Codebook } from '../core/codebook.ts';
import type { Agreement, AgreementPair, AgreementReading, CodeAgreement, CoderReading } from '../core/findings.ts';
import { bootstrapInterval } from './bootstrap.ts';
import { presenceAgreement } from './kappa.ts';
import { krippendorffAlpha, masiDistance, nominalDistance } from './krippendorff.ts';

/** Krippendorff's bars: from 0.80 conclusions may rest on it, from 0.667 tentatively. */
const RELY = 0.8;
const TENTATIVE = 0.667;
/** Fewer interviews than this say nothing about agreement, whatever the figure. */
const MIN_UNITS = 10;
/**
 * A code's kappa is judged when at least so many interviews were said to hold it, and so many not to hold it, by one
 * reader or both. Two readers who agree well (0.8) fall under 0.667 by chance in one case of thirteen at ten such
 * interviews, in one of five at five; and a code that is almost never or almost always there misleads kappa itself.
 */
const MIN_SIDE = 10;

/** What a reader alone made of an interview; null when it left it to a person, or failed. */
export function readingOf({ outcome, causes, special }: Attribution): CoderReading | null {
  if (outcome === 'review' || outcome === 'failed') return null;
  const codesOf = (...roles: readonly string[]) =>
    causes.filter(({ role }) => roles.includes(role)).map(({ code }) => code);
  const primary = codesOf('primary').sort().join('+');
  const counted = causes.filter(({ role }) => role !== 'mentioned');
  return {
    primary: primary === '' ? (special ?? 'no-cause-found') : primary,
    causes: codesOf('primary', 'contributing'),
    evidence: Object.fromEntries(
      counted.map(({ code, evidence }) => [code, evidence.flatMap(({ sentences }) => sentences)]),
    ),
  };
}

interface Unit {
  readonly first: CoderReading;
  readonly second: CoderReading;
}

/** Agreement of two readers; null when there is no interview that both settled. The codebook tells the categories. */
export function agreementOf(
  pairs: readonly AgreementPair[],
  codebook: Pick<Codebook, 'codes'> = { codes: [] },
): Agreement | null {
  const units = pairs.flatMap(({ first, second }) => (first === null || second === null ? [] : [{ first, second }]));
  if (units.length === 0) return null;
  // In an order of their own: the interval must not depend on which interview was finished first.
  const primaries = units.map(({ first, second }) => [first.primary, second.primary]).sort();
  const alpha = nominalAlpha(primaries);
  return {
    units: units.length,
    abstained: pairs.length - units.length,
    observed: primaries.filter(([first, second]) => first === second).length / units.length,
    alphaPrimary: alpha,
    interval: alpha === null ? null : bootstrapInterval(primaries, nominalAlpha),
    alphaCauses: alphaOfCauses(units),
    alphaCategory: nominalAlpha(primaries.map((unit) => unit.map((primary) => categoriesOf(primary, codebook)))),
    sameEvidence: sameEvidenceOf(units),
    reading: units.length < MIN_UNITS ? 'unknown' : readingOfFigure(alpha),
    codes: codeAgreements(units),
  };
}

/** Codes that two readers had enough occasion to agree on, and did not. */
export function disputedCodes(agreement: Agreement | null): ReadonlySet<string> {
  const disputed = agreement?.codes.filter(({ reading }) => reading === 'do-not-rank') ?? [];
  return new Set(disputed.map(({ code }) => code));
}

/** Without any variation agreement cannot be told from habit. */
function readingOfFigure(figure: number | null): AgreementReading {
  if (figure === null) return 'unknown';
  if (figure < TENTATIVE) return 'do-not-rank';
  return figure < RELY ? 'tentative' : 'rely';
}

/** Two main causes of one category are that category; what has none is its own. */
function categoriesOf(primary: string, codebook: Pick<Codebook, 'codes'>): string {
  const categories = primary.split('+').map((code) => codebook.codes.find(({ id }) => id === code)?.category ?? code);
  return [...new Set(categories)].sort().join('+');
}

/** The same cause may be found in different words: then one of the two may have misread them. */
function sameEvidenceOf(units: readonly Unit[]): Agreement['sameEvidence'] {
  const agreed = units.flatMap(({ first, second }) =>
    first.causes.flatMap((code) => {
      const [own, other] = [first.evidence?.[code] ?? [], second.evidence?.[code] ?? []];
      return own.length === 0 || other.length === 0 ? [] : [own.some((id) => other.includes(id))];
    }),
  );
  return { common: agreed.filter(Boolean).length, causes: agreed.length };
}

function nominalAlpha(units: readonly (readonly string[])[]): number | null {
  return krippendorffAlpha(units, nominalDistance);
}

function alphaOfCauses(units: readonly Unit[]): number | null {
  // One object for equal sets: alpha counts equal values, and compares only different ones.
  const sets = new Map<string, ReadonlySet<string>>();
  const setOf = ({ causes }: CoderReading) => {
    const key = [...causes].sort().join('+');
    const set = sets.get(key) ?? new Set(causes);
    sets.set(key, set);
    return set;
  };
  return krippendorffAlpha(
    units.map(({ first, second }) => [setOf(first), setOf(second)]),
    masiDistance,
  );
}

function codeAgreements(units: readonly Unit[]): readonly CodeAgreement[] {
  const codes = new Set(units.flatMap(({ first, second }) => [...first.causes, ...second.causes]));
  return [...codes].sort().map((code) => {
    const first = units.map((unit) => unit.first.causes.includes(code));
    const second = units.map((unit) => unit.second.causes.includes(code));
    const { kappa, positive, pabak } = presenceAgreement(first, second);
    const both = first.filter((seen, index) => seen && second[index]).length;
    const either = first.filter((seen, index) => seen || second[index]).length;
    const isTellable = either >= MIN_SIDE && units.length - both >= MIN_SIDE;
    return {
      code,
      first: first.filter(Boolean).length,
      second: second.filter(Boolean).length,
      both,
      kappa,
      positive,
      pabak,
      reading: isTellable ? readingOfFigure(kappa) : 'unknown',
    };
  });
}
