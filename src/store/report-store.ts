import type { Kysely, Selectable } from 'kysely';
import type { ReportRecord, ReportStore } from '../core/ports/store.ts';
import { keepOnce } from './outbox.ts';
import type { ReportTable, Tables } from './schema.ts';

function toRecord(row: Selectable<ReportTable>): ReportRecord {
  return {
    id: row.id,
    channel: row.channel,
    thread: row.thread,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    request: row.request,
    state: row.state,
    markdown: row.markdown,
  };
}

/** Reports asked for, and the finished ones' text. */
export function createReportStore(db: Kysely<Tables>): ReportStore {
  return {
    async create(report, job) {
      const values = {
        id: report.id,
        channel: report.channel,
        thread: report.thread,
        asked_by: report.askedBy,
        asked_at: report.askedAt,
        request: JSON.stringify(report.request),
        state: 'waiting',
        markdown: null,
        document: null,
      } as const;
      return keepOnce(db, job, (tx) =>
        tx
          .insertInto('report')
          .values(values)
          .onConflict((known) => known.doNothing())
          .returning('id')
          .executeTakeFirst(),
      );
    },
    async place(id, thread) {
      await db.updateTable('report').set({ thread }).where('id', '=', id).where('thread', 'is', null).execute();
    },
    async get(id) {
      const row = await db.selectFrom('report').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toRecord(row);
    },
    async setState(id, state) {
      await db.updateTable('report').set({ state }).where('id', '=', id).execute();
    },
    async finish(id, markdown, finished) {
      const values = { state: 'done', markdown, document: JSON.stringify(finished) } as const;
      await db.updateTable('report').set(values).where('id', '=', id).execute();
    },
    async askStop(id) {
      const asked = await db
        .updateTable('report')
        .set({ stop_asked: true })
        .where('id', '=', id)
        .where('state', 'in', ['waiting', 'running'])
        .returning('id')
        .executeTakeFirst();
      return asked !== undefined;
    },
    async isStopAsked(id) {
      const row = await db.selectFrom('report').select('stop_asked').where('id', '=', id).executeTakeFirst();
      return row?.stop_asked ?? false;
    },
    async finished(id) {
      const row = await db.selectFrom('report').select('document').where('id', '=', id).executeTakeFirst();
      return row?.document ?? null;
    },
    async list(channel, limit) {
      const rows = await db
        .selectFrom('report')
        .selectAll()
        .where('channel', '=', channel)
        .orderBy('asked_at', 'desc')
        .limit(limit)
        .execute();
      return rows.map(toRecord);
    },
  };
}
