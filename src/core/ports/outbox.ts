/** Ids only: interview text never enters the queue. */
export interface IngestPayload {
  readonly channel: string;
  readonly ts: string;
  readonly thread: string | null;
  readonly fileIds: readonly string[];
}

export interface ReportPayload {
  readonly reportId: string;
  /** Set by "ask anew": don't answer from the cache. */
  readonly anew: boolean;
}

export interface QuestionPayload {
  readonly turnId: string;
}

/** A confirmed request for deletion, or (null) the daily look at what has been kept long enough. */
export interface PrivacyPayload {
  readonly forgetId: string | null;
}

/**
 * A job that is kept in the same transaction as what it works on, so that neither stands without the other, and handed
 * to the queue afterwards. Its id (a UUID) is the queue's, too: handed over twice it is queued once.
 */
export type OutboxJob = { readonly id: string } & (
  | { readonly queue: 'ingest'; readonly payload: IngestPayload }
  | { readonly queue: 'report'; readonly payload: ReportPayload }
  | { readonly queue: 'question'; readonly payload: QuestionPayload }
  | { readonly queue: 'privacy'; readonly payload: PrivacyPayload }
);
