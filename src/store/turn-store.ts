import type { Kysely, Selectable } from 'kysely';
import type { ThreadTurn, TurnStore } from '../core/ports/question-store.ts';
import { keepOnce } from './outbox.ts';
import type { Tables, TurnTable } from './schema.ts';

function toTurn(row: Selectable<TurnTable>): ThreadTurn {
  return {
    id: row.id,
    channel: row.channel,
    thread: row.thread,
    reportId: row.report_id,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    question: row.question,
    manner: row.manner,
    state: row.state,
    query: row.query,
    answer: row.answer,
  };
}

/** The questions of threads with their answers. */
export function createTurnStore(db: Kysely<Tables>): TurnStore {
  return {
    async ask(turn, job) {
      const values = {
        id: turn.id,
        channel: turn.channel,
        thread: turn.thread,
        report_id: turn.reportId,
        asked_by: turn.askedBy,
        asked_at: turn.askedAt,
        question: turn.question,
        manner: JSON.stringify(turn.manner),
        state: 'open',
        query: null,
        answer: null,
      } as const;
      return keepOnce(db, job, (tx) =>
        tx
          .insertInto('turn')
          .values(values)
          .onConflict((known) => known.doNothing())
          .returning('id')
          .executeTakeFirst(),
      );
    },
    async answer(id, query, answer, thread) {
      await db
        .updateTable('turn')
        .set({ query: JSON.stringify(query), answer, thread, state: 'answered' })
        .where('id', '=', id)
        .execute();
    },
    async end(id) {
      await db.updateTable('turn').set({ state: 'ended' }).where('id', '=', id).execute();
    },
    async get(id) {
      const row = await db.selectFrom('turn').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toTurn(row);
    },
    async list(channel, thread) {
      const rows = await db
        .selectFrom('turn')
        .selectAll()
        .where('channel', '=', channel)
        .where('thread', '=', thread)
        .orderBy('ordinal')
        .execute();
      return rows.map(toTurn);
    },
    async askStop(id) {
      const open = db.updateTable('turn').set({ stop_asked: true }).where('id', '=', id).where('state', '=', 'open');
      return (await open.returning('id').executeTakeFirst()) !== undefined;
    },
    async isStopAsked(id) {
      const row = await db.selectFrom('turn').select('stop_asked').where('id', '=', id).executeTakeFirst();
      return row?.stop_asked ?? false;
    },
  };
}
