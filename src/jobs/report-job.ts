import { causeName } from '../core/cause-name.ts';
import { codebookKey } from '../core/codebook.ts';
import { AttritionError, toAttritionError } from '../core/errors.ts';
import { faultSentence } from '../core/fault-sentences.ts';
import type { Findings } from '../core/findings.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { CodingDesks } from '../core/ports/coding-desk.ts';
import type { Conversation, LiveMessage, MessageView, Place } from '../core/ports/conversation.ts';
import type { LanguageModel } from '../core/ports/language-model.ts';
import type { Log } from '../core/ports/log.ts';
import type { JobMeter } from '../core/ports/meter.ts';
import type { ReportPayload } from '../core/ports/outbox.ts';
import type { ReportRecord, Store } from '../core/ports/store.ts';
import type { FinishedReport } from '../core/report.ts';
import type { ReviewDecision } from '../core/review.ts';
import { addSpent } from '../core/spent.ts';
import { countFindings } from '../findings/count-findings.ts';
import { renderMessage } from '../report/render-message.ts';
import { isPassing } from '../store/store-faults.ts';
import { setStatementsApart } from './alert-statements.ts';
import { attachAgain, attachFiles, checkStillThere } from './attach-files.ts';
import { type CodedCorpus, type CorpusRun, codeCorpus } from './code-corpus.ts';
import { type DeliveryNote, finishedView } from './deliver-report.ts';
import { type Corpus, gatherCorpus, loadAttributed } from './gather-corpus.ts';
import { type PlacedReport, placeReport } from './place-report.ts';
import { type Phase, type Progress, progressView } from './progress-view.ts';
import type { Queue } from './queue.ts';
import { type ReportCache, reportKey } from './report-cache.ts';
import { reportTitle, stopButton } from './report-words.ts';
import { queueOf } from './review-load.ts';
import { findingsFor } from './shown-material.ts';
import { spreadCoding } from './spread-coding.ts';
import { createStages, type Stages } from './stages.ts';
import { tellDelay } from './tell-delay.ts';
import { toldGroups } from './told-group.ts';
import { waitForFiles } from './wait-for-files.ts';
import { type WritingRun, type WrittenReport, writeReport } from './write-report.ts';

export interface ReportDeps {
  readonly store: Store;
  readonly conversation: Conversation;
  readonly desks: CodingDesks;
  /** The writer: the routed primary model, or the fast one outright; null when none is configured. */
  readonly writer: (fast: boolean) => LanguageModel | null;
  /** Labels of all configured models, part of the cache key. */
  readonly models: readonly string[];
  readonly cache: ReportCache;
  /** Looks for statements that a person must deal with, before anything is counted. */
  readonly raiseAlerts: (place: Place) => Promise<void>;
  /** Where other processes of the same database code along; null when this one is alone. */
  readonly queue: Queue | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter?: JobMeter;
}

/** How often a report looks whether files of its channel are still being read. */
const WAIT_STEP_MS = 200;
/** Files that are still waiting after this long don't hold the report up; they are counted as missing. */
const WAIT_LIMIT_MS = 10 * 60 * 1000;
/** Time left is only said when it can be known: after this share and this long. */
const ESTIMATE_FROM_SHARE = 0.1;
const ESTIMATE_FROM_MS = 3_000;

interface Run {
  readonly report: PlacedReport;
  readonly live: LiveMessage;
  readonly deps: ReportDeps;
  readonly signal: AbortSignal;
  readonly startedAt: number;
  readonly stages: Stages;
}

function viewOf(report: ReportRecord, phase: Phase, progress: Partial<Progress> = {}): MessageView {
  const { language } = report.request;
  const nothing = { done: 0, total: 0, tally: new Map(), noCause: 0, review: 0, secondsLeft: null };
  const full: Progress = { title: reportTitle(report.request), phase, ...nothing, ...progress };
  return progressView(full, language, stopButton(report.id, language));
}

function show(run: Run, phase: Phase, progress: Partial<Progress> = {}): void {
  run.live.show(viewOf(run.report, phase, progress));
}

function secondsLeft(run: Run, since: number, done: number, total: number): number | null {
  const spent = run.deps.clock.now() - since;
  if (spent < ESTIMATE_FROM_MS || done < total * ESTIMATE_FROM_SHARE || done === 0) return null;
  return Math.max(1, Math.round(((spent / done) * (total - done)) / 1000));
}

