import type { ColumnType, Generated } from 'kysely';
import type { Attribution } from '../core/attribution.ts';
import type { CodedSegment, CodingOutcome, VerdictOutcome } from '../core/coding.ts';
import type { Digest } from '../core/digest.ts';
import type { FaultDetail } from '../core/errors.ts';
import type { FileRemark } from '../core/file.ts';
import type { InterviewDraft } from '../core/interview.ts';
import type { Language } from '../core/language.ts';
import type { Sight } from '../core/ports/installation-store.ts';
import type { AuditEntry, ForgetRequest, ForgetTally } from '../core/ports/privacy-store.ts';
import type { AskingManner, TurnState } from '../core/ports/question-store.ts';
import type { FileRecord, ReportState, TranscriptDecision } from '../core/ports/store.ts';
import type { QueryForm } from '../core/query-form.ts';
import type { Recurrence } from '../core/recurrence.ts';
import type { FinishedReport, ReportRequest } from '../core/report.ts';
import type { ReviewChoice } from '../core/review.ts';
import type { InterviewDocument } from './interview-document.ts';

/** A jsonb or json column: written as a JSON string (both drivers take it), read as the value. */
type Json<T> = ColumnType<T, string, string>;

/** Times are milliseconds in `double precision`: bigint comes back as different types from the two drivers. */
type Milliseconds = number;

export interface FileTable {
  id: string;
  channel: string;
  external_id: string;
  name: string;
  uploaded_by: string;
  uploaded_at: Milliseconds;
  state: FileRecord['state'];
  fault: string | null;
  detail: Json<FaultDetail>;
  remarks: Json<readonly FileRemark[]>;
  ordinal: ColumnType<number, never, never>;
}

export interface InterviewTable {
  id: string;
  file_id: string;
  channel: string;
  position: number;
  content_hash: string;
  department: string | null;
  /** ISO date used by period filters: the last day, else the interview's date, else the upload's. */
  day: string;
  document: Json<InterviewDocument>;
}

export interface LedgerTable {
  key: string;
  interview_id: string;
  coder: string;
  codebook: string;
  coder_version: string;
  outcome: Json<CodingOutcome | VerdictOutcome>;
}

export interface AttributionTable {
  interview_id: string;
  codebook: string;
  outcome: Attribution['outcome'];
  document: Json<Attribution>;
  segments: Json<readonly CodedSegment[]>;
  /** Of document and segments, to compare them by; null in rows that were made before there was one. */
  hash: string | null;
}

export interface ReportTable {
  id: string;
  channel: string;
  thread: string | null;
  asked_by: string;
  asked_at: Milliseconds;
  request: Json<ReportRequest>;
  state: ReportState;
  markdown: string | null;
  document: ColumnType<FinishedReport | null, string | null, string | null>;
  stop_asked: ColumnType<boolean, never, boolean>;
}

export interface ReviewSessionTable {
  id: string;
  channel: string;
  thread: string;
  opened_by: string;
  opened_at: Milliseconds;
  request: Json<ReportRequest>;
  shown_claim: string | null;
  shown_at: Milliseconds | null;
}

export interface ReviewDecisionTable {
  id: string;
  interview_id: string;
  codebook_id: string;
  code: string | null;
  sentences: Json<readonly number[]>;
  choice: ReviewChoice;
  chosen: string | null;
  sampled: boolean;
  user_id: string;
  decided_at: Milliseconds;
  session_id: string;
  ordinal: ColumnType<number, never, never>;
}

export interface DigestTable {
  id: Generated<number>;
  channel: string;
  created_by: string;
  recurrence: Json<Recurrence>;
  department: string | null;
  language: Language;
  codebook: string;
  quiet: boolean;
  state: Digest['state'];
  paused_for: string | null;
  covered_to: Milliseconds;
  due_after: Milliseconds;
}

