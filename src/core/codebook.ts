import { z } from 'zod';

const bilingual = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) });
const phrases = z.strictObject({ en: z.array(z.string().min(1)), zh: z.array(z.string().min(1)) });
const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'ids are lower-case words joined by hyphens');

/** One cause. `prompt` is what a model is told of it, beside its id; `ticks` are option labels of forms and surveys that mean it. */
const codeSchema = z.strictObject({
  id,
  category: id,
  name: bilingual,
  definition: bilingual,
  prompt: z.string().min(1),
  kind: z.enum(['push', 'pull', 'personal', 'shock']),
  controllable: z.enum(['yes', 'partly', 'no']),
  sensitive: z.enum(['none', 'elevated', 'special']),
  levers: phrases,
  ticks: z.array(z.string().min(1)),
});

/** A way of leaving, decided before any cause (R0). Only `ranked` ones enter the ranking. */
const separationSchema = z.strictObject({
  id,
  name: bilingual,
  ranked: z.boolean(),
  /** The leaver's own sentences that show it. */
  cues: phrases,
  /** Values of a separation-type field or column that mean it (compared lower-cased, by inclusion). */
  fields: z.array(z.string().min(1)),
});

export const codebookSchema = z.strictObject({
  id,
  version: z.string().min(1),
  name: bilingual,
  /** What one interview is: "one interview with one leaver". */
  unit: bilingual,
  separations: z.array(separationSchema).min(1),
  categories: z.array(z.strictObject({ id, name: bilingual })).min(1),
  codes: z.array(codeSchema).min(1),
  specials: z.array(z.strictObject({ id, name: bilingual, ranked: z.boolean() })),
  /** Words that decide the primary cause (R8). */
  markers: z.strictObject({ ranking: phrases, counterfactual: phrases, trigger: phrases }),
  /** Formulas that are no cause by themselves (R10). */
  generic: phrases,
  /** Options of forms that name no cause ("none of the above", "其他"). */
  emptyTicks: z.array(z.string().min(1)),
  caution: bilingual,
  privacy: z.strictObject({
    groupMin: z.int().min(2),
    quoteMin: z.int().min(2),
    sensitiveGroupMin: z.int().min(2),
  }),
});

export type Codebook = z.infer<typeof codebookSchema>;
export type Code = z.infer<typeof codeSchema>;
export type Separation = z.infer<typeof separationSchema>;

/** The key under which coding is stored: a changed codebook re-codes. */
export function codebookKey(codebook: Codebook): string {
  return `${codebook.id}@${codebook.version}`;
}

/** Looks a code up by its id. */
export function codeById(codebook: Codebook, codeId: string): Code | undefined {
  return codebook.codes.find((code) => code.id === codeId);
}
