import type { Codebook } from '../core/codebook.ts';
import { codeById, codebookKey } from '../core/codebook.ts';
import type { AgreementPair, AttributedInterview, DisplayLevel, Finding, Findings } from '../core/findings.ts';
import { agreementOf, disputedCodes } from './agreement.ts';
import { frequencyOf } from './frequency.ts';
import { impactOf } from './impact.ts';
import { type NumberedInterview, quotationsOf } from './quotations.ts';
import { areTied, compareCauses, sharesOf, swapsOf } from './rank.ts';
import { hideSmallGroups, sensitiveCodes } from './suppress.ts';
import { wilson } from './wilson.ts';

/** From these ranked interviews on, stars, labels and ranks are shown; from the second, without "small sample". */
const SMALL_SAMPLE_MIN = 10;
const FULL_MIN = 30;

/** Everything that is counted over the interviews of one report, in the report's order. */
export interface FindingsInput {
  readonly interviews: readonly AttributedInterview[];
  readonly codebook: Codebook;
  /** Model coder and codebook reader, where both read the interview. */
  readonly agreementPairs?: readonly AgreementPair[];
  /** What the readers came to, and what people made of it, where people decided anything. */
  readonly reviewPairs?: readonly AgreementPair[];
}

/** Counts causes over interviews; nothing a report says is counted anywhere else. */
export function countFindings(input: FindingsInput): Findings {
  const { interviews, codebook } = input;
  const numbered = interviews.map((each, index) => ({ ...each, number: index + 1 }));
  const settled = numbered.filter(({ attribution }) => ['coded', 'no-cause'].includes(attribution.outcome));
  const ranked = settled.filter(({ attribution }) => attribution.separation.ranked);
  const outside = settled.filter(({ attribution }) => !attribution.separation.ranked);
  const agreement = agreementOf(input.agreementPairs ?? [], codebook);
  const byOutcome = (outcome: string) => interviews.filter((each) => each.attribution.outcome === outcome).length;
  return {
    codebook: codebookKey(codebook),
    interviews: interviews.length,
    coded: byOutcome('coded'),
    noCause: byOutcome('no-cause'),
    review: byOutcome('review'),
    failed: byOutcome('failed'),
    n: ranked.length,
    outside: countBy(outside.map(({ attribution }) => attribution.separation.type)),
    languages: { en: 0, zh: 0, mixed: 0, ...countBy(interviews.map(({ interview }) => interview.language)) },
    ...countCauses(ranked, codebook, disputedCodes(agreement)),
    agreement,
    withPeople: agreementOf(input.reviewPairs ?? [], codebook),
  };
}

/** The part of the findings that speaks of causes, as far as small numbers let it. */
function countCauses(ranked: readonly NumberedInterview[], codebook: Codebook, disputed: ReadonlySet<string>) {
  const display = displayOf(ranked.length, codebook);
  const all = rankedTable(ranked, codebook, disputed);
  const { shown, hidden } = hideSmallGroups(all, {
    isTooSmall: (finding) => ranked.length < groupMinOf(finding.code, codebook),
    sizeOf: (finding) => finding.interviews + finding.mentionedOnly,
  });
  const isHeld = display === 'held';
  const isRated = !isHeld && display !== 'indicative';
  const inOrder = shown.filter((finding) => finding.interviews > 0 && !finding.disputed);
  return {
    display,
    table: shown.map((finding) => ({
      ...(isRated ? finding : unrated(finding)),
      // Wording identifies more than a count does, so quoting needs the larger N.
      quotations: ranked.length < codebook.privacy.quoteMin ? [] : quotationsOf(finding.code, ranked, codebook),
    })),
    hidden: { codes: hidden.length, groupMin: codebook.privacy.groupMin },
    specials: isHeld ? {} : countBy(ranked.flatMap(({ attribution }) => attribution.special ?? [])),
    preventable: isHeld ? { yes: 0, partly: 0, no: 0 } : preventableOf(all, codebook),
    swaps: isRated ? swapsOf(ranked, inOrder) : [],
  };
}

