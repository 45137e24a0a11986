import type { Attribution } from '../attribution.ts';
import type { CodedSegment, CodingOutcome, VerdictOutcome } from '../coding.ts';
import type { Digest, DigestSettings, ToldFile } from '../digest.ts';
import type { FaultCode, FaultDetail } from '../errors.ts';
import type { FileRemark } from '../file.ts';
import type { Interview, InterviewDraft } from '../interview.ts';
import type { FinishedReport, ReportRequest } from '../report.ts';
import type { ReviewDecision } from '../review.ts';
import type { MessageRef } from './conversation.ts';
import type { EditBudgetStore } from './edit-budget-store.ts';
import type { InstallationStore } from './installation-store.ts';
import type { OutboxJob } from './outbox.ts';
import type { AlertStore, AuditStore, ForgetStore, SecretStore } from './privacy-store.ts';
import type { ToldStore, TurnStore } from './question-store.ts';

/** A file that was uploaded to a channel; an archive's inner files are records of their own. */
export interface FileRecord {
  readonly id: string;
  readonly channel: string;
  /** The chat platform's file id; inner files of an archive carry the archive's. */
  readonly externalId: string;
  readonly name: string;
  readonly uploadedBy: string;
  /** Milliseconds since the epoch. */
  readonly uploadedAt: number;
  /** `archive`: opened, its inner files are records of their own and it counts as no file. */
  readonly state: 'waiting' | 'read' | 'not-read' | 'archive';
  readonly fault: FaultCode | null;
  readonly detail: FaultDetail;
  readonly remarks: readonly FileRemark[];
}

export interface NewFile {
  readonly channel: string;
  readonly externalId: string;
  readonly name: string;
  readonly uploadedBy: string;
  readonly uploadedAt: number;
}

/** Files of a channel. */
export interface FileStore {
  /**
   * Registers the files of a message, each once per (channel, externalId, name), and keeps the job that reads those that
   * were not known before. False when all were.
   */
  take(files: readonly NewFile[], jobFor: (newIds: readonly string[]) => OutboxJob): Promise<boolean>;
  /** Registers a file that another one holds, once per (channel, externalId, name). */
  register(file: NewFile): Promise<FileRecord>;
  get(id: string): Promise<FileRecord | null>;
  markRead(id: string, remarks: readonly FileRemark[]): Promise<void>;
  markNotRead(id: string, fault: FaultCode, detail: FaultDetail): Promise<void>;
  markArchive(id: string): Promise<void>;
  /** All files of a channel in order of upload. */
  list(channel: string): Promise<readonly FileRecord[]>;
  /** Channels that hold files, in order of their first upload. */
  channels(): Promise<readonly string[]>;
  /** How many of a channel's files still wait to be read. */
  waiting(channel: string): Promise<number>;
}

/** Which interviews of a channel a report is about. */
export interface InterviewFilter {
  readonly channel: string;
  readonly department?: string;
  /** Half-open range of the last day (or the upload day when none is given), ISO dates. */
  readonly from?: string;
  readonly to?: string;
}

/** Interviews as stored. */
export interface InterviewStore {
  /** In one transaction; whose content hash the channel already holds is left out, and `duplicates` has its position. */
  save(
    file: FileRecord,
    drafts: readonly InterviewDraft[],
  ): Promise<{ readonly saved: readonly Interview[]; readonly duplicates: readonly number[] }>;
  get(id: string): Promise<Interview | null>;
  /** In order of upload, then position. */
  list(filter: InterviewFilter): Promise<readonly Interview[]>;
  count(channel: string): Promise<number>;
}

/** One coder's answer on one interview, or one verdict on a proposal, kept for ever: a second run makes no call. */
export interface LedgerEntry {
  /** Hash of content, codebook, coder and coder version. */
  readonly key: string;
  readonly interviewId: string;
  readonly coder: string;
  readonly codebook: string;
  readonly coderVersion: string;
  readonly outcome: CodingOutcome | VerdictOutcome;
}

