import type { LoadedCodebook } from '../../src/coding/load-codebook.ts';
import type { Attribution } from '../../src/core/attribution.ts';
import type { Codebook } from '../../src/core/codebook.ts';
import type { CodedSegment, CodingOutcome, Proposal, Verdict } from '../../src/core/coding.ts';
import type { CueTable } from '../../src/core/cues.ts';
import { attribute } from '../../src/evidence/attribute.ts';
import { checkProposals } from '../../src/evidence/check-proposals.ts';
import { decideSeparation } from '../../src/evidence/separation.ts';
import { settleDisagreement } from '../../src/evidence/settle-disagreement.ts';
import { createVerifier } from '../../src/evidence/verdict.ts';
import type { VerdictThresholds } from '../../src/evidence/verdict-thresholds.ts';
import { countFindings } from '../../src/findings/count-findings.ts';
import { readWithModel } from '../../src/jobs/read-with-model.ts';
import type { Fault } from './fault.ts';
import { readAgain } from './read-again.ts';
import { type ErrorModel, scriptedVerifier } from './scripted-verifier.ts';

/** What became of one fault. */
export interface Fate {
  readonly fault: Fault;
  readonly end: 'caught' | 'person' | 'failed' | 'escaped';
  /** The check that stopped it, by name; for an escape, what let it through. */
  readonly by: string;
  /** True claims of the answer, and how many of them were counted. */
  readonly trueClaims: number;
  readonly trueKept: number;
  /** The interview holds a true cause, and is recorded as holding none: lost unseen, and nobody is asked. */
  readonly isNoneInstead: boolean;
}

export interface FaultRun {
  readonly codebook: Codebook;
  readonly cues: CueTable;
  readonly patterns: LoadedCodebook['patterns'];
  readonly thresholds: VerdictThresholds;
  /** Share of verdicts that are wrong, 0..1. */
  readonly verifierError: number;
  /** Share of second readings that invent a cause, and of those that overlook one, 0..1. */
  readonly secondError: number;
  readonly errors: ErrorModel;
}

/** Takes one faulty answer through checks, verdicts, attribution and counting, and names what became of it. */
export async function runFault(fault: Fault, run: FaultRun): Promise<Fate> {
  const reading = await readWithModel({
    code: fault.code,
    again: async (refused) => readAgain(fault, refused, run.secondError),
    settle: (proposals) => settled(proposals, fault, run),
  });
  const { outcome } = reading;
  const segments = settleDisagreement(reading.segments);
  const attribution = attributionOf(outcome, segments, fault, run);
  const counted = countedCodes(attribution, fault, run.codebook);
  const once = fault.kind === 'twice-across-windows' ? attributionOf(outcome, segments.slice(0, -1), fault, run) : null;
  const own = segments.filter(({ code }) => code === fault.claim.code);
  const fate = hasEscaped(fault, { attribution, counted, once })
    ? { end: 'escaped' as const, by: own.some(({ verdicts }) => verdicts.length > 0) ? 'wrong verdict' : 'no check' }
    : stoppedBy(outcome, attribution, once === null ? own : []);
  const trueKept = fault.truth.filter(({ code }) => counted.has(code)).length;
  const isNoneInstead = attribution.outcome === 'no-cause' && fault.second.right.length > 0;
  return { fault, ...fate, trueClaims: fault.truth.length, trueKept, isNoneInstead };
}

function settled(proposals: readonly Proposal[], fault: Fault, run: FaultRun): Promise<readonly CodedSegment[]> {
  return Promise.all(
    checkProposals(fault.interview, proposals, run).map((segment) => {
      if (segment.status !== 'needs-person') return segment;
      const key = [keyOf(fault), segment.code, ...segment.sentences].join(' ');
      const { verifierError: errorRate, errors, codebook, thresholds } = run;
      const { code } = segment;
      const model = scriptedVerifier({ key, code, right: rightVerdict(segment, fault), errorRate, errors });
      const verifier = createVerifier({ model, codebook, thresholds });
      return verifier.verify(fault.interview, segment, new AbortController().signal);
    }),
  );
}

/** Every fault draws its own errors: else one wrong verdict would be counted in each fault of its interview. */
function keyOf({ kind, interview, claim }: Fault): string {
  return [interview.id, kind, claim.code, ...claim.sentences].join(' ');
}

function rightVerdict({ code, sentences }: CodedSegment, fault: Fault): Verdict {
  const isTrue = [...fault.truth, ...fault.second.right].some(
    (claim) => claim.code === code && claim.sentences.some((id) => sentences.includes(id)),
  );
  if (isTrue) return 'stated-reason';
  return code === fault.claim.code ? fault.verdict : 'unrelated';
}

function attributionOf(
  outcome: CodingOutcome,
  segments: readonly CodedSegment[],
  { interview }: Fault,
  { codebook }: FaultRun,
): Attribution {
  const separation = decideSeparation(interview, codebook);
  return attribute({ interview, segments, outcomes: [outcome], separation, codebook });
}

/** The causes that a report on this interview alone would count; nothing is hidden for being few. */
function countedCodes(attribution: Attribution, { interview }: Fault, codebook: Codebook): ReadonlyMap<string, number> {
  const open = { ...codebook, privacy: { groupMin: 1, quoteMin: 1, sensitiveGroupMin: 1 } };
  const { table } = countFindings({ interviews: [{ interview, attribution }], codebook: open });
  return new Map(table.flatMap(({ code, interviews }) => (interviews > 0 ? [[code, interviews] as const] : [])));
}

interface Ending {
  readonly attribution: Attribution;
  readonly counted: ReadonlyMap<string, number>;
  /** The attribution without the repetition, for a claim made twice. */
  readonly once: Attribution | null;
}

function hasEscaped(fault: Fault, { attribution, counted, once }: Ending): boolean {
  const { claim, isUnreadable, second } = fault;
  // What a second reading invents is as false as what the first one did.
  if (second.wrong !== null && counted.has(second.wrong.code)) return true;
  if (once === null) return counted.has(claim.code) || (isUnreadable && attribution.outcome === 'no-cause');
  const weightIn = (of: Attribution) =>
    JSON.stringify(
      of.causes
        .filter(({ code, role }) => code === claim.code && role !== 'mentioned')
        .map(({ role, strength }) => [role, strength]),
    );
  return (counted.get(claim.code) ?? 0) > 1 || (weightIn(once) !== '[]' && weightIn(once) !== weightIn(attribution));
}

function stoppedBy(
  outcome: CodingOutcome,
  attribution: Attribution,
  own: readonly CodedSegment[],
): Pick<Fate, 'end' | 'by'> {
  if (outcome.kind === 'failed') return { end: 'failed', by: `answer: ${outcome.fault}` };
  if (outcome.kind === 'unsure') return { end: 'person', by: `ingest: ${outcome.why}` };
  const isReviewed = attribution.outcome === 'review' || own.some(({ status }) => status === 'needs-person');
  return { end: isReviewed ? 'person' : 'caught', by: checkOf(attribution, own[0]) };
}

function checkOf(attribution: Attribution, segment: CodedSegment | undefined): string {
  if (['speakers-swapped', 'speakers-unknown'].includes(attribution.why ?? '')) return `ingest: ${attribution.why}`;
  if (segment === undefined) return 'answer: asked again, or merged by code';
  if (segment.why !== null) return `${segment.verdicts.length > 0 ? 'verdict' : 'check'}: ${segment.why}`;
  return attribution.separation.ranked ? 'attribution' : 'separation first';
}
