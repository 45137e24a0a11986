import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../core/ports/clock.ts';
import type { FinishedReport, ReportRequest } from '../core/report.ts';
import type { ReviewDecision } from '../core/review.ts';
import type { Corpus } from './gather-corpus.ts';

/** Bytes of finished reports kept in memory. */
const MAX_BYTES = 32 * 1024 * 1024;
/** Long enough for a meeting's questions, short enough that nobody signs last week's table. */
const TTL_MS = 30 * 60 * 1000;

export interface CacheKeyParts {
  readonly channel: string;
  readonly corpus: Corpus;
  /** What people decided about the corpus in review. */
  readonly decisions: readonly ReviewDecision[];
  readonly request: ReportRequest;
  readonly codebook: string;
  /** Labels of the models that may code and write; empty without any. */
  readonly models: readonly string[];
}

/** One key per channel, corpus revision, codebook, request and models: never shared across channels. */
export function reportKey(parts: CacheKeyParts): string {
  const { channel, corpus, request, codebook, models } = parts;
  // A skipped claim changes nothing.
  const decided = parts.decisions.filter(({ choice }) => choice !== 'skip').map(({ id }) => id);
  const revision = [corpus.interviews.map((interview) => interview.id), decided];
  const failed = corpus.failedFiles.map((file) => [file.name, file.fault]);
  const hash = createHash('sha256')
    .update(JSON.stringify([revision, failed, corpus.files, request, codebook, models]))
    .digest('hex');
  return `${channel}:${hash}`;
}

export interface ReportCache {
  /**
   * Returns the report kept under the key, or makes it; askers that come while it is being made wait for the same
   * one (single flight). `made` tells whether this call's `make` ran. A rejection is never kept.
   */
  get(
    key: string,
    anew: boolean,
    make: () => Promise<FinishedReport>,
  ): Promise<{ report: FinishedReport; made: boolean }>;
  /** Drops what is kept of a channel; what is being made checks by itself that its interviews still exist. */
  forgetChannel(channel: string): void;
}

/** Reports in memory, by bytes, with time to live and single flight. */
export function createReportCache(clock: Clock): ReportCache {
  type Context = { make: () => Promise<FinishedReport>; made: boolean };
  const cache = new LRUCache<string, FinishedReport, Context>({
    maxSize: MAX_BYTES,
    sizeCalculation: (report) => JSON.stringify(report).length * 2,
    ttl: TTL_MS,
    ttlResolution: 0,
    perf: { now: () => clock.now() },
    fetchMethod: (_key, _stale, { context }) => {
      context.made = true;
      return context.make();
    },
  });
  const get: ReportCache['get'] = async (key, anew, make) => {
    const context: Context = { make, made: false };
    try {
      const report = await cache.forceFetch(key, { context, forceRefresh: anew });
      return { report, made: context.made };
    } catch (error) {
      // Somebody else's run was stopped or failed: this asker's own run is still owed.
      if (context.made) throw error;
      return get(key, anew, make);
    }
  };
  return {
    get,
    forgetChannel(channel) {
      for (const key of [...cache.keys()]) if (key.startsWith(`${channel}:`)) cache.delete(key);
    },
  };
}
