import { type Kysely, type Selectable, type SqlBool, sql } from 'kysely';
import type { AlertRecord, AlertStore } from '../core/ports/privacy-store.ts';
import { gather } from './gather.ts';
import { oneOf } from './one-of.ts';
import type { AlertTable, Tables } from './schema.ts';

function toRecord(row: Selectable<AlertTable>): AlertRecord {
  return { interviewId: row.interview_id, version: row.version, kinds: row.kinds, sentences: row.sentences };
}

/** Every interview has a row, and hardly any holds a statement. */
const holdsAny = (column: string) => sql<SqlBool>`${sql.ref(column)} <> '[]'`;

type Kept = Parameters<AlertStore['keep']>[0];

/** Statements that belong with a person, of all channels; an interview's deletion takes its row along. */
export function createAlertStore(db: Kysely<Tables>): AlertStore {
  return {
    async unseen(channel, version) {
      const rows = await db
        .selectFrom('interview')
        .leftJoin('alert', 'alert.interview_id', 'interview.id')
        .select('interview.id')
        .where('interview.channel', '=', channel)
        .where((eb) => eb.or([eb('alert.version', 'is', null), eb('alert.version', '!=', version)]))
        .execute();
      return rows.map(({ id }) => id);
    },
    keep: gather(async (kept: readonly Kept[]) => {
      const rows = [...new Map(kept.map((one) => [one.interviewId, one])).values()].map((one) => ({
        interview_id: one.interviewId,
        told: false,
        version: one.version,
        kinds: JSON.stringify(one.kinds),
        sentences: JSON.stringify(one.sentences),
      }));
      await db
        .insertInto('alert')
        .values(rows)
        .onConflict((conflict) =>
          conflict.column('interview_id').doUpdateSet((eb) => ({
            version: eb.ref('excluded.version'),
            kinds: eb.ref('excluded.kinds'),
            sentences: eb.ref('excluded.sentences'),
          })),
        )
        .execute();
      return kept.map(() => undefined);
    }),
    async untold(channel) {
      const rows = await db
        .selectFrom('alert')
        .innerJoin('interview', 'interview.id', 'alert.interview_id')
        .selectAll('alert')
        .where('interview.channel', '=', channel)
        .where('alert.told', '=', false)
        .where(holdsAny('alert.kinds'))
        .execute();
      return rows.map(toRecord);
    },
    async told(interviewId) {
      await db.updateTable('alert').set({ told: true }).where('interview_id', '=', interviewId).execute();
    },
    async sentences(interviewIds) {
      if (interviewIds.length === 0) return new Map();
      const rows = await db
        .selectFrom('alert')
        .select(['interview_id', 'sentences'])
        .where(oneOf('interview_id', interviewIds))
        .where(holdsAny('sentences'))
        .execute();
      return new Map(rows.map((row) => [row.interview_id, row.sentences]));
    },
  };
}
