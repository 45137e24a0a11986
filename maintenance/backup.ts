import { join } from 'node:path';
import { type BackupHeader, sizeOf } from '../src/store/backup/backup-header.ts';
import { takeBackup } from '../src/store/backup/take-backup.ts';
import { openDatabase } from '../src/store/open-database.ts';
import { writeBackupFile } from './backup-file.ts';
import { type Command, databaseOf, programVersion, runAsProgram } from './command.ts';

/** In the working folder, beside DATA_DIR and not in it: what deletes one must not delete the other. */
const FOLDER = 'backups';

/** attrition-20261129-034512.backup, by UTC. */
function defaultName(takenAt: Date, kind: BackupHeader['kind']): string {
  const [day = '', time = ''] = takenAt.toISOString().replaceAll(/[-:]/g, '').split(/[T.]/);
  return join(FOLDER, `attrition-${day}-${time}${kind === 'whole' ? '' : '-deletions'}.backup`);
}

/** `npm run backup`: writes what is stored into one file. */
export const BACKUP: Command = {
  usage: 'backupUsage',
  options: { deletions: { type: 'boolean', default: false } },
  files: [0, 1],
  async run([file], { deletions }, { env, say, tell, clock, signal }) {
    const location = databaseOf(env);
    const takenAt = new Date(clock.now());
    const kind = deletions === true ? 'deletions' : 'whole';
    const path = file ?? defaultName(takenAt, kind);
    const passphrase = env.BACKUP_PASSPHRASE ?? null;
    const database = await openDatabase(location, true);
    try {
      const seen: { header: BackupHeader | null } = { header: null };
      const lines = takeBackup(database.db, {
        ...{ kind, takenAt, engine: location.kind, program: programVersion() },
        onHeader: (header) => {
          seen.header = header;
        },
      });
      const bytes = await writeBackupFile(path, lines, { passphrase, signal });
      const { header } = seen;
      if (header === null) return;
      tell(say('backedUp', { ...sizeOf(header), tables: header.tables.length, file: path, bytes }));
      const plain = kind === 'whole' ? 'plain' : 'plainDeletions';
      tell(say(passphrase === null ? plain : 'encrypted'));
    } finally {
      await database.close();
    }
  },
};

if (import.meta.main) await runAsProgram(BACKUP);
