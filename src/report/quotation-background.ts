import type { Cause, Evidence } from '../core/attribution.ts';
import type { CodedSegment, QuestionId, Verdict } from '../core/coding.ts';
import type { Finding, Quotation } from '../core/findings.ts';
import { type Interview, questionTextOf } from '../core/interview.ts';
import type { Language } from '../core/language.ts';
import { type FullReport, whyText } from './full-report.ts';
import { percentOf } from './numbers.ts';
import { wordsIn } from './words.ts';

/** Why a quotation is counted. */
export interface QuotationBackground {
  /** "Proposed by Qwen2.5-7B-Instruct, accepted as main cause, strength 5 of 5." */
  readonly why: string;
  /** The same in full, one line each: who found it, as what it counts, by which verdicts, who reviewed it. */
  readonly lines: readonly string[];
  /** The question before it, as stored; null when there was none. */
  readonly question: string | null;
}

/** Looks up what stands behind a quotation. */
export function backgroundOf(finding: Finding, quotation: Quotation, report: FullReport): QuotationBackground {
  const found = report.interviews.find(({ interview }) => interview.id === quotation.interviewId);
  const cause = found?.attribution.causes.find((each) => each.code === finding.code);
  if (found === undefined || cause === undefined) return { why: '', lines: [], question: null };
  const { language } = report.context.request;
  const words = wordsIn(language);
  const touches = ({ sentences }: { readonly sentences: readonly number[] }) =>
    quotation.sentences.some((id) => sentences.includes(id));
  const evidence = cause.evidence.filter(touches);
  const segments = (report.segments.get(quotation.interviewId) ?? []).filter(
    (segment) => segment.code === finding.code && segment.status === 'accepted' && touches(segment),
  );
  const by = evidence.map((each) => each.model ?? words.coder[each.coder]);
  const decisions = report.decisions.filter(
    (decision) =>
      decision.interviewId === quotation.interviewId &&
      (decision.choice === 'accept' ? decision.code : decision.chosen) === finding.code &&
      touches(decision),
  );
  return {
    why: words.tellWhy([...new Set(by)].join(words.listJoin), words.role[cause.role], cause.strength),
    lines: [
      words.told.coder(codersText(segments, evidence, language)),
      words.told.strength(cause.strength, strengthRule(cause, language)),
      ...verdictLines(segments, language),
      ...reviewLines(segments, decisions, language),
      words.told.codebook(found.attribution.codebook),
    ],
    question: questionOf(found.interview, quotation),
  };
}

function strengthRule(cause: Cause, language: Language): string {
  return wordsIn(language).strength[cause.strength];
}

/** Coders with their versions, from the ledger where it has them. */
function codersText(segments: readonly CodedSegment[], evidence: readonly Evidence[], language: Language): string {
  const words = wordsIn(language);
  const coders: readonly (Evidence & { readonly coderVersion?: string })[] = segments.length > 0 ? segments : evidence;
  const names = coders.map(({ coder, model, coderVersion }) => {
    const name = model ?? words.coder[coder];
    // A model's version ends with its label, which is said already.
    const [version] = coderVersion?.split(' ') ?? [];
    return version === undefined ? name : words.atVersion(name, version);
  });
  return [...new Set(names)].join(words.listJoin);
}

function verdictLines(segments: readonly CodedSegment[], language: Language): readonly string[] {
  const words = wordsIn(language);
  const asked = segments.filter(({ verdicts }) => verdicts.length > 0);
  if (asked.length === 0) return [words.told.unasked];
  return asked.map(({ verdicts, questions, margin, verifier }) => {
    const parts = [
      words.told.verdicts(
        questions === undefined ? countedVerdicts(verdicts, language) : answersText(verdicts, questions, language),
      ),
      ...(margin === undefined ? [] : [words.told.margin(percentOf(margin))]),
      ...(verifier === undefined ? [] : [words.told.verifier(words.atVersion(verifier.model, verifier.version))]),
    ];
    return parts.join(words.listJoin);
  });
}

/** "on the topic: a stated reason · whose and when: somebody else's reason". */
function answersText(verdicts: readonly Verdict[], questions: readonly QuestionId[], language: Language): string {
  const words = wordsIn(language);
  const colon = language === 'zh' ? '：' : ': ';
  return questions
    .flatMap((id, index) => {
      const verdict = verdicts[index];
      return verdict === undefined ? [] : [`${words.question[id]}${colon}${words.verdict[verdict]}`];
    })
    .join(' · ');
}

/** "a stated reason ×2; mentioned only". */
function countedVerdicts(verdicts: readonly Verdict[], language: Language): string {
  const words = wordsIn(language);
  const groups = [...Map.groupBy(verdicts, (verdict) => verdict)];
  return groups
    .map(([verdict, votes]) =>
      votes.length === 1 ? words.verdict[verdict] : `${words.verdict[verdict]} ×${votes.length}`,
    )
    .join(words.listJoin);
}

function reviewLines(
  segments: readonly CodedSegment[],
  decisions: FullReport['decisions'],
  language: Language,
): readonly string[] {
  const words = wordsIn(language);
  const [last] = decisions.toReversed();
  if (last === undefined) return [words.told.unreviewed];
  const before = segments.flatMap(({ unreviewed }) => unreviewed ?? []).at(0);
  const day = new Date(last.decidedAt).toISOString().slice(0, 10);
  const then =
    before === undefined
      ? []
      : [words.status[before.status], ...(before.why === null ? [] : [whyText(before.why, language)])];
  return [
    words.told.review(last.user, day),
    ...(then.length === 0 ? [] : [words.told.reviewOf(then.join(words.listJoin))]),
  ];
}

function questionOf(interview: Interview, quotation: Quotation): string | null {
  const turnIndex = interview.sentences[(quotation.sentences[0] ?? 0) - 1]?.turn;
  const turn = turnIndex === undefined ? undefined : interview.turns[turnIndex];
  return turn === undefined ? null : questionTextOf(interview, turn);
}
