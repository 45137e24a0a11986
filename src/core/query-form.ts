import { z } from 'zod';

/** What a question wants to know; `quotations` covers "what did they say about…" and "did anybody complain about…". */
export const QUERY_KINDS = [
  'count',
  'ranking',
  'trend',
  'quotations',
  'preventable',
  'coverage',
  'not-about-interviews',
] as const;

/** How long people had been there when they left, by the months a document gives. */
export const TENURE_BANDS = ['under-1-year', '1-to-2-years', '2-to-5-years', 'over-5-years'] as const;
export type TenureBand = (typeof TENURE_BANDS)[number];

/** Words searched for in quotations, in characters: more is a text, not a topic. */
const TOPIC_MAX = 120;

/** A question as a closed query; a model may fill it, code alone answers it. */
export const queryFormSchema = z.strictObject({
  kind: z.enum(QUERY_KINDS),
  /** Codes of the codebook; empty for all. */
  causes: z.array(z.string()).max(6),
  /** Whether a ranking is over causes or over departments. */
  by: z.enum(['cause', 'department']),
  department: z.string().max(120).nullable(),
  /** In the normal form of `core/period.ts`, e.g. "2026 Q3". */
  period: z.string().nullable(),
  /** For a trend: the earlier period. */
  against: z.string().nullable(),
  /** Id of a separation type; null means all. */
  separation: z.string().nullable(),
  tenure: z.enum(TENURE_BANDS).nullable(),
  /** For quotations: the asker's own words for the topic; empty where the causes say it all. */
  topic: z.string().max(TOPIC_MAX),
});
export type QueryForm = z.infer<typeof queryFormSchema>;

/** A query about everything. */
export const EMPTY_FORM: QueryForm = {
  kind: 'count',
  causes: [],
  by: 'cause',
  department: null,
  period: null,
  against: null,
  separation: null,
  tenure: null,
  topic: '',
};
