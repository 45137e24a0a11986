import type { Attribution } from './attribution.ts';
import type { Interview } from './interview.ts';

/** An interview with its attribution: the unit of counting. */
export interface AttributedInterview {
  readonly interview: Interview;
  readonly attribution: Attribution;
}

/** A proportion's 95 % interval, 0..1. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

export type FrequencyLabel = 'high' | 'medium-high' | 'medium' | 'low';

/** How much of the table small numbers allow: under 5 / 5-9 / 10-29 / 30 and more ranked interviews. */
export type DisplayLevel = 'held' | 'indicative' | 'small-sample' | 'full';

/** Where a quotation stands: the text is cut from the stored interview by these ids. */
export interface Quotation {
  readonly interviewId: string;
  /** 1-based number of the interview in this report, as shown: "interview 31". */
  readonly interviewNumber: number;
  readonly sentences: readonly number[];
  /** Byte-equal to the stored text from the first sentence's start to the last one's end when they adjoin. */
  readonly text: string;
}

/** A cause counted over interviews. */
export interface Finding {
  readonly code: string;
  /** 1-based rank; tied neighbours share it. Null when numbers are too small to rank. */
  readonly rank: number | null;
  readonly tiedWithPrevious: boolean;
  /** Interviews with the code as primary or contributing. */
  readonly interviews: number;
  readonly primary: number;
  readonly mentionedOnly: number;
  /** Sum of weights / N; adds to 1 over all codes and special codes. */
  readonly share: number;
  readonly prevalence: number;
  readonly interval: Interval;
  /** Impact mean on the 1-5 scale; null under 3 mentions. */
  readonly impact: number | null;
  readonly stars: 1 | 2 | 3 | 4 | 5 | null;
  /** Range of the stars when one interview is left out; null when not rated. */
  readonly starRange: readonly [number, number] | null;
  readonly frequency: FrequencyLabel | null;
  readonly provisional: boolean;
  /** Empty when the group or quotation minimum forbids quoting. */
  readonly quotations: readonly Quotation[];
}

/** A code that small-group hiding keeps out of the table. */
export interface HiddenFindings {
  /** How many codes are hidden (complementary hiding included). */
  readonly codes: number;
  readonly groupMin: number;
}

/** Agreement between model coder and codebook reader; null where fewer than two coders read. */
export interface Agreement {
  readonly units: number;
  readonly observed: number;
  readonly alphaPrimary: number | null;
  readonly reading: 'rely' | 'tentative' | 'do-not-rank';
}

/** Everything the report may say, counted by code. */
export interface Findings {
  readonly codebook: string;
  /** Interviews read: coded + noCause + review + failed. */
  readonly interviews: number;
  readonly coded: number;
  readonly noCause: number;
  readonly review: number;
  readonly failed: number;
  /** Ranked population N: coded or no-cause interviews whose separation type is ranked. */
  readonly n: number;
  /** Interviews outside the ranking by separation type id, e.g. { retirement: 2 }. */
  readonly outside: Readonly<Record<string, number>>;
  readonly languages: Readonly<Record<'en' | 'zh' | 'mixed', number>>;
  readonly display: DisplayLevel;
  readonly table: readonly Finding[];
  readonly hidden: HiddenFindings;
  /** Special codes in N: generic-reason, no-cause-found, undetermined. */
  readonly specials: Readonly<Record<string, number>>;
  /** Sum of shares over controllable causes: yes, half of partly, and the rest. */
  readonly preventable: { readonly yes: number; readonly partly: number; readonly no: number };
  /** Codes that swap places at weights 0.5 or 0.7; empty when the order holds. */
  readonly swaps: readonly string[];
  readonly agreement: Agreement | null;
}
