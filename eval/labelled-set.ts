import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const labelledSchema = z.object({
  id: z.string(),
  language: z.enum(['en', 'zh', 'mixed']),
  text: z.string().min(1),
  separation_type: z.string(),
  primary: z.array(z.string()),
  contributing: z.array(z.string()),
  mentioned: z.array(z.string()),
  special: z.string().nullable(),
  evidence: z.record(z.string(), z.array(z.string())),
  traps: z.array(z.object({ class: z.string(), about: z.string(), text: z.string() })),
});

/** One labelled interview. */
export type Labelled = z.infer<typeof labelledSchema>;

/** Reads a file of labelled interviews, one JSON object a line; throws with the number of a line that isn't one. */
export async function readLabelledSet(path: string): Promise<readonly Labelled[]> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [labelledSchema.parse(JSON.parse(line))];
    } catch (cause) {
      throw new Error(`${path}, line ${index + 1}: not a labelled interview`, { cause });
    }
  });
}
