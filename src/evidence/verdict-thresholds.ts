import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { QUESTION_IDS } from '../core/coding.ts';
import { AttritionError } from '../core/errors.ts';

const OWN_FILE = fileURLToPath(new URL('../../codebooks/verdict-thresholds.yml', import.meta.url));

const weight = z.number().min(0);
const share = weight.max(1);
const codes = z.record(z.string(), z.array(z.string()).min(1));
const thresholdsSchema = z
  .strictObject({
    version: z.string().min(1),
    questions: z.array(z.enum(QUESTION_IDS)).min(1),
    accept: weight,
    reject: weight,
    support: weight,
    unsure: share,
    sure: z.strictObject({ en: share, zh: share, mixed: share }),
    confusable: z.record(z.string(), codes),
  })
  .refine(({ accept, questions }) => accept > 0 && accept <= questions.length, {
    path: ['accept'],
    error: 'not reachable with so many questions',
  })
  .refine(({ reject, questions }) => reject > 0 && reject <= questions.length, {
    path: ['reject'],
    error: 'not reachable with so many questions',
  });

/** Which questions a claim is put to, and when their answers settle it; what each means stands in the file. */
export type VerdictThresholds = z.infer<typeof thresholdsSchema>;

/** Loads `codebooks/verdict-thresholds.yml` or another file of its form; throws `config-invalid`. */
export async function loadVerdictThresholds(path: string = OWN_FILE): Promise<VerdictThresholds> {
  const file = basename(path);
  try {
    return thresholdsSchema.parse(parse(await readFile(path, 'utf8')));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : 'it is missing or no YAML';
    throw new AttritionError('config-invalid', { file, reason }, error);
  }
}
