import { sizeOf } from '../src/store/backup/backup-header.ts';
import { type BackupReading, checkBackup, readBackup } from '../src/store/backup/backup-lines.ts';
import { type Deletions, deletionsIn } from '../src/store/backup/repeat-deletions.ts';
import { type Restored, restoreBackup } from '../src/store/backup/restore-backup.ts';
import { openDatabase } from '../src/store/open-database.ts';
import { readBackupFile } from './backup-file.ts';
import { type Command, type Desk, databaseOf, runAsProgram } from './command.ts';
import { printCounts } from './print-counts.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const ENGINES = { pglite: 'PGlite', postgres: 'PostgreSQL' } as const;

/** Reads a file to its header and says from when it is. */
async function begin(file: string, { env, say, tell, clock }: Desk): Promise<BackupReading> {
  const reading = await readBackup(readBackupFile(file, env.BACKUP_PASSPHRASE ?? null), file);
  const { takenAt: time, program, engine } = reading.header;
  const days = Math.max(0, Math.floor((clock.now() - Date.parse(time)) / DAY_MS));
  tell(say('taken', { file, time, days, program, engine: ENGINES[engine] }));
  return reading;
}

/** What the deleted person must not have to find out: how much of it may be back. */
function tellOfDeletions(restored: Restored, knownTo: string, { say, tell }: Desk): void {
  tell(say('repeated', { count: restored.repeated }));
  tell(say(restored.replaced > 0 ? 'deletionsReplaced' : 'deletionsKnown', { time: knownTo }));
}

async function restore(file: string, replace: boolean, forgotten: readonly string[], desk: Desk): Promise<void> {
  const { env, say, tell } = desk;
  const location = databaseOf(env);
  const deletions: Deletions[] = [];
  const known: string[] = [];
  for (const other of forgotten) {
    const reading = await begin(other, desk);
    deletions.push(await deletionsIn(reading));
    known.push(reading.header.takenAt);
  }
  const reading = await begin(file, desk);
  const { header } = reading;
  const database = await openDatabase(location, false);
  try {
    const wish = { engine: location.kind, replace, deletions, file };
    const restored = await restoreBackup(database.db, reading, wish);
    const { counts, migrated, replaced } = restored;
    tell(printCounts([say('table'), say('inBackup'), say('inDatabase')], counts));
    if (replaced > 0) tell(say('replaced', { rows: replaced }));
    tell(say('restored', { ...sizeOf(header), tables: counts.length }));
    if (migrated.length > 0) tell(say('migrated', { names: migrated.join(', ') }));
    tellOfDeletions(restored, [header.takenAt, ...known].sort().at(-1) ?? '', desk);
  } finally {
    await database.close();
  }
}

async function check(file: string, desk: Desk): Promise<void> {
  const reading = await begin(file, desk);
  await checkBackup(reading);
  desk.tell(desk.say('whole', { ...sizeOf(reading.header), tables: reading.header.tables.length }));
}

/** `npm run restore`: fills a database from a backup file. */
export const RESTORE: Command = {
  usage: 'restoreUsage',
  options: {
    replace: { type: 'boolean', default: false },
    forgotten: { type: 'string', multiple: true, default: [] },
    check: { type: 'boolean', default: false },
  },
  files: [1, 1],
  async run([file = ''], options, desk) {
    if (options.check === true) return check(file, desk);
    const forgotten = Array.isArray(options.forgotten) ? options.forgotten.map(String) : [];
    return restore(file, options.replace === true, forgotten, desk);
  },
};

if (import.meta.main) await runAsProgram(RESTORE);
