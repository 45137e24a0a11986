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

/** Shares are sums of thirds and fifths: closer than this they are equal. */
export const SHARE_TOLERANCE = 1e-9;

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
  /** 1-based rank; tied neighbours share it. Null when numbers are too small to rank, or the code is disputed. */
  readonly rank: number | null;
  readonly tiedWithPrevious: boolean;
  /** The two readers disagree on who left for it: it stands after the ranking, apart from it. */
  readonly disputed: boolean;
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

/** What one reader alone makes of an interview. */
export interface CoderReading {
  /** The main cause; special codes are values like any other, two main causes are joined by "+". */
  readonly primary: string;
  /** Codes of main and contributing causes. */
  readonly causes: readonly string[];
  /** Sentences that carry each of them; absent where none are known. */
  readonly evidence?: Readonly<Record<string, readonly number[]>>;
}

/** One interview by two readers that know nothing of each other; null for one that left it to a person. */
export interface AgreementPair {
  readonly interviewId: string;
  readonly first: CoderReading | null;
  readonly second: CoderReading | null;
}

/** What a figure of agreement allows; `unknown` where the interviews are too few or too alike to tell. */
export type AgreementReading = 'rely' | 'tentative' | 'do-not-rank' | 'unknown';

/** Agreement of two readers on whether one code is among the causes, over the interviews that both settled. */
export interface CodeAgreement {
  readonly code: string;
  /** Interviews in which each reader, and both, found the code. */
  readonly first: number;
  readonly second: number;
  readonly both: number;
  /** Cohen's kappa; null when chance cannot disagree. */
  readonly kappa: number | null;
  /** Agreement on presence alone, 0..1. */
  readonly positive: number | null;
  /** Kappa as if presence and absence were equally frequent. */
  readonly pabak: number;
  readonly reading: AgreementReading;
}

/** Agreement of two readers. */
export interface Agreement {
  /** Interviews that both settled. */
  readonly units: number;
  /** Interviews that one of them, or both, left to a person: they count in no figure. */
  readonly abstained: number;
  /** Share of units with the same main cause. */
  readonly observed: number;
  /** Krippendorff's alpha of the main cause; null when chance cannot disagree. */
  readonly alphaPrimary: number | null;
  /** Bootstrap interval of `alphaPrimary`, 95 %. */
  readonly interval: Interval | null;
  /** Krippendorff's alpha of the sets of causes, with MASI distance. */
  readonly alphaCauses: number | null;
  /** Krippendorff's alpha of the main cause's category in the codebook; null when chance cannot disagree. */
  readonly alphaCategory: number | null;
  /** Of the causes that both found, and that both cite sentences for: how many rest on a common sentence. */
  readonly sameEvidence: { readonly common: number; readonly causes: number };
  readonly reading: AgreementReading;
  /** Every code that either reader found, by id. */
  readonly codes: readonly CodeAgreement[];
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
  /** Model coder against codebook reader; null where fewer than two read. */
  readonly agreement: Agreement | null;
  /** What the readers came to against what people made of it in review; null where nobody reviewed. */
  readonly withPeople: Agreement | null;
}
