import type { Kysely, Selectable } from 'kysely';
import type { Digest } from '../core/digest.ts';
import type { FaultCode } from '../core/errors.ts';
import type { DigestStore } from '../core/ports/store.ts';
import type { DigestTable, Tables } from './schema.ts';

function toDigest(row: Selectable<DigestTable>): Digest {
  return {
    id: row.id,
    channel: row.channel,
    createdBy: row.created_by,
    recurrence: row.recurrence,
    department: row.department,
    language: row.language,
    codebook: row.codebook,
    quiet: row.quiet,
    state: row.state,
    pausedFor: row.paused_for as FaultCode | null,
    coveredTo: row.covered_to,
    dueAfter: row.due_after,
  };
}

type Claims = Pick<DigestStore, 'claim' | 'settle'>;

function createClaims(db: Kysely<Tables>): Claims {
  return {
    async claim({ digestId, period, now, staleBefore }) {
      const claimed = await db
        .insertInto('digest_post')
        .values({ digest_id: digestId, period, claimed_at: now, settled: false })
        .onConflict((conflict) =>
          conflict
            .columns(['digest_id', 'period'])
            .doUpdateSet({ claimed_at: now })
            .where('digest_post.settled', '=', false)
            .where('digest_post.claimed_at', '<', staleBefore),
        )
        .returning('period')
        .executeTakeFirst();
      return claimed !== undefined;
    },
    async settle({ digestId, period, coveredTo, dueAfter }) {
      await db.transaction().execute(async (tx) => {
        await tx
          .updateTable('digest_post')
          .set({ settled: true })
          .where('digest_id', '=', digestId)
          .where('period', '=', period)
          .execute();
        await tx
          .updateTable('digest')
          .set({ covered_to: coveredTo, due_after: dueAfter })
          .where('id', '=', digestId)
          .execute();
      });
    },
  };
}

/** Digests of all channels, and who posts which period. */
export function createDigestStore(db: Kysely<Tables>): DigestStore {
  return {
    ...createClaims(db),
    async create(settings, now) {
      const row = await db
        .insertInto('digest')
        .values({
          channel: settings.channel,
          created_by: settings.createdBy,
          recurrence: JSON.stringify(settings.recurrence),
          department: settings.department,
          language: settings.language,
          codebook: settings.codebook,
          quiet: settings.quiet,
          state: 'active',
          paused_for: null,
          covered_to: now,
          due_after: now,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      return toDigest(row);
    },
    async get(id) {
      const row = await db.selectFrom('digest').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toDigest(row);
    },
    async list(channel) {
      const all = db.selectFrom('digest').selectAll().orderBy('id');
      const rows = await (channel === null ? all : all.where('channel', '=', channel)).execute();
      return rows.map(toDigest);
    },
    async pause(id, reason) {
      await db.updateTable('digest').set({ state: 'paused', paused_for: reason }).where('id', '=', id).execute();
    },
    async resume(id, now) {
      await db
        .updateTable('digest')
        .set({ state: 'active', paused_for: null, due_after: now })
        .where('id', '=', id)
        .execute();
    },
    async remove(id) {
      await db.deleteFrom('digest').where('id', '=', id).execute();
    },
  };
}