/** What coding and attribution came to. */
export interface CodingStore {
  ledger(key: string): Promise<LedgerEntry | null>;
  record(entry: LedgerEntry): Promise<void>;
  /** Replaces an interview's coded segments and attribution under a codebook, in one transaction. */
  save(attribution: Attribution, segments: readonly CodedSegment[]): Promise<void>;
  attributions(interviewIds: readonly string[], codebook: string): Promise<readonly Attribution[]>;
  /** Coded segments by interview id; an interview without any is absent. */
  segments(interviewIds: readonly string[], codebook: string): Promise<ReadonlyMap<string, readonly CodedSegment[]>>;
}

export type ReportState = 'waiting' | 'running' | 'done' | 'stopped' | 'failed';

export interface ReportRecord {
  readonly id: string;
  readonly channel: string;
  /** Thread the report stands in; null until the message that it hangs on stands. */
  readonly thread: string | null;
  readonly askedBy: string;
  readonly askedAt: number;
  readonly request: ReportRequest;
  readonly state: ReportState;
  /** The finished Markdown; null until done. */
  readonly markdown: string | null;
}

export interface ReportStore {
  /** Keeps a report that is wanted, with the job that makes it; false when it was kept before. */
  create(report: Omit<ReportRecord, 'state' | 'markdown'>, job: OutboxJob): Promise<boolean>;
  /** Notes the thread of a report that had none. */
  place(id: string, thread: string): Promise<void>;
  get(id: string): Promise<ReportRecord | null>;
  setState(id: string, state: Exclude<ReportState, 'done'>): Promise<void>;
  /** Marks a report as done, with the message's text and what it was rendered from. */
  finish(id: string, markdown: string, finished: FinishedReport): Promise<void>;
  /** Asks whichever process makes the report to stop; false when it is neither waiting nor running. */
  askStop(id: string): Promise<boolean>;
  isStopAsked(id: string): Promise<boolean>;
  /** What a finished report was rendered from; null for any other. */
  finished(id: string): Promise<FinishedReport | null>;
  /** Newest first. */
  list(channel: string, limit: number): Promise<readonly ReportRecord[]>;
}

/** One person going through the claims that wait, in one live message. */
export interface ReviewSession {
  readonly id: string;
  readonly channel: string;
  readonly thread: string;
  readonly openedBy: string;
  readonly openedAt: number;
  /** Which interviews, under which codebook, in which language. */
  readonly request: ReportRequest;
  /** Key of the claim that is shown, and since when; null when none is. */
  readonly shown: { readonly claim: string; readonly at: number } | null;
}

/** People's decisions on claims, and the sessions they were made in; an interview's deletion takes its decisions along. */
export interface ReviewStore {
  open(session: Omit<ReviewSession, 'shown'>): Promise<void>;
  session(id: string): Promise<ReviewSession | null>;
  /** Notes which claim a session shows now. */
  show(sessionId: string, shown: ReviewSession['shown']): Promise<void>;
  /** Keys of the claims that other people's sessions in the channel have shown since a moment. */
  shownElsewhere(session: ReviewSession, since: number): Promise<readonly string[]>;
  /** Keeps a decision; false when somebody had decided the same claim before (a skip stands in nobody's way). */
  decide(decision: ReviewDecision): Promise<boolean>;
  /** Takes a person's last decision of a session back and returns it; null when there is none. */
  undo(sessionId: string, user: string): Promise<ReviewDecision | null>;
  /** In the order they were made. */
  decisions(interviewIds: readonly string[], codebookId: string): Promise<readonly ReviewDecision[]>;
}

