import { type Codebook, codeById } from '../core/codebook.ts';
import type { CodedSegment, Proposal, Rejection, Verdict } from '../core/coding.ts';
import type { CueTable } from '../core/cues.ts';
import { withoutInstructions } from '../core/instruction-text.ts';
import { type InterviewDraft, roleOf, sentenceText } from '../core/interview.ts';
import { affirmationOf } from './affirmation.ts';
import { excludedByQuestion, isToldOfElsewhere } from './asked-and-answered.ts';
import { type CodeWords, excludedBy, isTied } from './excluding-cue.ts';
import { excludedByDate } from './excluding-date.ts';
import { isGenericTalk } from './generic-talk.ts';

export interface ProposalChecks {
  readonly codebook: Codebook;
  readonly cues: CueTable;
  /** The reader's words by code; without them only whole sentences are judged, not the clause that names the cause. */
  readonly patterns?: { readonly codes: Readonly<Record<string, CodeWords>> };
}

/**
 * Checks every coder's proposals without a model: each sentence by itself, so that one bad citation doesn't cost the
 * good ones beside it. A proposal left without a sentence is rejected, by the name of its first sentence's fault.
 */
export function checkProposals(
  interview: InterviewDraft,
  proposals: readonly Proposal[],
  checks: ProposalChecks,
): readonly CodedSegment[] {
  return proposals.map((proposal) => checkProposal(interview, proposal, checks));
}

function checkProposal(interview: InterviewDraft, proposal: Proposal, checks: ProposalChecks): CodedSegment {
  const rejected = (why: Rejection): CodedSegment => ({ ...proposal, status: 'rejected', why, verdicts: [] });
  if (proposal.code !== 'other-cause' && codeById(checks.codebook, proposal.code) === undefined)
    return rejected('no-such-code');
  const checked = proposal.sentences.map((id) => checkSentence(interview, id, { ...checks, proposal }));
  const kept = checked.flatMap((each) => (typeof each === 'number' ? [each] : []));
  if (kept.length === 0) {
    const why = checked.find((each) => typeof each === 'string') ?? 'no-such-sentence';
    // Advice is no reason, but it is a complaint worth counting apart.
    return why === 'mentioned' ? { ...proposal, status: 'mentioned', why, verdicts: [] } : rejected(why);
  }
  const sentences = [...new Set(kept)].sort((a, b) => a - b);
  return { ...proposal, sentences, ...statusOf(proposal), verdicts: [] };
}

/** A model's proposal waits for its verdict; patterns, ticks and people need none. */
function statusOf({ link, coder }: Proposal): Pick<CodedSegment, 'status' | 'why'> {
  if (link === 'none' && coder !== 'tick') return { status: 'mentioned', why: 'mentioned' };
  if (coder === 'model') return { status: 'needs-person', why: 'no-model' };
  return { status: 'accepted', why: null };
}

type SentenceChecks = ProposalChecks & { readonly proposal: Proposal };

/** The sentence that is evidence in the end, or why there is none. */
function checkSentence(interview: InterviewDraft, id: number, checks: SentenceChecks): number | Rejection {
  if (interview.sentences[id - 1] === undefined) return 'no-such-sentence';
  const role = roleOf(interview, id);
  if (role === 'interviewer') return affirmationOf(interview, id, checks.cues) ?? 'not-the-leaver';
  if (role !== 'leaver' && role !== 'note') return 'not-the-leaver';
  // A printed option is no talk: its words are the form's.
  if (checks.proposal.coder === 'tick') return id;
  const text = withoutInstructions(sentenceText(interview, id));
  // Of an order in quotation marks the marks are left.
  if (!/[\p{L}\p{N}]/u.test(text)) return 'instruction-text';
  if (isGenericTalk(text, checks.codebook)) return 'generic-words';
  return excludedByWords(interview, id, { ...checks, text }) ?? id;
}

/** What the words around a cause, the question they answer or the dates in them make of it. */
function excludedByWords(
  interview: InterviewDraft,
  id: number,
  { cues, codebook, patterns, proposal, text }: SentenceChecks & { readonly text: string },
): Exclude<Verdict, 'stated-reason'> | null {
  const { language } = interview;
  const { coder, code, link } = proposal;
  const kind = codeById(codebook, code)?.kind;
  const words = patterns?.codes[code] ?? null;
  const asked = { cues, words, isOwnLife: kind === 'personal' || kind === 'pull' };
  const reading = {
    language,
    link,
    coder,
    cues,
    words,
    isPull: kind === 'pull',
    elsewhere: isToldOfElsewhere(interview, id, cues),
  };
  const byDate = excludedByDate(interview, id, { ...asked, link });
  if (byDate !== null && byDate !== 'worsened') return byDate;
  const byCue = excludedBy(text, reading);
  if (byCue !== null && !(byCue === 'resolved' && byDate === 'worsened')) return byCue;
  return isTied(text, reading) ? null : excludedByQuestion(interview, id, asked);
}
