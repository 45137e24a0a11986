import type { Codebook } from '../core/codebook.ts';
import type { Quotation } from '../core/findings.ts';
import type { Language } from '../core/language.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import type { Button, MessageView } from '../core/ports/conversation.ts';
import type { Fallback } from '../core/ports/language-model.ts';
import type { QueryForm } from '../core/query-form.ts';
import type { ReportRequest } from '../core/report.ts';
import type { CheckedSentence } from '../evidence/check-answer.ts';
import { shortNameOf } from '../report/words.ts';
import { FOLLOW_UP, KIND_NAMES, TENURE_NAMES, WHY_NOT } from './follow-up-words.ts';
import { causeName } from './segment-words.ts';
import { fill } from './words.ts';

/** Action ids of an answer's buttons; `value` is the turn's id, and for a quotation "TURN INTERVIEW SENTENCE,SENTENCE". */
export const ANSWER_ACTIONS = {
  stop: 'answer_stop',
  anew: 'answer_anew',
  fast: 'answer_fast',
  quotation: 'answer_quotation:',
} as const;

/** Characters shown of one quotation. */
const LONGEST = 400;
const NOTICE_LENGTH = 150;

/** Everything an answer shows. */
export interface FinishedAnswer {
  readonly head: string;
  /** Written by code: counts, changes, refusals. */
  readonly lines: readonly string[];
  /** Written by a model and checked. */
  readonly prose: readonly CheckedSentence[];
  readonly quotations: readonly Quotation[];
  /** Label of the model that wrote the prose, or null. */
  readonly writer: string | null;
  readonly fallback: Fallback | null;
  readonly dropped: number;
  readonly fast: boolean;
  /** When it was finished, milliseconds since the epoch. */
  readonly at: number;
}

/** How an answer comes to be shown. */
export interface AnswerNote {
  readonly turnId: string;
  readonly language: Language;
  /** Age of a cached answer, or null when it was made for this asker. */
  readonly fromCacheMs: number | null;
  /** Said above everything, e.g. that the question was cut. */
  readonly before: string | null;
  /** A model is configured and the asker didn't choose the fast one. */
  readonly canHurry: boolean;
}

/** "Ranking · Direct manager · Sales · 2026 Q3 · 17 interviews": what the question was taken for. */
export function headOf(
  form: QueryForm,
  about: {
    readonly request: ReportRequest;
    readonly codebook: Codebook;
    readonly language: Language;
    /** Null where even how many they are is not told. */
    readonly n: number | null;
  },
): string {
  const { request, codebook, language } = about;
  const period = form.period ?? request.period;
  const department = form.department ?? request.department;
  return [
    KIND_NAMES[form.kind][language],
    ...form.causes.map((code) => causeName(codebook, code, language)),
    ...(form.topic === '' || form.causes.length > 0 ? [] : [escapeMarkdown(form.topic)]),
    ...(department === null ? [] : [escapeMarkdown(department)]),
    ...(form.tenure === null ? [] : [TENURE_NAMES[form.tenure][language]]),
    ...(form.separation === null ? [] : [escapeMarkdown(shortNameOf(codebook, form.separation, language))]),
    ...(period === null ? [] : [form.against === null ? period : `${form.against} → ${period}`]),
    ...(about.n === null ? [] : [fill(FOLLOW_UP.people[language], { n: about.n })]),
  ].join(' · ');
}

function quotationLine({ text, interviewNumber: interview }: Quotation, index: number, language: Language): string {
  const shown = text.length <= LONGEST ? text : `${text.slice(0, LONGEST).toWellFormed()}…`;
  const words = FOLLOW_UP[interview === 0 ? 'quoteElsewhere' : 'quote'][language];
  // Foreign words go in last: a "{number}" said in an interview stays what it is.
  const [before = '', after = ''] = words.split('{text}').map((part) => fill(part, { number: index + 1, interview }));
  return before + escapeMarkdown(shown) + after;
}

