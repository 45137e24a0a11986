import type { Spent } from './spent.ts';

/** Who proposed a code: the model, the codebook reader, the leaver by a tick, or a person in review. */
export type CoderId = 'model' | 'reader' | 'tick' | 'person';

/** How the words are tied to the leaving (R4). */
export type Link = 'stated' | 'why-answer' | 'counterfactual' | 'none';

/** The closed answers to "is this sentence a reason for leaving?"; see design.md, section 3. */
export const VERDICTS = [
  'stated-reason',
  'mentioned',
  'denied',
  'hypothetical',
  'other-person',
  'other-employer',
  'resolved',
  'praised',
  'unrelated',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The different questions a claim is put to; see evidence/verdict-questions.ts. */
export const QUESTION_IDS = ['verdict', 'choice', 'whose', 'follows'] as const;
export type QuestionId = (typeof QUESTION_IDS)[number];

/** A coder's proposal: a code and the sentences that carry it. Ids only, never text. */
export interface Proposal {
  readonly code: string;
  /** Sentence ids, ascending, at least one. */
  readonly sentences: readonly number[];
  readonly coder: CoderId;
  /** Label of the model that proposed it, or null. */
  readonly model: string | null;
  readonly link: Link;
}

/** Three outcomes, never two: `none` is a finding ("no cause"), `unsure` asks for a person or a model, `failed` is a fault. */
export type CodingOutcome = (
  | { readonly kind: 'found'; readonly proposals: readonly Proposal[]; readonly unsure: boolean }
  | {
      readonly kind: 'none';
      readonly special: 'no-cause-found' | 'generic-reason';
      readonly sentences: readonly number[];
    }
  | { readonly kind: 'unsure'; readonly why: string }
  | { readonly kind: 'failed'; readonly fault: string }
) & {
  /** What it took; absent when no model was asked. */
  readonly spent?: Spent;
};

/** Why a proposal was not accepted, by name. */
export type Rejection =
  | 'not-the-leaver'
  | 'no-such-sentence'
  | 'no-such-code'
  | 'generic-words'
  | 'instruction-text'
  | 'reviewer'
  | Exclude<Verdict, 'stated-reason'>;

/** A proposal after verification. `mentioned` is a complaint with no link to leaving: counted apart. */
export interface CodedSegment extends Proposal {
  readonly status: 'accepted' | 'mentioned' | 'rejected' | 'needs-person';
  /** Named reason of a status other than `accepted`; null when accepted. */
  readonly why: Rejection | 'no-model' | 'low-margin' | null;
  readonly verdicts: readonly Verdict[];
  /** Which question each verdict answers, in the same order; absent when no model was asked. */
  readonly questions?: readonly QuestionId[];
  /** Weight of the answers for the claim less that of those against it, either way, as a share, 0..1. */
  readonly margin?: number;
  /** The coder's version (prompt, patterns, model), as in the ledger. */
  readonly coderVersion?: string;
  /** Who gave the verdicts, and by which version of the question. */
  readonly verifier?: { readonly model: string; readonly version: string };
  /** What the checks had said before a person decided otherwise; absent when nobody did. */
  readonly unreviewed?: { readonly status: CodedSegment['status']; readonly why: CodedSegment['why'] };
}

/** What the verifier made of a model's proposal, as the ledger keeps it. */
export type VerdictOutcome = { readonly kind: 'verdict' } & Pick<CodedSegment, 'status' | 'why' | 'verdicts'> &
  Partial<Pick<CodedSegment, 'margin' | 'verifier' | 'questions'>> & { readonly spent?: Spent };
