import { type Codebook, codebookKey } from '../core/codebook.ts';
import type { AttributedInterview } from '../core/findings.ts';
import type { Interview } from '../core/interview.ts';
import type { CodingDesks } from '../core/ports/coding-desk.ts';
import type { ReportRecord, Store } from '../core/ports/store.ts';
import type { QueryForm, TenureBand } from '../core/query-form.ts';
import { gatherCorpus, loadAttributed } from '../jobs/gather-corpus.ts';
import { lastReport } from './last-report.ts';

/** Reports that may lie above the one a thread belongs to. */
const RECENT_REPORTS = 100;

/** What a question is asked about: one channel's interviews, as a report of its counts and numbers them. */
export interface FollowUpScope {
  readonly report: ReportRecord;
  /** The channel's secret from before its interviews were read: what is kept of them is kept under it. */
  readonly secret: string;
  readonly codebook: Codebook;
  /** Departments of the channel's interviews, as written there. */
  readonly departments: readonly string[];
  /** 1-based numbers of the report's interviews by id. */
  readonly numbers: ReadonlyMap<string, number>;
  /** When each interview of the channel was uploaded, by id, milliseconds since the epoch. */
  readonly uploadedAt: ReadonlyMap<string, number>;
  /** Day of the newest interview, or null when none bears a day. */
  readonly newestDay: string | null;
  /** The channel's interviews of one period of time; null is all of them. */
  readonly corpusOf: (period: string | null) => Promise<PeriodCorpus>;
}

/** The interviews of one period, those that are coded, and what could not be counted there. */
interface PeriodCorpus {
  readonly interviews: readonly Interview[];
  readonly coded: readonly AttributedInterview[];
  readonly notCoded: number;
  readonly failedFiles: number;
}

/** Loads each period once: one question looks at the same people again for every earlier answer of its thread. */
export function periodLoader(store: Store, report: ReportRecord, codebook: Codebook): FollowUpScope['corpusOf'] {
  const loaded = new Map<string | null, Promise<PeriodCorpus>>();
  const load = async (period: string | null): Promise<PeriodCorpus> => {
    const corpus = await gatherCorpus(store, report.channel, { ...report.request, period, department: null });
    const coded = await loadAttributed(store, corpus.interviews, codebook);
    return {
      interviews: corpus.interviews,
      coded,
      notCoded: corpus.interviews.length - coded.length,
      failedFiles: corpus.failedFiles.length,
    };
  };
  return (period) => {
    const corpus = loaded.get(period) ?? load(period);
    loaded.set(period, corpus);
    return corpus;
  };
}

/** The people a query is about. */
export interface Population {
  readonly interviews: readonly AttributedInterview[];
  /** Before the department, service and separation filters: what complementary hiding looks at. */
  readonly ofPeriod: readonly AttributedInterview[];
  /** Interviews of the period that no report has coded yet. */
  readonly notCoded: number;
  readonly failedFiles: number;
  /** Interviews left out since they came after the same people were told about: the change would tell who said what. */
  readonly leftOut: number;
}

/** The report a thread is about: its own, else the channel's last one; null when there is none. */
export async function reportOf(
  place: { readonly channel: string; readonly thread: string | null },
  store: Store,
): Promise<ReportRecord | null> {
  const reports = await store.reports.list(place.channel, RECENT_REPORTS);
  const own = reports.find(({ thread, state }) => thread === place.thread && state === 'done');
  return own ?? lastReport(place.channel, store);
}

/** What may be asked about under a report. Ten thousand interviews take seconds to read: each is read once a question. */
export async function scopeOf(report: ReportRecord, store: Store, desks: CodingDesks): Promise<FollowUpScope> {
  const { channel, request } = report;
  const { codebook } = desks(request.codebook);
  const secret = await store.secrets.of(channel);
  const corpusOf = periodLoader(store, report, codebook);
  const { interviews: all } = await corpusOf(null);
  const { interviews: ofPeriod } = await corpusOf(request.period);
  const counted =
    request.department === null ? ofPeriod : ofPeriod.filter(({ header }) => header.department === request.department);
  const files = new Map((await store.files.list(channel)).map(({ id, uploadedAt }) => [id, uploadedAt]));
  return {
    report,
    secret,
    codebook,
    departments: [...new Set(all.flatMap(({ header }) => header.department ?? []))],
    numbers: new Map(counted.map(({ id }, index) => [id, index + 1])),
    newestDay:
      all
        .flatMap(({ header }) => header.lastDay ?? header.interviewDate ?? [])
        .sort()
        .at(-1) ?? null,
    uploadedAt: new Map(all.map(({ id, fileId }) => [id, files.get(fileId) ?? 0])),
    corpusOf,
  };
}

const BANDS: Readonly<Record<TenureBand, readonly [number, number]>> = {
  'under-1-year': [0, 12],
  '1-to-2-years': [12, 24],
  '2-to-5-years': [24, 60],
  'over-5-years': [60, Number.POSITIVE_INFINITY],
};

function served({ header }: Interview, band: TenureBand | null): boolean {
  if (band === null) return true;
  const [from, to] = BANDS[band];
  return header.tenureMonths !== undefined && header.tenureMonths >= from && header.tenureMonths < to;
}

/** Loads the people a query is about; what it leaves open is as in the scope's report. */
export async function populationOf(
  form: Pick<QueryForm, 'department' | 'period' | 'tenure' | 'separation'>,
  scope: FollowUpScope,
): Promise<Population> {
  const { report, codebook } = scope;
  const { coded: ofPeriod, notCoded, failedFiles } = await scope.corpusOf(form.period ?? report.request.period);
  const department = form.department ?? report.request.department;
  // A ranked way of leaving is what is counted anyway; the others are told by countFindings as outside.
  const isRanked = codebook.separations.find(({ id }) => id === form.separation)?.ranked !== false;
  const interviews = ofPeriod.filter(
    ({ interview, attribution }) =>
      (department === null || interview.header.department === department) &&
      served(interview, form.tenure) &&
      (form.separation === null || !isRanked || attribution.separation.type === form.separation),
  );
  return { interviews, ofPeriod, notCoded, failedFiles, leftOut: 0 };
}

/** Changes whenever an answer over these people could: with their interviews, codings and reviews. */
export function revisionOf({ interviews, notCoded, failedFiles, leftOut }: Population, codebook: Codebook): string {
  const attributions = interviews.map(({ attribution }) => attribution);
  return JSON.stringify([codebookKey(codebook), attributions, notCoded, failedFiles, leftOut]);
}