export interface DigestPostTable {
  digest_id: number;
  period: string;
  claimed_at: Milliseconds;
  settled: boolean;
}

export interface DigestToldTable {
  digest_id: number;
  file_id: string;
  state: 'read' | 'not-read';
}

export interface MessageTable {
  key: string;
  channel: string;
  ts: string;
}

export interface SeenEventTable {
  id: string;
  seen_at: Milliseconds;
  open_until: Milliseconds | null;
}

export interface TranscriptTable {
  file_id: string;
  model: string;
  interviews: Json<readonly InterviewDraft[]>;
  remarks: Json<readonly FileRemark[]>;
  choice: TranscriptDecision['choice'] | null;
  user_id: string | null;
  decided_at: Milliseconds | null;
}

export interface TurnTable {
  id: string;
  channel: string;
  thread: string | null;
  report_id: string;
  asked_by: string;
  asked_at: Milliseconds;
  question: string;
  query: ColumnType<QueryForm | null, string | null, string | null>;
  answer: string | null;
  state: TurnState;
  manner: Json<AskingManner>;
  stop_asked: ColumnType<boolean, never, boolean>;
  ordinal: ColumnType<number, never, never>;
}

export interface ToldGroupTable {
  id: Generated<number>;
  channel: string;
  codebook: string;
  /** Of the interviews' ids. */
  hash: string;
  told_at: Milliseconds;
  with_specials: boolean;
}

export interface ToldInterviewTable {
  told_group_id: number;
  interview_id: string;
}

export interface AuditTable {
  ordinal: ColumnType<number, never, never>;
  at: Milliseconds;
  user_id: string;
  channel: string;
  act: AuditEntry['act'];
  subject: string;
  counts: Json<AuditEntry['counts']>;
}

export interface ForgetRequestTable {
  id: string;
  channel: string;
  scope: ForgetRequest['scope'];
  target_id: string | null;
  since_ms: Milliseconds;
  until_ms: Milliseconds | null;
  asked_by: string;
  asked_at: Milliseconds;
  language: Language;
  state: ForgetRequest['state'];
  tally: Json<ForgetTally>;
}

export interface UploadTable {
  id: string;
  channel: string;
  at: Milliseconds;
  key: ColumnType<string | null, string | null | undefined, never>;
}

export interface AlertTable {
  interview_id: string;
  version: string;
  kinds: Json<readonly string[]>;
  sentences: Json<readonly number[]>;
  told: boolean;
}

export interface InstallationTable {
  workspace: string;
  sealed: string;
  installed_at: Milliseconds;
}

export interface AddressTable {
  id: string;
  kind: Sight['kind'];
  workspace: string;
  proven: boolean;
}

export interface DepartureTable {
  workspace: string;
  left_at: Milliseconds;
}

export interface ChannelSecretTable {
  channel: string;
  secret: string;
}

export interface OutboxTable {
  id: string;
  queue: string;
  payload: Json<Readonly<Record<string, unknown>>>;
  at: Generated<Date>;
}

/** All tables; created by the migrations in `migrations.ts`. */
export interface Tables {
  file: FileTable;
  interview: InterviewTable;
  ledger: LedgerTable;
  attribution: AttributionTable;
  report: ReportTable;
  review_session: ReviewSessionTable;
  review_decision: ReviewDecisionTable;
  digest: DigestTable;
  digest_post: DigestPostTable;
  digest_told: DigestToldTable;
  transcript: TranscriptTable;
  turn: TurnTable;
  told_group: ToldGroupTable;
  told_interview: ToldInterviewTable;
  audit: AuditTable;
  forget_request: ForgetRequestTable;
  upload: UploadTable;
  channel_secret: ChannelSecretTable;
  alert: AlertTable;
  message: MessageTable;
  seen_event: SeenEventTable;
  installation: InstallationTable;
  address: AddressTable;
  departure: DepartureTable;
  outbox: OutboxTable;
}
