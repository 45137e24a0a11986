import { randomUUID } from 'node:crypto';
import type { ExpressionBuilder, Kysely, Selectable } from 'kysely';
import type { FaultCode } from '../core/errors.ts';
import type { FileRecord, FileStore, NewFile } from '../core/ports/store.ts';
import { keepJob } from './outbox.ts';
import type { FileTable, Tables } from './schema.ts';

function toRecord(row: Selectable<FileTable>): FileRecord {
  return {
    id: row.id,
    channel: row.channel,
    externalId: row.external_id,
    name: row.name,
    uploadedBy: row.uploaded_by,
    uploadedAt: row.uploaded_at,
    state: row.state,
    fault: row.fault as FaultCode | null,
    detail: row.detail,
    remarks: row.remarks,
  };
}

/** The row of a file that was not known; undefined for one that was. */
function insertOnce(db: Kysely<Tables>, file: NewFile): Promise<Selectable<FileTable> | undefined> {
  return db
    .insertInto('file')
    .values({
      id: randomUUID(),
      channel: file.channel,
      external_id: file.externalId,
      name: file.name,
      uploaded_by: file.uploadedBy,
      uploaded_at: file.uploadedAt,
      state: 'waiting',
      fault: null,
      detail: '{}',
      remarks: '[]',
    })
    .onConflict((conflict) => conflict.columns(['channel', 'external_id', 'name']).doNothing())
    .returningAll()
    .executeTakeFirst();
}

/** Files of all channels. */
export function createFileStore(db: Kysely<Tables>): FileStore {
  const setState = (
    id: string,
    values: Partial<Pick<FileTable, 'state' | 'fault'>> & { detail?: string; remarks?: string },
  ) => db.updateTable('file').set(values).where('id', '=', id).execute();
  return {
    take: (files, jobFor) =>
      db.transaction().execute(async (tx) => {
        const inserted = [];
        for (const file of files) inserted.push(await insertOnce(tx, file));
        const ids = inserted.filter((row) => row !== undefined).map(({ id }) => id);
        if (ids.length > 0) await keepJob(tx, jobFor(ids));
        return ids.length > 0;
      }),
    async register(file) {
      const inserted = await insertOnce(db, file);
      if (inserted !== undefined) return toRecord(inserted);
      const known = await db
        .selectFrom('file')
        .selectAll()
        .where('channel', '=', file.channel)
        .where('external_id', '=', file.externalId)
        .where('name', '=', file.name)
        .executeTakeFirstOrThrow();
      return toRecord(known);
    },
    async get(id) {
      const row = await db.selectFrom('file').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toRecord(row);
    },
    async markRead(id, remarks) {
      await setState(id, { state: 'read', fault: null, detail: '{}', remarks: JSON.stringify(remarks) });
    },
    async markNotRead(id, fault, detail) {
      await setState(id, { state: 'not-read', fault, detail: JSON.stringify(detail) });
    },
    async markArchive(id) {
      await setState(id, { state: 'archive' });
    },
    async list(channel) {
      const rows = await db.selectFrom('file').selectAll().where('channel', '=', channel).orderBy('ordinal').execute();
      return rows.map(toRecord);
    },
    async channels() {
      const first = (eb: ExpressionBuilder<Tables, 'file'>) => eb.fn.min('ordinal');
      const rows = await db.selectFrom('file').select('channel').groupBy('channel').orderBy(first).execute();
      return rows.map(({ channel }) => channel);
    },
    async waiting(channel) {
      const row = await db
        .selectFrom('file')
        .select((eb) => eb.fn.countAll().as('n'))
        .where('channel', '=', channel)
        .where('state', '=', 'waiting')
        .executeTakeFirstOrThrow();
      return Number(row.n);
    },
  };
}
