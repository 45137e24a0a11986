import type { Codebook } from '../core/codebook.ts';
import type { CodedSegment } from '../core/coding.ts';
import type { AttributedInterview } from '../core/findings.ts';
import type { Language } from '../core/language.ts';
import type { Claim, ReportContext } from '../core/report.ts';
import type { ReviewDecision } from '../core/review.ts';
import { modelFaultText } from './lines.ts';
import { nameOf, shortNameOf, wordsIn } from './words.ts';

/** Everything the full report shows. `interviews` are those that were counted, in the same order. */
export interface FullReport {
  readonly context: ReportContext;
  readonly claims: readonly Claim[];
  readonly codebook: Codebook;
  readonly interviews: readonly AttributedInterview[];
  /** Coded segments by interview id: what stands behind a quotation. */
  readonly segments: ReadonlyMap<string, readonly CodedSegment[]>;
  /** What people decided in review. */
  readonly decisions: readonly ReviewDecision[];
}

/** One line of the list in which every interview is accounted for. */
export interface InterviewLine {
  readonly number: number;
  readonly file: string;
  readonly language: string;
  readonly outcome: string;
  readonly reason: string;
}

/** Accounts for every interview by number: what it came to and why. Names no cause, so it is safe in small groups. */
export function interviewLines(report: FullReport): readonly InterviewLine[] {
  const { language } = report.context.request;
  const words = wordsIn(language);
  return report.interviews.map(({ interview, attribution }, index) => ({
    number: index + 1,
    file: interview.fileName,
    language: words.language[interview.language],
    outcome: words.outcome[attribution.outcome] ?? attribution.outcome,
    reason: reasonOf(attribution, report.codebook, language),
  }));
}

function reasonOf(attribution: AttributedInterview['attribution'], codebook: Codebook, language: Language): string {
  const words = wordsIn(language);
  const { separation, special, why, conflict } = attribution;
  // The outcome "no cause found" says it already.
  const said = special === null || special === 'no-cause-found' ? [] : [special];
  return [
    ...(separation.ranked ? [] : [shortNameOf(codebook, separation.type, language)]),
    ...said.map((id) => words.special[id] ?? nameOf(codebook, id, language)),
    ...[why, conflict].flatMap((name) => (name === null ? [] : [whyText(name, language)])),
  ].join(words.listJoin);
}

/** A named reason in words; what has no words is never shown by its own name. */
export function whyText(why: string, language: Language): string {
  const words = wordsIn(language);
  const known = words.why[why];
  if (known !== undefined) return known;
  return why.startsWith('model-')
    ? words.modelFault(words.coder.model, modelFaultText(why, language))
    : words.whyUnknown;
}
