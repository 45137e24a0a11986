import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type LoadedCodebook, loadCodebook } from '../coding/load-codebook.ts';
import type { Environment } from '../config.ts';
import { AttritionError } from '../core/errors.ts';

const OWN_CODEBOOKS = fileURLToPath(new URL('../../codebooks', import.meta.url));

/** All codebooks there are, by id: our own and those of CODEBOOK_DIR. Throws `codebook-invalid` or `codebook-unknown`. */
export async function loadCodebooks(env: Environment): Promise<ReadonlyMap<string, LoadedCodebook>> {
  const folders = env.CODEBOOK_DIR === undefined ? [OWN_CODEBOOKS] : [OWN_CODEBOOKS, env.CODEBOOK_DIR];
  const books = new Map<string, LoadedCodebook>();
  for (const folder of folders) {
    // "x.patterns.yml" belongs to "x.yml", the cues and the thresholds to all: none of them is a codebook.
    const names = (await readdir(folder)).filter(
      (name) => name.endsWith('.yml') && !/patterns|reader-cues|verdict-thresholds|alerts/.test(name),
    );
    for (const name of names.sort()) {
      const loaded = await loadCodebook(join(folder, name));
      books.set(loaded.codebook.id, loaded);
    }
  }
  if (!books.has(env.CODEBOOK))
    throw new AttritionError('codebook-unknown', { codebook: env.CODEBOOK, known: [...books.keys()].join(', ') });
  return books;
}

/** What a codebook's causes are called, as Markdown; empty when there is no such codebook. */
export function describeCodebook(
  books: ReadonlyMap<string, LoadedCodebook>,
  id: string,
  language: 'en' | 'zh',
): string {
  const codebook = books.get(id)?.codebook;
  if (codebook === undefined) return '';
  const codes = codebook.codes.map((code) => `- ${code.name[language]} (\`${code.id}\`)`);
  return [`**${codebook.name[language]}** · ${codebook.id} ${codebook.version}`, ...codes].join('\n');
}
