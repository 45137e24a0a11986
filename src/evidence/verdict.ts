import { z } from 'zod';
import { type Code, type Codebook, codeById } from '../core/codebook.ts';
import { type CodedSegment, VERDICTS, type Verdict } from '../core/coding.ts';
import type { Interview } from '../core/interview.ts';
import type { SegmentVerifier } from '../core/ports/coding-desk.ts';
import type { LanguageModel } from '../core/ports/language-model.ts';
import { VERDICT_PROMPT_VERSION, verdictMessages } from './verdict-prompt.ts';
import type { VerdictThresholds } from './verdict-thresholds.ts';

/** Room for the longest verdict in the JSON of servers that know no closed sets, with the blanks some models add. */
const MAX_TOKENS = 40;
/** Seeds of the two further votes. */
const VOTES = [1, 2];

const verdictSchema = z.enum(VERDICTS);

export interface VerifierDeps {
  readonly model: LanguageModel;
  readonly codebook: Codebook;
  readonly thresholds: VerdictThresholds;
}

/** Creates the verifier of one model and codebook: it asks another question than the coder, and sees less. */
export function createVerifier({ model, codebook, thresholds }: VerifierDeps): SegmentVerifier {
  return {
    version: [VERDICT_PROMPT_VERSION, JSON.stringify(thresholds), model.label].join(' '),
    async verify(interview, segment, signal) {
      const question = { model, code: codeById(codebook, segment.code), interview, segment, signal };
      const margins = thresholds.margins[interview.language];
      const first = await askVerdict(question);
      if (first === null) return { ...segment, status: 'needs-person', why: 'no-model' };
      if (first.margin !== null && first.margin >= margins.ask) return settle(segment, [first], first.margin);
      const further = await Promise.all(VOTES.map((variant) => askVerdict(question, variant)));
      const votes = [first, ...further.filter((vote) => vote !== null)];
      const lead = leadOf(votes);
      return lead < margins.settle ? leave(segment, votes, lead) : settle(segment, votes, lead);
    },
  };
}

interface Vote {
  readonly verdict: Verdict;
  readonly model: string;
  /** Lead of the verdict's weight over the next one's; null when the server tells no weights: it may be anything. */
  readonly margin: number | null;
}

/** What is kept of the votes, whatever they came to. */
function record(votes: readonly Vote[], margin: number) {
  const model = [...new Set(votes.map((vote) => vote.model))].join(', ');
  const verdicts = votes.map(({ verdict }) => verdict);
  return { verdicts, margin, verifier: { model, version: VERDICT_PROMPT_VERSION } };
}

/** Turns the winning verdict into a status. */
function settle(segment: CodedSegment, votes: readonly Vote[], margin: number): CodedSegment {
  const winner = winnerOf(votes);
  const kept = { ...segment, ...record(votes, margin) };
  if (winner === 'stated-reason') return { ...kept, status: 'accepted', why: null };
  if (winner === 'mentioned') return { ...kept, status: 'mentioned', why: winner };
  return { ...kept, status: 'rejected', why: winner };
}

function leave(segment: CodedSegment, votes: readonly Vote[], margin: number): CodedSegment {
  return { ...segment, ...record(votes, margin), status: 'needs-person', why: 'low-margin' };
}

function tally(votes: readonly Vote[]): readonly (readonly [Verdict, number])[] {
  const counts = VERDICTS.map((verdict) => [verdict, votes.filter((vote) => vote.verdict === verdict).length] as const);
  return counts.toSorted((a, b) => b[1] - a[1]);
}

const winnerOf = (votes: readonly Vote[]): Verdict => tally(votes)[0]?.[0] ?? 'unrelated';

/** Lead of the votes for the winner over the next, as a share of all votes asked for: a vote that failed is for nobody. */
function leadOf(votes: readonly Vote[]): number {
  const [best, next] = tally(votes);
  return ((best?.[1] ?? 0) - (next?.[1] ?? 0)) / (1 + VOTES.length);
}

interface Question {
  readonly model: LanguageModel;
  readonly code: Code | undefined;
  readonly interview: Interview;
  readonly segment: CodedSegment;
  readonly signal: AbortSignal;
}

async function askVerdict(question: Question, variant?: number): Promise<Vote | null> {
  const { model, code, interview, segment, signal } = question;
  signal.throwIfAborted();
  try {
    const completion = await model.complete({
      purpose: 'verdict',
      messages: verdictMessages(interview, segment.sentences, code),
      maxTokens: MAX_TOKENS,
      choice: VERDICTS,
      ...(variant === undefined ? {} : { variant }),
      affinity: interview.id,
      signal,
    });
    const verdict = verdictSchema.parse(completion.text);
    return { verdict, model: completion.model, margin: marginOf(verdict, completion.choiceProbabilities) };
  } catch {
    // The fault itself is of no use here: whatever it was, nobody has answered, and a person must.
    signal.throwIfAborted();
    return null;
  }
}

/** Negative when the model said one verdict and weighed another more: as low as a margin can be. */
function marginOf(verdict: Verdict, weights: Readonly<Record<string, number>> | undefined): number | null {
  if (weights === undefined) return null;
  const others = VERDICTS.filter((each) => each !== verdict).map((each) => weights[each] ?? 0);
  return (weights[verdict] ?? 0) - Math.max(...others);
}