function footOf({ writer, fallback, dropped, fast }: FinishedAnswer, language: Language): string | null {
  const why = fallback === null ? '' : WHY_NOT[fallback.why][language];
  const from = fallback === null ? '' : escapeMarkdown(fallback.from);
  const other =
    fallback === null ? [] : [fill(FOLLOW_UP[writer === null ? 'listOnly' : 'insteadOf'][language], { from, why })];
  const parts = [
    ...(writer === null ? [] : [fill(FOLLOW_UP.written[language], { model: escapeMarkdown(writer) })]),
    ...other,
    ...(fast && writer !== null ? [FOLLOW_UP.fast[language]] : []),
    ...(dropped === 0 ? [] : [fill(FOLLOW_UP.dropped[language], { n: dropped })]),
  ];
  return parts.length === 0 ? null : `${parts.join(' · ')}${language === 'zh' ? '。' : '.'}`;
}

function cacheWords(ageMs: number | null, language: Language): readonly string[] {
  if (ageMs === null) return [];
  const n = Math.floor(ageMs / 60_000);
  return [n === 0 ? FOLLOW_UP.fromCacheNow[language] : fill(FOLLOW_UP.fromCache[language], { n })];
}

const proseLine = ({ text, citations }: CheckedSentence) =>
  `${escapeMarkdown(text)} ${citations.map((number) => `\\[${number}\\]`).join('')}`;

/** The words of an answer, finished or growing. */
function markdownOf(answer: FinishedAnswer, note: AnswerNote, isComplete: boolean): string {
  const { language } = note;
  const foot = isComplete ? footOf(answer, language) : null;
  return [
    ...(note.before === null ? [] : [note.before]),
    ...(answer.head === '' ? [] : [`**${answer.head}**`]),
    answer.lines.join('\n'),
    answer.prose.map(proseLine).join('\n'),
    answer.quotations.map((quotation, index) => quotationLine(quotation, index, language)).join('\n'),
    ...(foot === null ? [] : [foot]),
    ...cacheWords(note.fromCacheMs, language),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function noticeOf(answer: FinishedAnswer): string {
  return [answer.head, ...answer.lines].join(' · ').replaceAll('**', '').slice(0, NOTICE_LENGTH).toWellFormed();
}

function stopAnswer(turnId: string, language: Language): Button {
  return { action: ANSWER_ACTIONS.stop, label: FOLLOW_UP.stop[language], value: turnId, style: 'danger' };
}

/** Before anything of an answer is known. */
export function waitingView(turnId: string, language: Language): MessageView {
  const words = FOLLOW_UP.reading[language];
  return { markdown: words, notice: words, buttons: [stopAnswer(turnId, language)] };
}

/** An answer that nobody came to in time. */
export function interruptedView(turnId: string, language: Language): MessageView {
  const words = FOLLOW_UP.interrupted[language];
  const again = { action: ANSWER_ACTIONS.anew, label: FOLLOW_UP.anew[language], value: turnId };
  return { markdown: words, notice: words, buttons: [again] };
}

/** An answer that a model is still writing. */
export function growingView(answer: FinishedAnswer, note: AnswerNote): MessageView {
  const { turnId, language } = note;
  return {
    markdown: markdownOf(answer, note, false),
    notice: noticeOf(answer),
    buttons: [stopAnswer(turnId, language)],
  };
}

/** A finished answer; a quotation's button opens it in its exchange, for the presser alone. */
export function answerView(answer: FinishedAnswer, note: AnswerNote): MessageView {
  const { turnId, language } = note;
  const button = (action: string, label: string, value = turnId): Button => ({ action, label, value });
  const quotations = answer.quotations.map(({ interviewId, sentences }, index) =>
    button(
      `${ANSWER_ACTIONS.quotation}${index + 1}`,
      `[${index + 1}]`,
      `${turnId} ${interviewId} ${sentences.join(',')}`,
    ),
  );
  const buttons = [
    ...quotations,
    button(ANSWER_ACTIONS.anew, FOLLOW_UP.anew[language]),
    ...(note.canHurry ? [button(ANSWER_ACTIONS.fast, FOLLOW_UP.fastButton[language])] : []),
  ];
  return { markdown: markdownOf(answer, note, true), notice: noticeOf(answer), buttons };
}
