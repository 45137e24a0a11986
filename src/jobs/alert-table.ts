import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { bilingualPatterns, matchesAny } from '../core/cues.ts';
import { AttritionError } from '../core/errors.ts';

const OWN_FILE = fileURLToPath(new URL('../../codebooks/alerts.yml', import.meta.url));

const tableSchema = z.strictObject({
  version: z.string().min(1),
  kinds: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        name: z.strictObject({ en: z.string().min(1), zh: z.string().min(1) }),
        patterns: bilingualPatterns,
      }),
    )
    .min(1),
  denied: bilingualPatterns,
  affirms: bilingualPatterns,
});

/** Which statements belong with a person; what each part means stands in the file. */
export type AlertTable = z.infer<typeof tableSchema>;

/** Loads `codebooks/alerts.yml` or another file of its form; throws `config-invalid`. */
export async function loadAlertTable(path: string = OWN_FILE): Promise<AlertTable> {
  const file = basename(path);
  try {
    return tableSchema.parse(parse(await readFile(path, 'utf8')));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : 'it is missing or no YAML';
    throw new AttritionError('config-invalid', { file, reason }, error);
  }
}

/** Tells words of such statements from others, whether anybody made one or not. */
export function setApartBy({ kinds }: AlertTable): (words: string) => boolean {
  return (words) => kinds.some(({ patterns }) => matchesAny(words.toLowerCase(), 'mixed', patterns));
}
