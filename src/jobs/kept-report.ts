import { z } from 'zod';
import type { FaultCode } from '../core/errors.ts';
import type { Agreement, CodeAgreement, Finding, Findings, Interval, Quotation } from '../core/findings.ts';
import { STAGES } from '../core/ports/meter.ts';
import type {
  Authorship,
  Claim,
  FailedFile,
  FinishedReport,
  ReportContext,
  ReportCost,
  ReportRequest,
} from '../core/report.ts';
import type { Spent } from '../core/spent.ts';

/**
 * Every field of a type, those that may be absent too: a field that the form did not know would make all that is kept
 * of another form.
 */
export type FormOf<Kept> = Readonly<Record<keyof Required<Kept>, z.ZodType>>;

const count = z.int().min(0);
const languageSchema = z.enum(['en', 'zh']);
const intervalSchema: z.ZodType<Interval> = z.strictObject({ low: z.number(), high: z.number() });
const readingSchema = z.enum(['rely', 'tentative', 'do-not-rank', 'unknown']);
const starsSchema = z.literal([1, 2, 3, 4, 5]);

/** A quotation as kept. */
export const quotationSchema: z.ZodType<Quotation> = z.strictObject({
  interviewId: z.string(),
  interviewNumber: count,
  sentences: z.array(count),
  text: z.string(),
} satisfies FormOf<Quotation>);

const findingSchema: z.ZodType<Finding> = z.strictObject({
  code: z.string(),
  rank: count.nullable(),
  tiedWithPrevious: z.boolean(),
  disputed: z.boolean(),
  interviews: count,
  primary: count,
  mentionedOnly: count,
  share: z.number(),
  prevalence: z.number(),
  interval: intervalSchema,
  impact: z.number().nullable(),
  stars: starsSchema.nullable(),
  starRange: z.tuple([z.number(), z.number()]).nullable(),
  frequency: z.enum(['high', 'medium-high', 'medium', 'low']).nullable(),
  provisional: z.boolean(),
  quotations: z.array(quotationSchema),
} satisfies FormOf<Finding>);

const agreementSchema: z.ZodType<Agreement> = z.strictObject({
  units: count,
  abstained: count,
  observed: z.number(),
  alphaPrimary: z.number().nullable(),
  interval: intervalSchema.nullable(),
  alphaCauses: z.number().nullable(),
  alphaCategory: z.number().nullable(),
  sameEvidence: z.strictObject({ common: count, causes: count }),
  reading: readingSchema,
  codes: z.array(
    z.strictObject({
      code: z.string(),
      first: count,
      second: count,
      both: count,
      kappa: z.number().nullable(),
      positive: z.number().nullable(),
      pabak: z.number(),
      reading: readingSchema,
    } satisfies FormOf<CodeAgreement>),
  ),
} satisfies FormOf<Agreement>);

const findingsSchema: z.ZodType<Findings> = z.strictObject({
  codebook: z.string(),
  interviews: count,
  coded: count,
  noCause: count,
  review: count,
  failed: count,
  n: count,
  outside: z.record(z.string(), count),
  languages: z.strictObject({ en: count, zh: count, mixed: count }),
  display: z.enum(['held', 'indicative', 'small-sample', 'full']),
  table: z.array(findingSchema),
  hidden: z.strictObject({ codes: count, groupMin: count }),
  specials: z.record(z.string(), count),
  preventable: z.strictObject({ yes: z.number(), partly: z.number(), no: z.number() }),
  swaps: z.array(z.string()),
  agreement: agreementSchema.nullable(),
  withPeople: agreementSchema.nullable(),
} satisfies FormOf<Findings>);

const requestSchema: z.ZodType<ReportRequest> = z.strictObject({
  period: z.string().nullable(),
  department: z.string().nullable(),
  language: languageSchema,
  codebook: z.string(),
  fast: z.boolean(),
  audience: z.literal('manager').exactOptional(),
} satisfies FormOf<ReportRequest>);

const spent = { calls: count, promptTokens: count, cachedTokens: count, completionTokens: count };
const costSchema = z.strictObject({
  spent: z.strictObject(spent satisfies FormOf<Spent>),
  seconds: z.partialRecord(z.enum(STAGES), z.number()),
} satisfies FormOf<ReportCost>);

const contextSchema: z.ZodType<ReportContext> = z.strictObject({
  title: z.string(),
  request: requestSchema,
  files: count,
  failedFiles: z.array(
    z.strictObject({
      name: z.string(),
      fault: z.custom<FaultCode>((code) => typeof code === 'string'),
      detail: z.record(z.string(), z.union([z.string(), z.number()])),
    } satisfies FormOf<FailedFile>),
  ),
  findings: findingsSchema,
  authorship: z.strictObject({
    coders: z.array(z.string()),
    writer: z.string().nullable(),
    fallback: z.string().nullable(),
  } satisfies FormOf<Authorship>),
  droppedSentences: count,
  seconds: z.number(),
  cost: costSchema.exactOptional(),
} satisfies FormOf<ReportContext>);

/** A finished report as kept. */
export const keptReportSchema: z.ZodType<FinishedReport> = z.strictObject({
  context: contextSchema,
  interviews: z.array(z.string()).exactOptional(),
  claims: z.array(
    z.strictObject({
      section: z.enum(['core', 'causes', 'preventable', 'suggestions']),
      text: z.string(),
      codes: z.array(z.string()),
    } satisfies FormOf<Claim>),
  ),
  at: z.number(),
} satisfies FormOf<FinishedReport>);
