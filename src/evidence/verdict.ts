import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Codebook, codeById } from '../core/codebook.ts';
import type { CodedSegment, Verdict } from '../core/coding.ts';
import type { Interview } from '../core/interview.ts';
import type { SegmentVerifier } from '../core/ports/coding-desk.ts';
import type { LanguageModel } from '../core/ports/language-model.ts';
import { countSpent } from '../core/spent.ts';
import { askAhead } from './verdict-answers.ts';
import { VERDICT_PROMPT_VERSION, verdictMessages } from './verdict-prompt.ts';
import { type DisputedClaim, QUESTIONS, type QuestionId } from './verdict-questions.ts';
import type { VerdictThresholds } from './verdict-thresholds.ts';

/** Room for the longest answer in the JSON of servers that know no closed sets, with the blanks some models add. */
const MAX_TOKENS = 40;
/** More rivals than this are read no better than they are told apart. */
const RIVALS_MAX = 5;

export interface VerifierDeps {
  readonly model: LanguageModel;
  readonly codebook: Codebook;
  readonly thresholds: VerdictThresholds;
}

/** Creates the verifier of one model and codebook: it asks other questions than the coder, and sees less. */
export function createVerifier({ model, codebook, thresholds }: VerifierDeps): SegmentVerifier {
  const policy = createHash('sha256').update(JSON.stringify(thresholds)).digest('hex').slice(0, 12);
  return {
    version: [VERDICT_PROMPT_VERSION, policy, model.label].join(' '),
    hasRoom: () => hasRoom(model),
    async verify(interview, segment, signal, isSupported = false) {
      const claim = claimOf(segment.code, codebook, thresholds);
      const standingOf = (given: readonly Vote[]) => weigh(given, thresholds, { interview, isSupported });
      const asked = askAhead(thresholds.questions, signal, (id, until) => {
        const counted = countSpent(model);
        const answer = askQuestion({ model: counted.model, id, claim, interview, segment, signal: until });
        return { answer, spent: counted.spent };
      });
      const toAccept = Math.ceil(thresholds.accept - (isSupported ? thresholds.support : 0));
      // Neither side can win with fewer answers than this: those are asked at once, the others only while it is open.
      const needed = Math.min(Math.ceil(thresholds.reject), toAccept);
      asked.begin(needed);
      // Where a server would idle, so is what it takes to accept: a round saved for an answer that may not be needed.
      for (let count = needed; count < toAccept && hasRoom(model); count += 1) asked.begin(count + 1);
      try {
        let answers = await asked.answers(needed);
        while (answers.length < thresholds.questions.length && standingOf(votesOf(answers)).end === 'open')
          answers = await asked.answers(answers.length + 1);
        const votes = votesOf(answers);
        const settled = settle(segment, { votes, ...standingOf(votes), isComplete: votes.length === answers.length });
        return { ...settled, ...asked.spent(answers.length) };
      } finally {
        asked.stop();
      }
    },
  };
}

const hasRoom = ({ freeSlots }: LanguageModel): boolean => (freeSlots?.() ?? 0) > 0;

/** What a claim's code is told apart from: those known to be taken for it, else the others of its category. */
function claimOf(codeId: string, codebook: Codebook, { confusable }: VerdictThresholds): DisputedClaim {
  const code = codeById(codebook, codeId);
  const known = confusable[codebook.id]?.[codeId];
  const rivals = codebook.codes.filter(
    ({ id, category }) => id !== codeId && (known === undefined ? category === code?.category : known.includes(id)),
  );
  return { code, codeId, rivals: rivals.slice(0, RIVALS_MAX) };
}

interface Vote {
  readonly question: QuestionId;
  readonly verdict: Verdict;
  readonly model: string;
  /** Lead of the answer's weight over the next one's; null when the server tells no weights. */
  readonly lead: number | null;
}

const votesOf = (answers: readonly (Vote | null)[]): readonly Vote[] => answers.filter((answer) => answer !== null);

interface Standing {
  readonly end: 'accepted' | 'refused' | 'open';
  /** How far the winner leads, as a share of all weight given. */
  readonly margin: number;
}