const codingCounts = ({ interviews, spent }: CodedCorpus) => ({ interviews: interviews.length, ...spent });
const writingCounts = ({ claims, dropped, spent }: WrittenReport) => ({ claims: claims.length, dropped, ...spent });

/** Verification runs interview by interview inside coding, so its line holds counts and no time of its own. */
function noteCoded({ report, deps }: Run, { interviews, segments }: CodedCorpus): void {
  deps.log.info({ report: report.id, stage: 'verification', ...segments }, 'stage done');
  for (const { attribution } of interviews) deps.meter?.interviewCoded(attribution.outcome);
}

/** How many claims wait for people, and what people found among those that nobody had to ask them about. */
function noteReview({ report, deps }: Run, waiting: number, decisions: readonly ReviewDecision[]): void {
  const checked = decisions.filter(({ sampled, choice }) => sampled && choice !== 'skip');
  const escaped = checked.filter(({ choice }) => choice !== 'accept').length;
  deps.meter?.review(report.channel, { waiting, sampled: checked.length, escaped });
}

/** Codes all interviews of a report, with the help of other processes where there are any. */
async function codeAll(run: Run, corpus: Corpus): Promise<CodedCorpus> {
  const { report, deps, signal } = run;
  const { request } = report;
  const { queue } = deps;
  const since = deps.clock.now();
  const total = corpus.interviews.length;
  const coding: CorpusRun = {
    interviews: corpus.interviews,
    desk: deps.desks(request.codebook),
    store: deps.store.coding,
    reviews: deps.store.reviews,
    fast: request.fast,
    language: request.language,
    signal,
    onProgress: (progress) =>
      show(run, 'reading', { ...progress, secondsLeft: secondsLeft(run, since, progress.done, total) }),
  };
  const onProgress = (done: number) =>
    show(run, 'reading', { done, total, secondsLeft: secondsLeft(run, since, done, total) });
  if (queue !== null) await spreadCoding({ ...coding, onProgress }, { ...deps, queue });
  return codeCorpus(coding);
}

/** Notes whose counts a report tells: later answers must give nobody away when taken from it. */
async function noteTold({ report, deps, startedAt: at }: Run, { interviews }: Corpus, findings: Findings) {
  const groups = toldGroups(
    interviews.map(({ id }) => id),
    findings,
  );
  if (groups.length === 0) return;
  const { codebook } = deps.desks(report.request.codebook);
  await deps.store.told.tell({ channel: report.channel, codebook: codebook.id, at }, () => ({ groups }));
}

/** The pipeline from stored interviews to a finished, checked report; edits the live message on its way. */
async function make(run: Run, corpus: Corpus): Promise<FinishedReport> {
  const { report, deps, signal, stages } = run;
  const { request } = report;
  const desk = deps.desks(request.codebook);
  const coded = await stages.run('coding', () => codeAll(run, corpus), codingCounts);
  noteCoded(run, coded);
  show(run, 'counting');
  const { pairs: agreementPairs, reviewPairs } = coded;
  const interviews = await setStatementsApart(coded.interviews, deps.store);
  const findings = await stages.run('counting', () =>
    findingsFor(request, countFindings({ interviews, codebook: desk.codebook, agreementPairs, reviewPairs })),
  );
  const { modelGaveUp } = coded;
  const context = {
    title: reportTitle(request),
    request,
    files: corpus.files,
    failedFiles: corpus.failedFiles,
    findings,
    authorship: {
      coders: coded.models,
      writer: null,
      fallback:
        modelGaveUp === null
          ? null
          : `${deps.writer(request.fast)?.label ?? ''}: ${modelGaveUp.fault.replace('model-', '')}`,
    },
    droppedSentences: 0,
    seconds: Math.round((deps.clock.now() - run.startedAt) / 1000),
  };
  const stop = [stopButton(report.id, request.language)];
  const writing: WritingRun = {
    context,
    codebook: desk.codebook,
    model: deps.writer(request.fast),
    signal,
    onClaims: (claims) =>
      run.live.show({ ...renderMessage(context, claims, desk.codebook, { complete: false }), buttons: stop }),
  };
  const written = await stages.run('writing', () => writeReport(writing), writingCounts);
  await checkStillThere(report, corpus, deps);
  const fallbacks = new Set([context.authorship.fallback, written.fallback].filter((one) => one !== null));
  return {
    context: {
      ...context,
      authorship: {
        coders: coded.models,
        writer: written.writer,
        fallback: fallbacks.size > 0 ? [...fallbacks].join('; ') : null,
      },
      droppedSentences: written.dropped,
      cost: { spent: addSpent(coded.spent, written.spent), seconds: stages.seconds() },
      seconds: Math.round((deps.clock.now() - run.startedAt) / 1000),
    },
    claims: written.claims,
    interviews: corpus.interviews.map(({ id }) => id),
    at: deps.clock.now(),
  };
}

