import { codebookKey } from '../core/codebook.ts';
import type { AttributedInterview } from '../core/findings.ts';
import type { Interview } from '../core/interview.ts';
import type { CodingDesk } from '../core/ports/coding-desk.ts';
import type { Store } from '../core/ports/store.ts';
import type { ReportRequest } from '../core/report.ts';
import type { ReviewDecision } from '../core/review.ts';
import { gatherCorpus, loadAttributed } from './gather-corpus.ts';
import { type ReviewClaim, reviewQueue } from './review-queue.ts';
import type { Coding } from './shown-material.ts';

export interface ReviewScope {
  readonly store: Store;
  readonly channel: string;
  readonly request: ReportRequest;
  readonly desk: CodingDesk;
}

export interface LoadedQueue {
  readonly claims: readonly ReviewClaim[];
  readonly decisions: readonly ReviewDecision[];
  /** All interviews asked for, in the order in which a report numbers them from 1. */
  readonly interviews: readonly Interview[];
}

/**
 * Loads what waits for a person among a channel's interviews: for one person, or (null) for anybody. Whoever has the
 * interviews at hand passes them: their texts are by far the largest part.
 */
export async function loadQueue(
  scope: ReviewScope,
  user: string | null,
  known?: readonly Interview[],
): Promise<LoadedQueue> {
  const { store, channel, request, desk } = scope;
  const interviews = known ?? (await gatherCorpus(store, channel, request)).interviews;
  const attributed = await loadAttributed(store, interviews, desk.codebook);
  return { ...(await queueOf(attributed, scope, user)), interviews };
}

/** The same for interviews that were loaded already. */
export async function queueOf(
  attributed: readonly AttributedInterview[],
  { store, desk }: Pick<ReviewScope, 'store' | 'desk'>,
  user: string | null,
): Promise<Pick<LoadedQueue, 'claims'> & Coding> {
  const ids = attributed.map(({ interview }) => interview.id);
  const segments = await store.coding.segments(ids, codebookKey(desk.codebook));
  const decisions = await store.reviews.decisions(ids, desk.codebook.id);
  return { claims: reviewQueue({ interviews: attributed, segments, decisions, user }), segments, decisions };
}
