import { createHash } from 'node:crypto';
import { AttritionError } from '../../core/errors.ts';
import { knownMigrations } from '../migrate.ts';
import { type BackupHeader, backupHeaderSchema, backupTrailerSchema } from './backup-header.ts';

/** A backup being read, line by line; it counts as whole only once `end` has returned. */
export interface BackupReading {
  readonly header: BackupHeader;
  /** The next row or job. Throws `backup-damaged` where there is none. */
  next(): Promise<string>;
  /** Reads the trailer. Throws `backup-damaged` unless every byte before it is as it was written. */
  end(): Promise<void>;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Whatever it is, no schema will take it.
    return null;
  }
}

const formatSchema = backupHeaderSchema.pick({ format: true });

async function headerOf(line: string, file: string): Promise<BackupHeader> {
  const value = parsed(line);
  if (!formatSchema.safeParse(value).success) throw new AttritionError('backup-foreign', { file });
  const header = backupHeaderSchema.safeParse(value);
  const { program } = value as { readonly program?: unknown };
  const newer = new AttritionError('backup-newer', { file, program: typeof program === 'string' ? program : '' });
  if (!header.success) throw newer;
  const known = await knownMigrations();
  if (header.data.migrations.some((name, index) => known[index] !== name)) throw newer;
  return header.data;
}

/**
 * Begins to read a backup by its header; `file` names it in sentences.
 * Throws `backup-foreign` or `backup-newer` for what this program can't restore.
 */
export async function readBackup(lines: AsyncIterable<string>, file: string): Promise<BackupReading> {
  const iterator = lines[Symbol.asyncIterator]();
  const hash = createHash('sha256');
  const damaged = () => new AttritionError('backup-damaged', { file });
  const next = async () => {
    const { done, value } = await iterator.next();
    if (done === true) throw damaged();
    hash.update(value).update('\n');
    return value;
  };
  const header = await headerOf(await next(), file);
  return {
    header,
    next,
    async end() {
      const sha256 = hash.digest('hex');
      const last = await iterator.next();
      const trailer = backupTrailerSchema.safeParse(last.done === true ? null : parsed(last.value));
      if (!trailer.success || trailer.data.sha256 !== sha256 || (await iterator.next()).done !== true) throw damaged();
    },
  };
}

/** Reads a backup to its end without keeping it. Throws as restoring it would. */
export async function checkBackup(reading: BackupReading): Promise<void> {
  const lines = reading.header.tables.reduce((sum, { rows }) => sum + rows, reading.header.jobs);
  for (let line = 0; line < lines; line += 1) await reading.next();
  await reading.end();
}
