import { type Codebook, codeById } from '../core/codebook.ts';
import type { CodedSegment, Proposal, Rejection } from '../core/coding.ts';
import type { CueTable } from '../core/cues.ts';
import { withoutInstructions } from '../core/instruction-text.ts';
import { type InterviewDraft, roleOf, sentenceText } from '../core/interview.ts';
import { affirmationOf } from './affirmation.ts';
import { excludedBy } from './excluding-cue.ts';
import { isGenericTalk } from './generic-talk.ts';

export interface ProposalChecks {
  readonly codebook: Codebook;
  readonly cues: CueTable;
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
  const { cues, proposal } = checks;
  return excludedBy(text, { language: interview.language, link: proposal.link, cues }) ?? id;
}
