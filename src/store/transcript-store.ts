import type { Kysely, Selectable } from 'kysely';
import type { TranscriptDecision, TranscriptStore } from '../core/ports/store.ts';
import type { Tables, TranscriptTable } from './schema.ts';

function decisionOf(row: Selectable<TranscriptTable>): TranscriptDecision | null {
  const { choice, user_id: user, decided_at: at } = row;
  return choice === null || user === null || at === null ? null : { choice, user, at };
}

/** Transcripts of all channels' files. */
export function createTranscriptStore(db: Kysely<Tables>): TranscriptStore {
  const find = (fileId: string) =>
    db.selectFrom('transcript').selectAll().where('file_id', '=', fileId).executeTakeFirst();
  return {
    async keep({ fileId, model, interviews, remarks }) {
      const kept = await db
        .insertInto('transcript')
        .values({
          file_id: fileId,
          model,
          interviews: JSON.stringify(interviews),
          remarks: JSON.stringify(remarks),
          choice: null,
          user_id: null,
          decided_at: null,
        })
        .onConflict((conflict) => conflict.column('file_id').doNothing())
        .returning('file_id')
        .executeTakeFirst();
      return kept !== undefined;
    },
    async get(fileId) {
      const row = await find(fileId);
      if (row === undefined) return null;
      const { model, interviews, remarks } = row;
      return { fileId, model, interviews, remarks, decision: decisionOf(row) };
    },
    async decide(fileId, { choice, user, at }) {
      await db
        .updateTable('transcript')
        .set({ choice, user_id: user, decided_at: at })
        .where('file_id', '=', fileId)
        .where('choice', 'is', null)
        .execute();
      const row = await find(fileId);
      return row === undefined ? null : decisionOf(row);
    },
  };
}
