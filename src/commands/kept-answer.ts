import { z } from 'zod';
import { type FormOf, quotationSchema } from '../jobs/kept-report.ts';
import type { FinishedAnswer } from './follow-up-view.ts';

/** A finished answer as kept. */
export const keptAnswerSchema: z.ZodType<FinishedAnswer> = z.strictObject({
  head: z.string(),
  lines: z.array(z.string()),
  prose: z.array(z.strictObject({ text: z.string(), citations: z.array(z.int().min(1)) })),
  quotations: z.array(quotationSchema),
  writer: z.string().nullable(),
  fallback: z
    .strictObject({
      from: z.string(),
      why: z.enum(['slow', 'stalled', 'unreachable', 'refused', 'cut-off', 'looping', 'invalid', 'too-small']),
    })
    .nullable(),
  dropped: z.int().min(0),
  fast: z.boolean(),
  at: z.number(),
} satisfies FormOf<FinishedAnswer>);