/** Weighs the answers for the claim against those that make it none. */
function weigh(
  votes: readonly Vote[],
  { accept, reject, support, unsure, sure }: VerdictThresholds,
  { interview, isSupported }: { readonly interview: Interview; readonly isSupported: boolean },
): Standing {
  const weightOf = ({ lead }: Vote) => (lead !== null && lead < sure[interview.language] ? unsure : 1);
  const sum = (side: readonly Vote[]) => side.reduce((total, vote) => total + weightOf(vote), 0);
  const isFor = ({ verdict }: Vote) => verdict === 'stated-reason';
  // A supporter alone proves nothing: somebody asked must agree.
  const weightFor = sum(votes.filter(isFor)) + (isSupported && votes.some(isFor) ? support : 0);
  const weightAgainst = sum(votes.filter((vote) => !isFor(vote)));
  const margin = Math.abs(weightFor - weightAgainst) / (weightFor + weightAgainst || 1);
  if (weightAgainst >= reject) return { end: 'refused', margin };
  return { end: weightFor >= accept ? 'accepted' : 'open', margin };
}

interface Settled extends Standing {
  readonly votes: readonly Vote[];
  /** False when an answer that might have settled it never came. */
  readonly isComplete: boolean;
}

/** Turns the answers into a status; all of them are kept, whatever they came to. */
function settle(segment: CodedSegment, { votes, end, margin, isComplete }: Settled): CodedSegment {
  if (votes.length === 0) return { ...segment, status: 'needs-person', why: 'no-model' };
  const kept = {
    ...segment,
    verdicts: votes.map(({ verdict }) => verdict),
    questions: votes.map(({ question }) => question),
    margin,
    verifier: { model: [...new Set(votes.map(({ model }) => model))].join(', '), version: VERDICT_PROMPT_VERSION },
  };
  if (end === 'accepted') return { ...kept, status: 'accepted', why: null };
  if (end === 'open') return { ...kept, status: 'needs-person', why: isComplete ? 'low-margin' : 'no-model' };
  const why = objectionOf(votes);
  return { ...kept, status: why === 'mentioned' ? 'mentioned' : 'rejected', why };
}

/** The name of a refusal: what the most objections say; of as many, the earlier question's, which tells more apart. */
function objectionOf(votes: readonly Vote[]): Exclude<Verdict, 'stated-reason'> {
  const named = votes.flatMap(({ verdict }) => (verdict === 'stated-reason' ? [] : [verdict]));
  // "Not that one" is all that some questions can say: any named objection says more.
  const telling = named.filter((verdict) => verdict !== 'unrelated');
  const groups = [...Map.groupBy(telling.length > 0 ? telling : named, (verdict) => verdict)];
  return groups.toSorted((a, b) => b[1].length - a[1].length)[0]?.[0] ?? 'unrelated';
}

interface Asking {
  readonly model: LanguageModel;
  readonly id: QuestionId;
  readonly claim: DisputedClaim;
  readonly interview: Interview;
  readonly segment: CodedSegment;
  readonly signal: AbortSignal;
}

async function askQuestion({ model, id, claim, interview, segment, signal }: Asking): Promise<Vote | null> {
  signal.throwIfAborted();
  const answers = QUESTIONS[id].answers(claim);
  const choice = [...answers.keys()];
  try {
    const completion = await model.complete({
      purpose: 'verdict',
      messages: verdictMessages(interview, segment.sentences, { id, claim }),
      maxTokens: MAX_TOKENS,
      choice,
      signal,
    });
    const answer = z.enum(choice).parse(completion.text);
    const verdict = answers.get(answer) ?? 'unrelated';
    return { question: id, verdict, model: completion.model, lead: leadOf(answer, completion.choiceProbabilities) };
  } catch {
    // The fault itself is of no use here: whatever it was, nobody has answered, and a person must.
    signal.throwIfAborted();
    return null;
  }
}

/** Negative when the model said one answer and weighed another more: as low as a lead can be. */
function leadOf(answer: string, weights: Readonly<Record<string, number>> | undefined): number | null {
  if (weights === undefined) return null;
  const others = Object.entries(weights).filter(([each]) => each !== answer);
  return (weights[answer] ?? 0) - Math.max(0, ...others.map(([, weight]) => weight));
}
