import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type Codebook, codebookSchema } from '../core/codebook.ts';
import { type CueTable, cueTableSchema } from '../core/cues.ts';
import { AttritionError } from '../core/errors.ts';
import { type ReaderPatterns, readerPatternsSchema } from './reader/pattern-schema.ts';

export interface LoadedCodebook {
  readonly codebook: Codebook;
  /** Empty when the codebook has no patterns file: then only a model or a person codes by it. */
  readonly patterns: ReaderPatterns;
  readonly cues: CueTable;
}

/** Speech cues belong to languages, not to codebooks: a folder without its own uses ours. */
const OWN_CUES = fileURLToPath(new URL('../../codebooks/reader-cues.yml', import.meta.url));

type Path = readonly PropertyKey[];

interface YamlFile {
  readonly name: string;
  readonly document: Document;
  readonly lines: LineCounter;
}

/**
 * Loads a codebook (`x.yml`), its reader's patterns (`x.patterns.yml`, optional) and the speech cues
 * (`reader-cues.yml`). Throws `codebook-invalid` with file, line and a reason a person understands.
 */
export async function loadCodebook(path: string): Promise<LoadedCodebook> {
  const [codebook, book] = await read(path, codebookSchema);
  checkCodebook(codebook, book);
  const patternsPath = path.replace(/\.ya?ml$/u, '.patterns.yml');
  const ownCues = join(dirname(path), 'reader-cues.yml');
  const [cues] = await read(existsSync(ownCues) ? ownCues : OWN_CUES, cueTableSchema);
  if (!existsSync(patternsPath)) return { codebook, patterns: { version: 'none', codes: {} }, cues };
  const [patterns, file] = await read(patternsPath, readerPatternsSchema);
  const known = new Set(codebook.codes.map(({ id }) => id));
  const stranger = Object.keys(patterns.codes).find((code) => !known.has(code));
  if (stranger !== undefined) throw fault(file, ['codes', stranger], `the codebook has no code "${stranger}"`);
  return { codebook, patterns, cues };
}

async function read<S extends z.ZodType>(path: string, schema: S): Promise<readonly [z.output<S>, YamlFile]> {
  const lines = new LineCounter();
  const document = parseDocument(await readText(path), { lineCounter: lines });
  const file = { name: basename(path), document, lines };
  const [error] = document.errors;
  if (error !== undefined) {
    const line = lines.linePos(error.pos[0]).line;
    throw new AttritionError('codebook-invalid', { file: file.name, line, reason: firstLine(error.message) }, error);
  }
  // A bomb of aliases must not grow before it is refused.
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 20 }));
  if (parsed.success) return [parsed.data, file];
  const [issue] = parsed.error.issues;
  throw fault(file, issue?.path ?? [], `${(issue?.path ?? []).map(String).join('.')}: ${issue?.message ?? 'invalid'}`);
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new AttritionError('codebook-invalid', { file: basename(path), reason: 'the file cannot be read' }, error);
  }
}

function checkCodebook(codebook: Codebook, file: YamlFile): void {
  const lists = ['separations', 'categories', 'codes', 'specials'] as const;
  for (const list of lists) {
    const ids = codebook[list].map(({ id }) => id);
    const twice = ids.findIndex((id, index) => ids.indexOf(id) < index);
    if (twice >= 0) throw fault(file, [list, twice, 'id'], `"${ids[twice]}" stands twice`);
  }
  const categories = new Set(codebook.categories.map(({ id }) => id));
  const lost = codebook.codes.findIndex(({ category }) => !categories.has(category));
  if (lost >= 0)
    throw fault(file, ['codes', lost, 'category'], `there is no category "${codebook.codes[lost]?.category}"`);
}

function fault(file: YamlFile, path: Path, reason: string): AttritionError {
  return new AttritionError('codebook-invalid', { file: file.name, line: lineOf(file, path), reason });
}

/** The line of a key or value; of its nearest parent when it is missing. */
function lineOf({ document, lines }: YamlFile, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    const key = isMap(parent)
      ? parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === last)?.key
      : undefined;
    const node = isNode(key) ? key : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? message;
}
