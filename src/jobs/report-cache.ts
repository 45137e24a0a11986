import { createHash } from 'node:crypto';
import type { FinishedReport, ReportRequest } from '../core/report.ts';
import type { ReviewDecision } from '../core/review.ts';
import { type CacheDeps, type ChannelCache, createChannelCache } from './channel-cache.ts';
import type { Corpus } from './gather-corpus.ts';
import { keptReportSchema } from './kept-report.ts';

/** Bytes of finished reports kept in memory. */
const MAX_BYTES = 32 * 1024 * 1024;

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

export type ReportCache = ChannelCache<FinishedReport>;

/** The cache of finished reports. */
export function createReportCache(deps: CacheDeps): ReportCache {
  return createChannelCache(deps, { maxBytes: MAX_BYTES, schema: keptReportSchema });
}
