import type { Digest, DigestContent, ToldFile } from '../core/digest.ts';
import type { AgreementPair, AttributedInterview, Findings } from '../core/findings.ts';
import type { Interview } from '../core/interview.ts';
import { shiftPeriod } from '../core/period.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { CodingDesk, CodingDesks } from '../core/ports/coding-desk.ts';
import type { FileRecord, Store } from '../core/ports/store.ts';
import { localDay } from '../core/recurrence.ts';
import type { ReportRequest } from '../core/report.ts';
import { countFindings } from '../findings/count-findings.ts';
import { setStatementsApart } from './alert-statements.ts';
import { codeCorpus } from './code-corpus.ts';
import { reliableChanges } from './digest-changes.ts';
import { gatherCorpus, loadAttributed } from './gather-corpus.ts';
import { queueOf } from './review-load.ts';
import { toldGroups } from './told-group.ts';
import { waitForFiles } from './wait-for-files.ts';

/** Files still being read hold a digest up this long at most; what is left is said in it. */
const WAIT_LIMIT_MS = 2 * 60 * 1000;
const WAIT_STEP_MS = 1_000;
/** Coding ends after this long at most; the digest then counts what is coded and says how many are not. */
const CODING_LIMIT_MS = 30 * 60 * 1000;

export interface ContentDeps {
  readonly store: Store;
  readonly desks: CodingDesks;
  readonly clock: Clock;
}

/** What a digest's buttons and counts are about: one quarter, or (null) everything. */
export function digestRequest(digest: Digest, period: string | null): ReportRequest {
  const { department, language, codebook } = digest;
  return { period, department, language, codebook, fast: false };
}

function quarterOf(day: string): { readonly period: string; readonly previousPeriod: string } {
  const period = `${day.slice(0, 4)} Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
  return { period, previousPeriod: shiftPeriod(period, -1) };
}

/** The quarter of the newest of these interviews, by the same day as the store's period filter; none lies ahead. */
function newestQuarter(interviews: readonly Interview[], files: ReadonlyMap<string, FileRecord>, today: string) {
  const days = interviews.map(({ header, fileId }) => {
    const uploaded = new Date(files.get(fileId)?.uploadedAt ?? 0).toISOString().slice(0, 10);
    return header.lastDay ?? header.interviewDate ?? uploaded;
  });
  return quarterOf(
    days
      .filter((day) => day <= today)
      .sort()
      .at(-1) ?? today,
  );
}

interface Coded {
  readonly interviews: readonly AttributedInterview[];
  readonly pairs: readonly AgreementPair[];
}

/** Codes what is not coded yet; when that takes too long, what is coded already has to do. */
async function codeInTime(
  interviews: readonly Interview[],
  digest: Digest,
  deps: ContentDeps,
  signal: AbortSignal,
): Promise<Coded> {
  const { store } = deps;
  const desk = deps.desks(digest.codebook);
  const limit = AbortSignal.timeout(CODING_LIMIT_MS);
  try {
    const coded = await codeCorpus({
      interviews,
      desk,
      store: store.coding,
      reviews: store.reviews,
      fast: false,
      language: digest.language,
      signal: AbortSignal.any([signal, limit]),
      onProgress: () => {},
    });
    return { interviews: await setStatementsApart(coded.interviews, store), pairs: coded.pairs };
  } catch (error) {
    if (signal.aborted || !limit.aborted) throw error;
    return { interviews: await loadAttributed(store, interviews, desk.codebook), pairs: [] };
  }
}

function findingsOf(coded: Coded, ids: ReadonlySet<string>, { codebook }: CodingDesk): Findings {
  return countFindings({
    interviews: coded.interviews.filter(({ interview }) => ids.has(interview.id)),
    codebook,
    agreementPairs: coded.pairs.filter(({ interviewId }) => ids.has(interviewId)),
  });
}

/** What is told of causes: their order with the quarter before, and what changed for certain. */
function causesOf(now: Findings, before: Findings) {
  const inOrder = now.table.filter((one) => !one.disputed && one.interviews > 0);
  return {
    n: now.n,
    previousN: before.n,
    groupMin: now.hidden.groupMin,
    hiddenCauses: now.hidden.codes,
    ranking:
      now.display === 'held'
        ? null
        : inOrder.map((row) => ({ now: row, before: before.table.find(({ code }) => code === row.code) ?? null })),
    changes: reliableChanges(before, now),
  };
}

const toldFile = ({ id, state }: FileRecord): ToldFile => ({ id, state: state === 'read' ? 'read' : 'not-read' });

/** Gathers, codes and counts what a digest tells at `until` (ms); null when nothing came since the last one. */
export async function digestContent(
  digest: Digest,
  until: number,
  deps: ContentDeps,
  signal: AbortSignal,
): Promise<DigestContent | null> {
  const { store } = deps;
  const { channel, department, recurrence } = digest;
  await waitForFiles(deps, { channel, stepMs: WAIT_STEP_MS, limitMs: WAIT_LIMIT_MS, signal });
  // In this order: a file that is read between two of these look-ups is the next digest's.
  const untold = await store.digests.untold(digest);
  const files = new Map((await store.files.list(channel)).map((file) => [file.id, file]));
  const all = await store.interviews.list({ channel, ...(department === null ? {} : { department }) });
  const isNew = (file: FileRecord | undefined) => file?.state === 'read' && untold.has(file.id);
  const fresh = all.filter(({ fileId }) => isNew(files.get(fileId)));
  const failed = [...files.values()].filter((file) => file.state === 'not-read' && untold.has(file.id));
  const waitingFiles = [...files.values()].filter(({ state }) => state === 'waiting').length;
  if (fresh.length + failed.length + waitingFiles === 0) return null;

  const today = localDay(until, recurrence.timezone);
  const quarter = newestQuarter(fresh.length > 0 ? fresh : all, files, today);
  const now = await gatherCorpus(store, channel, digestRequest(digest, quarter.period));
  const before = await gatherCorpus(store, channel, digestRequest(digest, quarter.previousPeriod));
  const coded = await codeInTime([...before.interviews, ...now.interviews], digest, deps, signal);
  const desk = deps.desks(digest.codebook);
  const ids = new Set(now.interviews.map(({ id }) => id));
  const earlier = new Set(before.interviews.map(({ id }) => id));
  const attributed = coded.interviews.filter(({ interview }) => ids.has(interview.id));
  const { claims } = await queueOf(attributed, { store, desk }, null);
  const [found, foundBefore] = [findingsOf(coded, ids, desk), findingsOf(coded, earlier, desk)];
  // Later answers must give nobody away when they are taken from a digest.
  const groups = found.display === 'held' ? [] : [...toldGroups(ids, found), ...toldGroups(earlier, foundBefore)];
  await store.told.tell({ channel, codebook: desk.codebook.id, at: until }, () => ({ groups }));
  return {
    ...quarter,
    newInterviews: fresh.length,
    since: localDay(digest.coveredTo, recurrence.timezone),
    until: today,
    inPeriod: now.interviews.length,
    ...causesOf(found, foundBefore),
    toReview: claims.length,
    failedFiles: failed.map((file) => ({ name: file.name, fault: file.fault ?? 'unexpected', detail: file.detail })),
    told: [...files.values()].filter((file) => isNew(file) || failed.includes(file)).map(toldFile),
    waitingFiles,
    notCoded: now.interviews.length - attributed.length,
  };
}