/** Digests, and which process posts which period. */
export interface DigestStore {
  /** `now` (ms): what was read or came due before it is no business of this digest. */
  create(settings: DigestSettings, now: number): Promise<Digest>;
  get(id: number): Promise<Digest | null>;
  /** A channel's digests, or (null) all, by id. */
  list(channel: string | null): Promise<readonly Digest[]>;
  pause(id: number, reason: FaultCode | null): Promise<void>;
  /** Occurrences missed while it was paused are not made up for. */
  resume(id: number, now: number): Promise<void>;
  remove(id: number): Promise<void>;
  /** True for the one process that may post a period; a claim from before `staleBefore` is taken over. */
  claim(claim: {
    readonly digestId: number;
    readonly period: string;
    readonly now: number;
    readonly staleBefore: number;
  }): Promise<boolean>;
  /** The channel's files that are read, or can't be, and that the digest has not told of as such, by id. */
  untold(digest: Pick<Digest, 'id' | 'channel'>): Promise<ReadonlySet<string>>;
  /** The period is posted (or silence was due): nobody claims it again. Settled late, it takes nothing back. */
  settle(settled: {
    readonly digestId: number;
    readonly period: string;
    readonly coveredTo: number;
    readonly dueAfter: number;
    readonly told: readonly ToldFile[];
  }): Promise<void>;
}

/** What a model read from the pictures of one file, and what a person said to it. */
export interface Transcript {
  readonly fileId: string;
  /** Label of the model. */
  readonly model: string;
  readonly interviews: readonly InterviewDraft[];
  readonly remarks: readonly FileRemark[];
  /** Null while it waits for a person; until then none of its interviews is stored or counted. */
  readonly decision: TranscriptDecision | null;
}

export interface TranscriptDecision {
  readonly choice: 'count' | 'leave-out';
  readonly user: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Transcripts by file; a file's deletion takes its transcript along. */
export interface TranscriptStore {
  /** Keeps a file's first transcript; false when there was one already, which stays. */
  keep(transcript: Omit<Transcript, 'decision'>): Promise<boolean>;
  get(fileId: string): Promise<Transcript | null>;
  /** Keeps the first decision and returns the one that stands; null when there is no transcript. */
  decide(fileId: string, decision: TranscriptDecision): Promise<TranscriptDecision | null>;
}

/**
 * Whose work something is: ours, nobody having begun it (`first`), or whoever had having given up or died (`again`);
 * somebody's who is at it (`busy`); nobody's any more (`settled`).
 */
export type Claim = 'first' | 'again' | 'busy' | 'settled';

/** Messages we posted, by our own key: after a crash the same message is edited, never posted twice. */
export interface MessageStore {
  find(key: string): Promise<MessageRef | null>;
  remember(key: string, ref: MessageRef): Promise<void>;
  /** Forgets a message that was deleted in the chat and gives the keys it had; that a thread is ours stays known. */
  lose(ref: MessageRef): Promise<readonly string[]>;
  /** Notes the id of a file that we uploaded, and which message it belongs to, so that it can be deleted. */
  rememberUpload(upload: {
    readonly id: string;
    readonly channel: string;
    readonly at: number;
    readonly key?: string;
  }): Promise<void>;
  /** True the first time an event id is seen within a day; false for retries. */
  firstSight(eventId: string, now: number): Promise<boolean>;
  /** Asks for what is to be done once, by whichever process; what one gets is kept from the others for `leaseMs`. */
  claim(id: string, now: number, leaseMs: number): Promise<Claim>;
  /** Keeps what was claimed from the others until then (ms): longer while it is done, 0 when given up, null when done. */
  hold(id: string, until: number | null): Promise<void>;
}

/** Everything durable. */
export interface Store {
  readonly files: FileStore;
  readonly interviews: InterviewStore;
  readonly coding: CodingStore;
  readonly reports: ReportStore;
  readonly reviews: ReviewStore;
  readonly digests: DigestStore;
  readonly transcripts: TranscriptStore;
  readonly turns: TurnStore;
  readonly told: ToldStore;
  readonly audit: AuditStore;
  readonly forget: ForgetStore;
  readonly secrets: SecretStore;
  readonly alerts: AlertStore;
  readonly messages: MessageStore;
  readonly editBudget: EditBudgetStore;
  readonly installations: InstallationStore;
  close(): Promise<void>;
}
