import { createHash } from 'node:crypto';
import type { Attribution } from '../core/attribution.ts';
import { codebookKey } from '../core/codebook.ts';
import type { CodedSegment, CodingOutcome } from '../core/coding.ts';
import type { Interview } from '../core/interview.ts';
import type { Coder } from '../core/ports/coder.ts';
import type { CodingDesk } from '../core/ports/coding-desk.ts';
import type { CodingStore } from '../core/ports/store.ts';
import { attribute } from '../evidence/attribute.ts';
import { decideSeparation } from '../evidence/separation.ts';
import { settleDisagreement } from '../evidence/settle-disagreement.ts';

/** What coding one interview came to, and how its model fared. */
export interface InterviewCoding {
  readonly attribution: Attribution;
  readonly segments: readonly CodedSegment[];
  /** The main cause as each coder alone would give it, for the agreement figure; null when only one read. */
  readonly pair: { readonly first: string; readonly second: string } | null;
  /** Null when no model was asked. */
  readonly modelFault: string | null;
}

export interface CodingRun {
  readonly desk: CodingDesk;
  readonly store: CodingStore;
  readonly fast: boolean;
  /** False once the model has failed too often in a row: the reader goes on alone. */
  readonly useModel: boolean;
  readonly signal: AbortSignal;
}

/** Same text, codebook and coder version: same answer, so it is asked once. */
function ledgerKey(interview: Interview, codebook: string, coder: Coder): string {
  return createHash('sha256')
    .update([interview.id, interview.contentHash, codebook, coder.id, coder.version].join('\n'))
    .digest('hex');
}

async function ask(interview: Interview, coder: Coder, run: CodingRun): Promise<CodingOutcome> {
  const codebook = codebookKey(run.desk.codebook);
  const key = ledgerKey(interview, codebook, coder);
  const known = await run.store.ledger(key);
  if (known !== null) return known.outcome;
  const outcome = await coder.code(interview, run.signal);
  // A failure is not an answer: it is not kept, so that the next run asks again (known failure C21).
  if (outcome.kind !== 'failed') {
    await run.store.record({
      key,
      interviewId: interview.id,
      coder: coder.id,
      codebook,
      coderVersion: coder.version,
      outcome,
    });
  }
  return outcome;
}

async function segmentsOf(
  interview: Interview,
  outcome: CodingOutcome,
  run: CodingRun,
): Promise<readonly CodedSegment[]> {
  if (outcome.kind !== 'found') return [];
  const checked = run.desk.check(interview, outcome.proposals);
  const verify = run.useModel ? run.desk.verify(run.fast) : null;
  if (verify === null) return checked;
  return Promise.all(
    checked.map((segment) =>
      segment.status === 'needs-person' && segment.coder === 'model' ? verify(interview, segment, run.signal) : segment,
    ),
  );
}

function mainCause(attribution: Attribution): string {
  const primary = attribution.causes.filter((cause) => cause.role === 'primary').map((cause) => cause.code);
  return primary.length > 0 ? primary.sort().join('+') : (attribution.special ?? attribution.outcome);
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
      return { coder, outcome, segments: await segmentsOf(interview, outcome, run) };
    }),
  );
  const attributeWith = (chosen: typeof answers) =>
    attribute({
      interview,
      codebook,
      separation,
      outcomes: chosen.map((answer) => answer.outcome),
      segments: settleDisagreement(chosen.flatMap((answer) => answer.segments)),
    });
  const attribution = attributeWith(answers);
  const segments = settleDisagreement(answers.flatMap((answer) => answer.segments));
  await run.store.save(attribution, segments);
  const byModel = answers.find((answer) => answer.coder.id === 'model');
  const alone = (id: Coder['id']) => mainCause(attributeWith(answers.filter((answer) => answer.coder.id === id)));
  const pair =
    byModel === undefined || byModel.outcome.kind === 'failed'
      ? null
      : { first: alone('model'), second: alone('reader') };
  return { attribution, segments, pair, modelFault: byModel?.outcome.kind === 'failed' ? byModel.outcome.fault : null };
}
