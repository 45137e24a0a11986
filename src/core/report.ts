import type { FaultCode, FaultDetail } from './errors.ts';
import type { Findings } from './findings.ts';
import type { Language } from './language.ts';
import type { Stage } from './ports/meter.ts';
import type { Spent } from './spent.ts';

/** What was asked for with /attrition report. */
export interface ReportRequest {
  /** e.g. "2026 Q3"; null means all interviews of the channel. */
  readonly period: string | null;
  readonly department: string | null;
  readonly language: Language;
  readonly codebook: string;
  /** The asker chose the fast model outright. */
  readonly fast: boolean;
  /** Set for a line manager: counts only, and nobody's words. */
  readonly audience?: 'manager';
}

/** A file that gave no interview, by name. */
export interface FailedFile {
  readonly name: string;
  readonly fault: FaultCode;
  readonly detail: FaultDetail;
}

/** Who coded and who wrote, as shown to people. */
export interface Authorship {
  /** Labels of the models that coded; empty when the codebook reader did it alone. */
  readonly coders: readonly string[];
  /** Label of the model that wrote the prose, or null for the template. */
  readonly writer: string | null;
  /** Why another than the primary model had to step in, e.g. "Qwen2.5-7B-Instruct: slow"; null when none. */
  readonly fallback: string | null;
}

/** What a report took: what was asked of models in this very run, and the seconds of its stages. */
export interface ReportCost {
  readonly spent: Spent;
  readonly seconds: Readonly<Partial<Record<Stage, number>>>;
}

/** Everything a renderer needs. */
export interface ReportContext {
  readonly title: string;
  readonly request: ReportRequest;
  /** Files given, archives' inner files counted one by one. */
  readonly files: number;
  readonly failedFiles: readonly FailedFile[];
  readonly findings: Findings;
  readonly authorship: Authorship;
  /** Sentences of prose dropped by the claim check. */
  readonly droppedSentences: number;
  readonly seconds: number;
  /** Absent while the report is being made. */
  readonly cost?: ReportCost;
}

/** One sentence of a report: text in which every number, cause and quotation was filled from a slot by code. */
export interface Claim {
  readonly section: 'core' | 'causes' | 'preventable' | 'suggestions';
  readonly text: string;
  /** Codes the sentence names. */
  readonly codes: readonly string[];
}

/** A finished, checked report; everything shown is rendered from it. */
export interface FinishedReport {
  readonly context: ReportContext;
  readonly claims: readonly Claim[];
  /** Ids of the interviews it was made from; absent in reports of earlier versions. */
  readonly interviews?: readonly string[];
  /** When it was finished, milliseconds since the epoch. */
  readonly at: number;
}
