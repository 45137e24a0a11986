import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Attribution } from '../core/attribution.ts';
import { codebookKey } from '../core/codebook.ts';
import type { CodedSegment, CodingOutcome, Proposal } from '../core/coding.ts';
import type { AgreementPair } from '../core/findings.ts';
import type { Interview } from '../core/interview.ts';
import type { Coder } from '../core/ports/coder.ts';
import type { CodingDesk, SegmentVerifier } from '../core/ports/coding-desk.ts';
import type { CodingStore, LedgerEntry, ReviewStore } from '../core/ports/store.ts';
import type { Spent } from '../core/spent.ts';
import { attribute } from '../evidence/attribute.ts';
import { decideSeparation } from '../evidence/separation.ts';
import { isSupported, settleDisagreement } from '../evidence/settle-disagreement.ts';
import { readingOf } from '../findings/agreement.ts';
import { readWithModel } from './read-with-model.ts';
import { applyDecisions } from './review-decisions.ts';
import { verdictsAhead } from './verdicts-ahead.ts';

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
  /** Told what was really asked: what the ledger knows costs nothing. */
  readonly onSpent?: (spent: Spent) => void;
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
  if (outcome.spent !== undefined) run.onSpent?.(outcome.spent);
  // A failure is not an answer: it is not kept, so that the next run asks again (known failure C21).
  const failed = outcome.kind === 'failed' || (outcome.kind === 'verdict' && outcome.why === 'no-model');
  const coderVersion = parts.join(' ');
  if (!failed) await run.store.record({ key, interviewId: interview.id, coder, codebook, coderVersion, outcome });
  return outcome;
}

async function ask(
  interview: Interview,
  coder: Coder,
  run: CodingRun & { readonly onRead?: (proposals: readonly Proposal[]) => void; readonly onAsked?: () => void },
): Promise<CodingOutcome> {
  const asked = { interview, coder: coder.id, parts: [coder.version] };
  const outcome = await once(asked, run, () => {
    const answer = coder.code(interview, run.signal, run.onRead);
    run.onAsked?.();
    return answer;
  });
  return outcome.kind === 'verdict' ? { kind: 'failed', fault: 'unexpected' } : outcome;
}

async function verified(
  { interview, segment, isSupported }: { interview: Interview; segment: CodedSegment; isSupported: boolean },
  run: CodingRun & { readonly verifier: SegmentVerifier },
): Promise<CodedSegment> {
  const claim = [segment.code, segment.sentences.join(','), ...(isSupported ? ['supported'] : [])];
  const parts = [segment.coderVersion ?? '', ...claim, run.verifier.version];
  const outcome = await once({ interview, coder: 'verdict', parts }, run, async () => {
    const settled = await run.verifier.verify(interview, segment, run.signal, isSupported);
    const { status, why, verdicts, questions, margin, verifier, spent, unneeded } = settled;
    if (unneeded !== undefined) run.onSpent?.(unneeded);
    const asked = { ...(questions && { questions }), ...(verifier && { verifier }), ...(spent && { spent }) };
    return { kind: 'verdict', status, why, verdicts, ...asked, ...(margin === undefined ? {} : { margin }) };
  });
  if (outcome.kind !== 'verdict') return segment;
  const { kind: _, spent: __, ...settled } = outcome;
  return { ...segment, ...settled };
}

/** The ledger's parts for a second reading: it hangs on what the verdicts made of the first. */
export function secondReadingParts(coder: Coder, desk: CodingDesk, fast: boolean): readonly string[] {
  return [coder.version, 'again', desk.verifier(fast)?.version ?? '', desk.reader.version];
}

interface Answer {
  readonly coder: Coder;
  readonly outcome: CodingOutcome;
  readonly segments: readonly CodedSegment[];
}

/** The codebook reader and the ticks: what the checks leave of their claims is accepted. */
async function readFreely(interview: Interview, coder: Coder, run: CodingRun): Promise<Answer> {
  const outcome = await ask(interview, coder, run);
  return {
    coder,
    outcome,
    segments: outcome.kind === 'found' ? checked(interview, outcome.proposals, coder, run) : [],
  };
}

function checked(interview: Interview, proposals: readonly Proposal[], coder: Coder, run: CodingRun) {
  return run.desk.check(interview, proposals).map((segment) => ({ ...segment, coderVersion: coder.version }));
}

/** Turns of the event loop after which a model's requests are on their way: two were seen to do. */
const LEAVING_TURNS = 4;

/** The model: its claims need verdicts, and those that others found too need fewer. */
async function readByModel(
  interview: Interview,
  coder: Coder,
  others: () => Promise<readonly Answer[]>,
  run: CodingRun,
): Promise<Answer> {
  const own = run.desk.verifier(run.fast);
  const verifier = own === null ? null : verdictsAhead(own, interview, run.signal);
  const claims = async (proposals: readonly Proposal[]) => {
    const support = (await others()).flatMap(({ segments }) => segments);
    return checked(interview, proposals, coder, run).map((segment) => ({
      ...{ segment, isSupported: isSupported(segment, support) },
      isOpen: segment.status === 'needs-person',
    }));
  };
  const onRead = async (proposals: readonly Proposal[]) => {
    // An abort is told to whoever waits for the reading.
    const soFar = await claims(proposals).catch(() => []);
    verifier?.begin(soFar.filter(({ isOpen }) => isOpen));
  };
  // The others take the processor to themselves, a tenth of a second for a long interview: the model's requests leave first.
  const onAsked = async () => {
    for (let turn = 0; turn < LEAVING_TURNS; turn += 1) await nextTurn();
    // An abort is told to whoever waits for the reading.
    await others().catch(() => {});
  };
  const reading = await readWithModel({
    code: () => ask(interview, coder, { ...run, onRead, onAsked }),
    async again(refused) {
      if (coder.again === undefined) return null;
      const parts = secondReadingParts(coder, run.desk, run.fast);
      const outcome = await once({ interview, coder: coder.id, parts }, run, async () => {
        return (await coder.again?.(interview, refused, run.signal)) ?? { kind: 'failed', fault: 'unexpected' };
      });
      return outcome.kind === 'verdict' ? null : outcome;
    },
    async settle(proposals) {
      return Promise.all(
        (await claims(proposals)).map(({ isOpen, ...claim }) =>
          isOpen && verifier !== null ? verified({ interview, ...claim }, { ...run, verifier }) : claim.segment,
        ),
      );
    },
  });
  if (verifier !== null) run.onSpent?.(await verifier.unneeded());
  return { coder, ...reading };
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
  const free = [reader, ...(interview.ticks.length > 0 ? [tick] : [])];
  let reading: Promise<readonly Answer[]> | undefined;
  const others = () => {
    reading ??= Promise.all(free.map((coder) => readFreely(interview, coder, run)));
    return reading;
  };
  const modelled = model === null ? [] : [await readByModel(interview, model, others, run)];
  const answers = [...modelled, ...(await others())];
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