function displayOf(n: number, codebook: Codebook): DisplayLevel {
  if (n < codebook.privacy.groupMin) return 'held';
  if (n < SMALL_SAMPLE_MIN) return 'indicative';
  return n < FULL_MIN ? 'small-sample' : 'full';
}

/**
 * In the table of a whole channel the group in which a person could be recognised is N, not the people behind one
 * cause: "1 of 24 names the commute" is printed, a table of four interviews is not. Causes of the most sensitive kind
 * (health) need the larger group.
 */
function groupMinOf(code: string, codebook: Codebook): number {
  const { groupMin, sensitiveGroupMin } = codebook.privacy;
  return sensitiveCodes(codebook).has(code) ? Math.max(groupMin, sensitiveGroupMin) : groupMin;
}

/** All causes that any interview names, in order and the disputed ones last, with everything but the quotations. */
function rankedTable(
  ranked: readonly AttributedInterview[],
  codebook: Codebook,
  disputed: ReadonlySet<string>,
): readonly Finding[] {
  const shares = sharesOf(ranked);
  const codes = new Set(ranked.flatMap((each) => each.attribution.causes.map((cause) => cause.code)));
  const isRanked = (code: string) => codebook.specials.find((special) => special.id === code)?.ranked !== false;
  const findings = [...codes]
    .filter(isRanked)
    .map((code) => ({ ...countCause(code, ranked, shares.get(code) ?? 0), disputed: disputed.has(code) }))
    .sort((a, b) => Number(a.disputed) - Number(b.disputed) || compareCauses(a, b));
  let rank = 0;
  return findings.map((finding, index) => {
    // A cause that nobody leaves for has no place among those that somebody leaves for.
    if (finding.disputed || finding.interviews === 0) return finding;
    const previous = findings[index - 1];
    const tiedWithPrevious = previous !== undefined && areTied(ranked, previous.code, finding.code);
    if (!tiedWithPrevious) rank = index + 1;
    return { ...finding, rank, tiedWithPrevious };
  });
}

function countCause(code: string, ranked: readonly AttributedInterview[], share: number): Finding {
  const causes = ranked.map((each) => each.attribution.causes.filter((cause) => cause.code === code));
  const withRole = (...roles: readonly string[]) =>
    causes.filter((ofInterview) => ofInterview.some((cause) => roles.includes(cause.role))).length;
  const interviews = withRole('primary', 'contributing');
  const strengths = causes.filter((each) => each.length > 0).map((each) => Math.max(...each.map((c) => c.strength)));
  const impact = impactOf(strengths);
  const frequency = frequencyOf(interviews, ranked.length);
  return {
    code,
    rank: null,
    tiedWithPrevious: false,
    disputed: false,
    interviews,
    primary: withRole('primary'),
    mentionedOnly: strengths.length - interviews,
    share,
    prevalence: interviews / ranked.length,
    interval: wilson(interviews, ranked.length),
    impact: impact?.mean ?? null,
    stars: impact?.stars ?? null,
    starRange: impact?.range ?? null,
    frequency: frequency?.label ?? null,
    provisional: frequency?.provisional ?? false,
    quotations: [],
  };
}

/** A finding without what fewer than ten interviews must not show. */
function unrated(finding: Finding): Finding {
  return {
    ...finding,
    rank: null,
    tiedWithPrevious: false,
    impact: null,
    stars: null,
    starRange: null,
    frequency: null,
    provisional: false,
  };
}

/** Sums shares by what could be changed; `partly` at half, and the other half counts as out of reach. */
function preventableOf(table: readonly Finding[], codebook: Codebook): Findings['preventable'] {
  const sum = (controllable: string) =>
    table
      .filter((finding) => codeById(codebook, finding.code)?.controllable === controllable)
      .reduce((total, finding) => total + finding.share, 0);
  const yes = sum('yes');
  const partly = sum('partly') / 2;
  return { yes, partly, no: 1 - yes - partly };
}

function countBy(keys: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}
