import type { Language } from '../language.ts';
import type { MessageRef } from './conversation.ts';
import type { OutboxJob } from './outbox.ts';

/** What somebody did, as the audit keeps it: ids and counts, never a word of an interview. */
export type AuditAct =
  | 'asked'
  | 'read'
  | 'exported'
  | 'reviewed'
  | 'uploaded'
  | 'refused'
  | 'alerted'
  | 'delete-asked'
  | 'deleted'
  | 'audit-read'
  | 'app-removed';

export interface AuditEntry {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Id of the person, or `retention` for what was deleted by the clock. */
  readonly user: string;
  readonly channel: string;
  readonly act: AuditAct;
  /** A command's name or an id. */
  readonly subject: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** Who did what and when; rows are added and never changed. */
export interface AuditStore {
  note(entry: AuditEntry): Promise<void>;
  /** In the order in which they were noted; with a channel, only those of the workspace that it belongs to. */
  list(askedIn?: string): Promise<readonly AuditEntry[]>;
}

/**
 * What is to go: one file (an archive with all that was in it), one interview, a whole channel; or, by the clock, one
 * file's `texts` alone, or the `reports` from before a moment.
 */
export type ForgetScope = 'file' | 'interview' | 'channel' | 'texts' | 'reports';

export interface ForgetTarget {
  readonly channel: string;
  readonly scope: ForgetScope;
  /** The file's or the interview's id; null for a channel and for reports. */
  readonly targetId: string | null;
  /** Only what we said from then on (ms) can hold words or figures of it. */
  readonly since: number;
  /** What we said from then on (ms) stays; null for everything until now. */
  readonly until: number | null;
}

/** How many of each go, or went. */
export interface ForgetTally {
  readonly files: number;
  readonly interviews: number;
  readonly segments: number;
  readonly ledger: number;
  readonly decisions: number;
  readonly reports: number;
  readonly turns: number;
  readonly digests: number;
  readonly messages: number;
  readonly uploads: number;
}

export interface ForgetRequest extends ForgetTarget {
  readonly id: string;
  readonly askedBy: string;
  readonly askedAt: number;
  readonly language: Language;
  readonly state: 'asked' | 'confirmed' | 'kept' | 'done';
  /** What has gone so far: a request that was broken off goes on counting. */
  readonly tally: ForgetTally;
}

/** One of our messages that holds, or may hold, what is to go. */
export interface TracedMessage {
  readonly key: string;
  readonly ref: MessageRef;
}

/** Requests for deletion, and what each of them reaches. */
export interface ForgetStore {
  ask(request: Omit<ForgetRequest, 'state' | 'tally'>): Promise<void>;
  get(id: string): Promise<ForgetRequest | null>;
  /** Settles an open question, with the job that carries it out if there is one; false when it was answered before. */
  answer(id: string, choice: 'confirmed' | 'kept', job?: OutboxJob): Promise<boolean>;
  /** What a target reaches now. */
  reach(target: ForgetTarget): Promise<ForgetTally>;
  messages(target: ForgetTarget): Promise<readonly TracedMessage[]>;
  /** The chat platform's ids of files that we uploaded. */
  uploads(target: ForgetTarget): Promise<readonly string[]>;
  /** Notes that a message or an upload is gone. */
  dropMessage(requestId: string, key: string): Promise<void>;
  dropUpload(requestId: string, uploadId: string): Promise<void>;
  /** Deletes the rows in one transaction; gives the ids of digests that went along. */
  erase(request: ForgetRequest): Promise<readonly number[]>;
  /** Ends a request and notes its proof in the audit, in one transaction; false when it had ended before. */
  finish(id: string, at: number): Promise<boolean>;
  /** False when the report or one of these interviews was deleted meanwhile. */
  areThere(reportId: string, interviewIds: readonly string[]): Promise<boolean>;
  /** Files uploaded before a moment (ms), of every channel. */
  filesBefore(before: number): Promise<readonly { readonly id: string; readonly channel: string }[]>;
  /** Channels with reports from before a moment (ms). */
  reportChannelsBefore(before: number): Promise<readonly string[]>;
}

/**
 * A secret of each channel that nobody can guess, under which processes keep answers about it. A deletion in the channel
 * throws it away in the same transaction: whatever was kept under it, wherever it lies, is found and read no more.
 */
export interface SecretStore {
  /** The channel's secret; made when it has none. */
  of(channel: string): Promise<string>;
  /** Those that these channels have now, by channel. */
  among(channels: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** Sentences of one interview that belong with a person and in no ranking. */
export interface AlertRecord {
  readonly interviewId: string;
  /** Version of the table of patterns they were found by. */
  readonly version: string;
  /** Ids of the kinds of statements, in the table's order; empty when there is none. */
  readonly kinds: readonly string[];
  readonly sentences: readonly number[];
}

/** Which interviews were looked at, what was found in them, and who has been told. */
export interface AlertStore {
  /** Interviews of a channel that were not looked at with this version. */
  unseen(channel: string, version: string): Promise<readonly string[]>;
  /** Keeps what was found; whether somebody was told stays as it is. */
  keep(record: AlertRecord): Promise<void>;
  /** Interviews of a channel with statements that nobody was told of. */
  untold(channel: string): Promise<readonly AlertRecord[]>;
  told(interviewId: string): Promise<void>;
  /** The sentences set apart, by interview; an interview without any is absent. */
  sentences(interviewIds: readonly string[]): Promise<ReadonlyMap<string, readonly number[]>>;
}
