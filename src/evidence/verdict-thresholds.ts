import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { AttritionError } from '../core/errors.ts';

const OWN_FILE = fileURLToPath(new URL('../../codebooks/verdict-thresholds.yml', import.meta.url));

const share = z.number().min(0).max(1);
const margins = z.strictObject({ ask: share, settle: share });
const thresholdsSchema = z.strictObject({
  version: z.string().min(1),
  margins: z.strictObject({ en: margins, zh: margins, mixed: margins }),
});

/** How far a verdict must lead, by the interview's language; what `ask` and `settle` mean stands in the file. */
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
