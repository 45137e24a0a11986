import type { Cause, Evidence } from '../core/attribution.ts';
import type { Codebook } from '../core/codebook.ts';
import type { AttributedInterview, Finding, Quotation } from '../core/findings.ts';
import { type Interview, questionBefore } from '../core/interview.ts';
import type { Language } from '../core/language.ts';
import type { Claim, ReportContext } from '../core/report.ts';
import { nameOf, wordsIn } from './words.ts';

/** Everything the full report shows. `interviews` are those that were counted, in the same order. */
export interface FullReport {
  readonly context: ReportContext;
  readonly claims: readonly Claim[];
  readonly codebook: Codebook;
  readonly interviews: readonly AttributedInterview[];
}

/** Why a quotation is counted: who proposed it and what it was accepted as. */
export interface QuotationBackground {
  /** "Proposed by Qwen2.5-7B-Instruct, accepted as main cause, strength 5 of 5." */
  readonly why: string;
  /** The question before it, as stored; null when there was none. */
  readonly question: string | null;
}

/** Looks up what stands behind a quotation. */
export function backgroundOf(finding: Finding, quotation: Quotation, report: FullReport): QuotationBackground {
  const found = report.interviews.find(({ interview }) => interview.id === quotation.interviewId);
  const cause = found?.attribution.causes.find((each) => each.code === finding.code);
  if (found === undefined || cause === undefined) return { why: '', question: null };
  const { language } = report.context.request;
  const words = wordsIn(language);
  const by = codersOf(cause, quotation).map((evidence) => evidence.model ?? words.coder[evidence.coder]);
  return {
    why: words.tellWhy([...new Set(by)].join(words.listJoin), words.role[cause.role], cause.strength),
    question: questionOf(found.interview, quotation),
  };
}

function codersOf(cause: Cause, quotation: Quotation): readonly Evidence[] {
  return cause.evidence.filter((evidence) => quotation.sentences.some((id) => evidence.sentences.includes(id)));
}

function questionOf(interview: Interview, quotation: Quotation): string | null {
  const turnIndex = interview.sentences[(quotation.sentences[0] ?? 0) - 1]?.turn;
  const turn = turnIndex === undefined ? undefined : interview.turns[turnIndex];
  if (turn === undefined) return null;
  if (turn.question !== undefined) return turn.question;
  const asked = questionBefore(interview, turn.index);
  return asked === null ? null : interview.text.slice(asked.start, asked.end);
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

/** "model-slow" in words; null for what is no fault of a model. */
function modelFaultText(why: string, language: Language): string | null {
  const words = wordsIn(language);
  const what = Object.entries(words.fallback).find(([fault]) => why === `model-${fault}`)?.[1];
  return what === undefined ? null : words.modelFault(words.coder.model, what);
}

function reasonOf(attribution: AttributedInterview['attribution'], codebook: Codebook, language: Language): string {
  const words = wordsIn(language);
  const { separation, special, why } = attribution;
  return [
    ...(separation.ranked ? [] : [nameOf(codebook, separation.type, language)]),
    ...(special === null ? [] : [nameOf(codebook, special, language)]),
    ...(why === null ? [] : [words.why[why] ?? modelFaultText(why, language) ?? why]),
  ].join(words.listJoin);
}
