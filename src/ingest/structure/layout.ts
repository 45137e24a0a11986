import type { InterviewDraft, InterviewFormat, InterviewHeader, Span, SpeakerRole } from '../../core/interview.ts';

/** A turn before masking and sentence cutting; its span lies in `Layout.text`. */
export interface LayoutTurn extends Span {
  readonly role: SpeakerRole;
  readonly question?: string;
  /** Set when the turn is one ticked option: it becomes exactly one sentence. */
  readonly tick?: { readonly main: boolean; readonly reason: boolean };
}

/** What the shape of a document came to, before masking. */
export interface Layout {
  readonly text: string;
  readonly format: InterviewFormat;
  readonly turns: readonly LayoutTurn[];
  readonly header: InterviewHeader;
  /** Personal names the document itself gives away: labels, fields, signatures. */
  readonly names: readonly string[];
  readonly doubt: InterviewDraft['doubt'];
}