async function answer(run: Run, anew: boolean): Promise<void> {
  const { report, deps } = run;
  const readCorpus = async () => {
    await waitForFiles(deps, {
      channel: report.channel,
      stepMs: WAIT_STEP_MS,
      limitMs: WAIT_LIMIT_MS,
      signal: run.signal,
      onWait: () => show(run, 'downloading'),
    });
    await deps.raiseAlerts({ channel: report.channel, thread: report.thread });
    return gatherCorpus(deps.store, report.channel, report.request);
  };
  const corpus = await run.stages.run('reading', readCorpus, ({ files, interviews, failedFiles }) => {
    return { files, interviews: interviews.length, failed: failedFiles.length };
  });
  if (corpus.interviews.length === 0) throw new AttritionError('nothing-to-report', { files: corpus.files });
  const desk = deps.desks(report.request.codebook);
  const { codebook } = desk;
  const ids = corpus.interviews.map((interview) => interview.id);
  const key = reportKey({
    channel: report.channel,
    corpus,
    decisions: await deps.store.reviews.decisions(ids, codebook.id),
    request: report.request,
    codebook: codebookKey(codebook),
    models: deps.models,
  });
  const ask = { anew, signal: run.signal };
  const { value: finished, made } = await deps.cache.get(key, ask, () => make(run, corpus));
  const interviews = await loadAttributed(deps.store, corpus.interviews, codebook);
  const { claims, segments, decisions } = await queueOf(interviews, { store: deps.store, desk }, null);
  const note: DeliveryNote = {
    // Another process's clock may be ahead of ours.
    fromCacheMs: made ? null : Math.max(0, deps.clock.now() - finished.at),
    toReview: claims.length,
  };
  const view = finishedView(report.id, finished, codebook, note);
  noteReview(run, claims.length, decisions);
  await noteTold(run, corpus, finished.context.findings);
  await run.stages.run('delivery', () => run.live.finish(view));
  await deps.store.reports.finish(report.id, view.markdown, finished);
  const coded = { interviews, segments, decisions };
  await attachFiles({ report, corpus, coded, finished, note }, deps);
  deps.log.info(
    { report: report.id, interviews: corpus.interviews.length, cached: !made, ms: deps.clock.now() - run.startedAt },
    'report done',
  );
}

/** Why a report may be broken off: a person pressed Stop, or the process goes down and another try will finish it. */
export interface ReportSignals {
  readonly stop: AbortSignal;
  readonly shutdown: AbortSignal;
}

/** Makes one report and delivers it by edits of one message; stopping and failing are said in that message too. */
export async function runReport(payload: ReportPayload, deps: ReportDeps, signals: ReportSignals): Promise<void> {
  const kept = await deps.store.reports.get(payload.reportId);
  if (kept === null || kept.state === 'stopped' || kept.state === 'failed') return;
  const report = await placeReport(kept, deps);
  if (report.state === 'done') return attachAgain(report, deps);
  const { request } = report;
  await deps.store.reports.setState(report.id, 'running');
  const place = { channel: report.channel, thread: report.thread, recipient: report.askedBy };
  const live = await deps.conversation.open(place, `report:${report.id}`, viewOf(report, 'reading'));
  const signal = AbortSignal.any([signals.stop, signals.shutdown, live.gone]);
  const run: Run = {
    report,
    live,
    deps,
    signal,
    startedAt: deps.clock.now(),
    stages: createStages(report.id, deps),
  };
  try {
    await answer(run, payload.anew);
  } catch (error) {
    if (signals.shutdown.aborted) throw error;
    if (isPassing(error)) {
      await tellDelay(error, live, request.language, reportTitle(request));
      throw error;
    }
    const fault = run.signal.aborted ? new AttritionError('aborted', {}, error) : toAttritionError(error);
    deps.log.warn({ report: report.id, code: fault.code, cause: causeName(fault.cause) }, 'report not finished');
    const sentence = faultSentence(fault.code, fault.detail, request.language);
    await live.finish({ markdown: `**${reportTitle(request)}**\n${sentence}`, notice: sentence });
    await deps.store.reports.setState(report.id, fault.code === 'aborted' ? 'stopped' : 'failed');
  }
}
