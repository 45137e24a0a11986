import { createHash } from 'node:crypto';
import { ANSWER_PROMPT_VERSION } from '../answers/answer-prompt.ts';
import { asideIn } from '../answers/aside.ts';
import type { SentenceFinder } from '../answers/find-sentences.ts';
import { formByModel } from '../answers/form-by-model.ts';
import { nearestTerm } from '../answers/nearest-term.ts';
import { type QuestionScope, readQuestion } from '../answers/read-question.ts';
import { AttritionError, toAttritionError } from '../core/errors.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import type { Fallback, LanguageModel } from '../core/ports/language-model.ts';
import type { ThreadTurn } from '../core/ports/question-store.ts';
import { EMPTY_FORM, type QueryForm } from '../core/query-form.ts';
import { ANSWER_VERDICT_VERSION } from '../evidence/answer-verdict.ts';
import type { ChannelCache } from '../jobs/channel-cache.ts';
import type { AnswerMessage } from './answer-message.ts';
import { figureLines, trendLines } from './follow-up-figures.ts';
import { type Told, toldOf, withoutSpecials } from './follow-up-guard.ts';
import { quotedFor } from './follow-up-quotations.ts';
import { type FollowUpScope, populationOf, revisionOf } from './follow-up-scope.ts';
import { type AnswerNote, type FinishedAnswer, growingView, headOf } from './follow-up-view.ts';
import { FOLLOW_UP, WHY_NOT } from './follow-up-words.ts';
import { writeAnswer } from './follow-up-write.ts';
import type { UseCaseParts } from './use-case-parts.ts';
import { fill } from './words.ts';

export interface FollowUpParts {
  readonly deps: UseCaseParts['deps'];
  /** The routed primary model, or the fast one outright; null when none is configured. */
  readonly writer: (fast: boolean) => LanguageModel | null;
  readonly cache: ChannelCache<FinishedAnswer>;
  readonly find: SentenceFinder['find'];
  /** True for words of statements that belong with a named person. */
  readonly isSetApart: (words: string) => boolean;
}

/** One question on its way to its answer. */
export interface Asking {
  readonly turn: ThreadTurn;
  readonly scope: FollowUpScope;
  readonly live: Pick<AnswerMessage, 'show'>;
  readonly signal: AbortSignal;
  readonly note: AnswerNote;
  readonly earlier: readonly ThreadTurn[];
}

function bare(lines: readonly string[], at: number): FinishedAnswer {
  return { head: '', lines, prose: [], quotations: [], writer: null, fallback: null, dropped: 0, fast: false, at };
}

/** What the question asks for: by patterns, else by a model that may only fill the form; null when neither can tell. */
async function formOf(
  { turn, scope, signal, earlier }: Asking,
  model: LanguageModel | null,
  now: number,
): Promise<{ readonly form: QueryForm | null; readonly unknown: string }> {
  const previous = earlier.findLast(({ query }) => query !== null && query.kind !== 'not-about-interviews')?.query;
  const { codebook, departments, newestDay, report } = scope;
  const question: QuestionScope = {
    ...{ codebook, departments, newestDay, now },
    period: report.request.period,
    previous: previous ?? null,
  };
  const { form, understood, unknown } = readQuestion(turn.question, question);
  if (understood) return { form, unknown };
  if (model === null) return { form: null, unknown };
  try {
    return { form: await formByModel(turn.question, question, model, signal), unknown };
  } catch (error) {
    signal.throwIfAborted();
    // Without the model the patterns' own reading is all there is.
    toAttritionError(error);
    return { form: null, unknown };
  }
}

function whyNot(error: unknown, model: LanguageModel): Fallback {
  const why = toAttritionError(error).code.replace('model-', '');
  return { from: model.label, why: why in WHY_NOT ? (why as Fallback['why']) : 'refused' };
}

/** What the words of an answer may rest on. */
function scopeTold(scope: FollowUpScope, form: QueryForm, hidesSpecials: boolean): FollowUpScope {
  const { codebook, numbers } = scope;
  const isNarrow = form.department !== null || form.tenure !== null || form.separation !== null;
  return {
    ...scope,
    codebook: hidesSpecials ? withoutSpecials(codebook) : codebook,
    // By its number one interview's department, service and words could be put together from several answers.
    numbers: isNarrow ? new Map() : numbers,
  };
}

/** Counts, or finds what was said and has a model sum it up; every sentence of the model is checked before it shows. */
async function make(
  { form, population, before, departments, hidesSpecials }: Told,
  asking: Asking,
  parts: FollowUpParts,
): Promise<FinishedAnswer> {
  const { signal, turn } = asking;
  const { language, fast } = turn.manner;
  const { clock, store } = parts.deps;
  const scope = scopeTold(asking.scope, form, hidesSpecials);
  const request = { form, population, departments, scope, language };
  const { report, codebook } = scope;
  const head = headOf(form, { request: report.request, codebook, language, n: population.interviews.length });
  const { min, leftOut } = { min: codebook.privacy.groupMin, leftOut: population.leftOut + (before?.leftOut ?? 0) };
  const unread = [
    ...(population.notCoded === 0 ? [] : [fill(FOLLOW_UP.notCoded[language], { n: population.notCoded })]),
    ...(leftOut === 0 ? [] : [fill(FOLLOW_UP.leftOut[language], { n: leftOut, min })]),
  ];
  if (form.kind !== 'quotations') {
    const lines = before === null ? figureLines(request) : trendLines(request, before);
    return { ...bare([...lines, ...unread], clock.now()), head, fast };
  }
  const interviews = population.interviews.map(({ interview }) => interview);
  const apart = await store.alerts.sentences(interviews.map(({ id }) => id));
  const searched = { channel: turn.channel, secret: scope.secret, interviews, signal };
  const search = async (topic: string) =>
    // Statements set apart for a named person are quoted to nobody else.
    (await parts.find(topic, searched)).filter(
      ({ interviewId, sentence }) => apart.get(interviewId)?.includes(sentence) !== true,
    );
  const { lines, quotations } = await quotedFor(request, search, signal);
  const found = { ...bare([...lines, ...unread], clock.now()), head, quotations, fast };
  const model = parts.writer(fast);
  if (model === null || quotations.length === 0) return found;
  try {
    const said = quotations.map(({ text }) => text);
    const onSentences = (prose: FinishedAnswer['prose']) =>
      asking.live.show(growingView({ ...found, prose }, asking.note));
    const written = await writeAnswer({ question: turn.question, said, language, model, signal, onSentences });
    const { sentences, writer, fallback, dropped } = written;
    if (sentences.length === 0) return { ...found, dropped, fallback: { from: writer, why: 'invalid' } };
    return { ...found, prose: sentences, writer, fallback, dropped, at: clock.now() };
  } catch (error) {
    signal.throwIfAborted();
    return { ...found, fallback: whyNot(error, model) };
  }
}

