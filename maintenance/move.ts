import { AttritionError } from '../src/core/errors.ts';
import { sizeOf } from '../src/store/backup/backup-header.ts';
import { readBackup } from '../src/store/backup/backup-lines.ts';
import { restoreBackup } from '../src/store/backup/restore-backup.ts';
import { takeBackup } from '../src/store/backup/take-backup.ts';
import { openDatabase } from '../src/store/open-database.ts';
import { type Command, programVersion, runAsProgram } from './command.ts';
import { printCounts } from './print-counts.ts';

/** `npm run move`: copies the embedded database into a PostgreSQL server, without a file in between. */
export const MOVE: Command = {
  usage: 'moveUsage',
  options: { replace: { type: 'boolean', default: false } },
  files: [0, 0],
  async run(_, { replace }, { env, say, tell, clock }) {
    const { DATABASE_URL: url, DATA_DIR: folder } = env;
    if (url === undefined) throw new AttritionError('move-nowhere');
    const source = await openDatabase({ kind: 'pglite', folder }, true);
    const target = await openDatabase({ kind: 'postgres', url }, false);
    const lines = takeBackup(source.db, {
      ...({ kind: 'whole', engine: 'pglite' } as const),
      ...{ takenAt: new Date(clock.now()), program: programVersion(), onHeader: () => {} },
    });
    try {
      const reading = await readBackup(lines, folder);
      const wish = { engine: 'postgres', replace: replace === true, deletions: [], file: folder } as const;
      const { counts, migrated } = await restoreBackup(target.db, reading, wish);
      tell(printCounts([say('table'), say('inFolder'), say('inDatabase')], counts));
      tell(say('moved', { ...sizeOf(reading.header), tables: counts.length }));
      if (migrated.length > 0) tell(say('migrated', { names: migrated.join(', ') }));
      tell(say('keepUrl', { folder }));
    } finally {
      // What was not read to its end still holds a transaction.
      await lines.return(undefined);
      await target.close();
      await source.close();
    }
  },
};

if (import.meta.main) await runAsProgram(MOVE);
