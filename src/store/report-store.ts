import type { Kysely, Selectable } from 'kysely';
import type { ReportRecord, ReportStore } from '../core/ports/store.ts';
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
    async create(report) {
      await db
        .insertInto('report')
        .values({
          id: report.id,
          channel: report.channel,
          thread: report.thread,
          asked_by: report.askedBy,
          asked_at: report.askedAt,
          request: JSON.stringify(report.request),
          state: 'waiting',
          markdown: null,
        })
        .execute();
    },
    async get(id) {
      const row = await db.selectFrom('report').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toRecord(row);
    },
    async setState(id, state, markdown) {
      const values = markdown === undefined ? { state } : { state, markdown };
      await db.updateTable('report').set(values).where('id', '=', id).execute();
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