function keyOf(
  { form, population, before, hidesSpecials }: Told,
  { turn, scope }: Asking,
  parts: FollowUpParts,
): string {
  const { codebook } = scope;
  const wording = form.kind === 'quotations' ? turn.question.toLowerCase().replace(/\s+/gu, ' ').trim() : '';
  const models = form.kind === 'quotations' ? (parts.writer(turn.manner.fast)?.label ?? null) : null;
  const revisions = [population, ...(before === null ? [] : [before])].map((one) => revisionOf(one, codebook));
  const { language, fast } = turn.manner;
  const versions = [ANSWER_PROMPT_VERSION, ANSWER_VERDICT_VERSION];
  const asked = [form, hidesSpecials, wording, language, fast, models, scope.report.request];
  const hash = createHash('sha256')
    .update(JSON.stringify([versions, revisions, asked]))
    .digest('hex');
  // A thread's report numbers the interviews, so its answers are its own.
  return `${turn.channel}:${hash}`;
}

/** What was deleted on request while a question was being answered must not come back with the answer. */
export async function checkStillThere(
  { scope }: Asking,
  { quotations }: FinishedAnswer,
  { deps: { store } }: FollowUpParts,
): Promise<void> {
  const quoted = quotations.map(({ interviewId }) => interviewId);
  if (!(await store.forget.areThere(scope.report.id, quoted))) throw new AttritionError('deleted-meanwhile');
}

/** What came of a question. */
export interface Answered {
  readonly form: QueryForm;
  readonly answer: FinishedAnswer;
  readonly fromCacheMs: number | null;
}

/** Answers one question by code, by quotations, or by saying why not. */
export async function answerTo(asking: Asking, parts: FollowUpParts): Promise<Answered> {
  const { scope, turn } = asking;
  const { language, anew, fast } = turn.manner;
  const { clock } = parts.deps;
  const examples = FOLLOW_UP.examples[language];
  const say = (form: QueryForm, line: string): Answered => ({
    form,
    answer: bare([line], clock.now()),
    fromCacheMs: null,
  });
  const nothing: QueryForm = { ...EMPTY_FORM, kind: 'not-about-interviews' };
  const aside = asideIn(turn.question);
  if (aside === 'names') return say(nothing, fill(FOLLOW_UP.names[language], { examples }));
  if (aside === 'one-interview') return say(nothing, FOLLOW_UP.oneInterview[language]);
  if (aside !== null) return say(nothing, fill(FOLLOW_UP.notAbout[language], { examples }));
  const { form, unknown } = await formOf(asking, parts.writer(fast), clock.now());
  if (form === null || form.kind === 'not-about-interviews') {
    const isUnknown = form === null && unknown !== '';
    const words = isUnknown ? FOLLOW_UP.notUnderstood[language] : FOLLOW_UP.notAbout[language];
    const near = nearestTerm(unknown, scope);
    const nearest = near === null ? '' : fill(FOLLOW_UP.nearest[language], { nearest: escapeMarkdown(near) });
    return say(nothing, fill(words, { words: escapeMarkdown(unknown), nearest, examples }));
  }
  if (form.kind === 'quotations' && parts.isSetApart(turn.question)) {
    return say(nothing, FOLLOW_UP.setApart[language]);
  }
  // A ranking of departments looks at all of them.
  const isByDepartment = form.kind === 'ranking' && form.by === 'department';
  const population = await populationOf(isByDepartment ? { ...form, department: null } : form, scope);
  const before = form.kind === 'trend' ? await populationOf({ ...form, period: form.against }, scope) : null;
  const told = await toldOf({ form, population, before }, scope, parts.deps.store.told, clock.now());
  // What was refused has told nothing: no later question follows on it.
  if (told.refusal !== null) {
    const { codebook, report } = scope;
    const head = headOf(form, { request: report.request, codebook, language, n: null });
    const { answer, ...rest } = say(
      nothing,
      fill(FOLLOW_UP[told.refusal][language], { min: codebook.privacy.groupMin }),
    );
    return { ...rest, answer: { ...answer, head } };
  }
  const ask = { anew, signal: asking.signal };
  const { value, made } = await parts.cache.get(keyOf(told, asking, parts), ask, async () => {
    const answer = await make(told, asking, parts);
    await checkStillThere(asking, answer, parts);
    return answer;
  });
  // Another process's clock may be ahead of ours.
  return { form, answer: value, fromCacheMs: made ? null : Math.max(0, clock.now() - value.at) };
}
