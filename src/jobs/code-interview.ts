import { createHash } from 'node:crypto';
import type { Attribution } from '../core/attribution.ts';
import { codebookKey } from '../core/codebook.ts';
import type { CodedSegment, CodingOutcome } from '../core/coding.ts';
import type { AgreementPair } from '../core/findings.ts';
import type { Interview } from '../core/interview.ts';
import type { Coder } from '../core/ports/coder.ts';
import type { CodingDesk, SegmentVerifier } from '../core/ports/coding-desk.ts';
import type { CodingStore, LedgerEntry, ReviewStore } from '../core/ports/store.ts';
import { attribute } from '../evidence/attribute.ts';
import { decideSeparation } from '../evidence/separation.ts';
import { settleDisagreement } from '../evidence/settle-disagreement.ts';
import { readingOf } from '../findings/agreement.ts';
import { applyDecisions } from './review-decisions.ts';

/** What coding one interview came to, and how its model fared. */
export interface InterviewCoding {
  readonly attribution: Attribution;
  readonly segments: readonly CodedSegment[];
  /** Model coder and codebook reader, each alone; null when only one read or the leaving is not ranked. */
  readonly pair: AgreementPair | null;
  /** What the coders came to, and what people made of it; null when nobody decided anything. */
  readonly reviewPair: AgreementPair | null;
  /** Null when no model was asked. */
  readonly modelFault: string | null;
}

export interface CodingRun {
  readonly desk: CodingDesk;
  readonly store: CodingStore;
  readonly reviews: Pick<ReviewStore, 'decisions'>;
  readonly fast: boolean;
  /** False once the model has failed too often in a row: the reader goes on alone. */
  readonly useModel: boolean;
  readonly signal: AbortSignal;
}

/** Same text, codebook and asker's parts: same answer, so it is asked once. */
export function ledgerKey(interview: Interview, codebook: string, asker: readonly string[]): string {
  return createHash('sha256')
    .update([interview.id, interview.contentHash, codebook, ...asker].join('\n'))
    .digest('hex');
}

type Outcome = LedgerEntry['outcome'];

/** Gives the outcome the ledger holds under these parts, or makes it and keeps it. */
async function once(
  { interview, coder, parts }: { interview: Interview; coder: string; parts: readonly string[] },
  run: CodingRun,
  make: () => Promise<Outcome>,
): Promise<Outcome> {
  const codebook = codebookKey(run.desk.codebook);
  const key = ledgerKey(interview, codebook, [coder, ...parts]);
  const known = await run.store.ledger(key);
  if (known !== null) return known.outcome;
  const outcome = await make();
  // A failure is not an answer: it is not kept, so that the next run asks again (known failure C21).
  const failed = outcome.kind === 'failed' || (outcome.kind === 'verdict' && outcome.why === 'no-model');
  const coderVersion = parts.join(' ');
  if (!failed) await run.store.record({ key, interviewId: interview.id, coder, codebook, coderVersion, outcome });
  return outcome;
}

async function ask(interview: Interview, coder: Coder, run: CodingRun): Promise<CodingOutcome> {
  const asked = { interview, coder: coder.id, parts: [coder.version] };
  const outcome = await once(asked, run, () => coder.code(interview, run.signal));
  return outcome.kind === 'verdict' ? { kind: 'failed', fault: 'unexpected' } : outcome;
}

async function verified(
  interview: Interview,
  segment: CodedSegment,
  run: CodingRun & { readonly verifier: SegmentVerifier },
): Promise<CodedSegment> {
  const parts = [segment.coderVersion ?? '', segment.code, segment.sentences.join(','), run.verifier.version];
  const outcome = await once({ interview, coder: 'verdict', parts }, run, async () => {
    const { status, why, verdicts, margin, verifier } = await run.verifier.verify(interview, segment, run.signal);
    const asked = verifier === undefined ? {} : { verifier, ...(margin === undefined ? {} : { margin }) };
    return { kind: 'verdict', status, why, verdicts, ...asked };
  });
  if (outcome.kind !== 'verdict') return segment;
  const { kind: _, ...settled } = outcome;
  return { ...segment, ...settled };
}

async function segmentsOf(
  interview: Interview,
  { coder, outcome }: { readonly coder: Coder; readonly outcome: CodingOutcome },
  run: CodingRun,
): Promise<readonly CodedSegment[]> {
  if (outcome.kind !== 'found') return [];
  const checked = run.desk
    .check(interview, outcome.proposals)
    .map((segment) => ({ ...segment, coderVersion: coder.version }));
  const verifier = run.useModel ? run.desk.verifier(run.fast) : null;
  if (verifier === null || coder.id !== 'model') return checked;
  return Promise.all(
    checked.map((segment) =>
      segment.status === 'needs-person' ? verified(interview, segment, { ...run, verifier }) : segment,
    ),
  );
}

/** Two answers to be compared; an interview that is not ranked has nothing that readers could differ on. */
function pairOf(first: Attribution, second: Attribution): AgreementPair | null {
  if (!first.separation.ranked || !second.separation.ranked) return null;
  return { interviewId: first.interviewId, first: readingOf(first), second: readingOf(second) };
}

/** Codes one interview with every coder there is, verifies, attributes and stores it. Throws only when aborted. */
export async function codeInterview(interview: Interview, run: CodingRun): Promise<InterviewCoding> {
  const { codebook, reader, tick } = run.desk;
  const separation = decideSeparation(interview, codebook);
  const model = run.useModel ? run.desk.model(run.fast) : null;
  const coders = [...(model === null ? [] : [model]), reader, ...(interview.ticks.length > 0 ? [tick] : [])];
  const answers = await Promise.all(
    coders.map(async (coder) => {
      const outcome = await ask(interview, coder, run);
      return { coder, outcome, segments: await segmentsOf(interview, { coder, outcome }, run) };
    }),
  );
  const codedBy = (chosen: typeof answers) => ({
    interview,
    codebook,
    separation,
    outcomes: chosen.map((answer) => answer.outcome),
    segments: settleDisagreement(chosen.flatMap((answer) => answer.segments)),
  });
  const decisions = await run.reviews.decisions([interview.id], codebook.id);
  const reviewed = applyDecisions(codedBy(answers), decisions);
  const attribution = attribute(reviewed);
  const { segments } = reviewed;
  await run.store.save(attribution, segments);
  const byModel = answers.find((answer) => answer.coder.id === 'model');
  const alone = (id: Coder['id']) => attribute(codedBy(answers.filter((answer) => answer.coder.id === id)));
  const modelFault = byModel?.outcome.kind === 'failed' ? byModel.outcome.fault : null;
  const isDecided = decisions.some(({ choice }) => choice !== 'skip');
  return {
    attribution,
    segments,
    pair: byModel === undefined || modelFault !== null ? null : pairOf(alone('model'), alone('reader')),
    reviewPair: isDecided ? pairOf(attribute(codedBy(answers)), attribution) : null,
    modelFault,
  };
}
