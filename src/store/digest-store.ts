import { type Kysely, type Selectable, sql } from 'kysely';
import type { Digest, ToldFile } from '../core/digest.ts';
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

const SETTLED = ['read', 'not-read'] as const;

/** Notes which of these files a digest tells of, as what they are; one that was deleted meanwhile is left out. */
async function noteTold(digestId: number, files: readonly ToldFile[], tx: Kysely<Tables>): Promise<void> {
  for (const state of SETTLED) {
    const ids = files.filter((file) => file.state === state).map(({ id }) => id);
    if (ids.length === 0) continue;
    await tx
      .insertInto('digest_told')
      .columns(['digest_id', 'file_id', 'state'])
      .expression(
        tx
          .selectFrom('file')
          .select([
            sql<number>`${digestId}::integer`.as('digest_id'),
            'id as file_id',
            sql<string>`${state}::text`.as('state'),
          ])
          .where('id', 'in', ids),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

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
    async settle({ digestId, period, coveredTo, dueAfter, told }) {
      await db.transaction().execute(async (tx) => {
        await tx
          .updateTable('digest_post')
          .set({ settled: true })
          .where('digest_id', '=', digestId)
          .where('period', '=', period)
          .execute();
        await tx
          .updateTable('digest')
          // A process that comes late with an older period must not take back what a later one settled.
          .set(({ fn, val }) => ({
            covered_to: fn<number>('greatest', ['covered_to', val(coveredTo)]),
            due_after: fn<number>('greatest', ['due_after', val(dueAfter)]),
          }))
          .where('id', '=', digestId)
          .execute();
        await noteTold(digestId, told, tx);
      });
    },
  };
}

const settledFiles = (channel: string, db: Kysely<Tables>) =>
  db
    .selectFrom('file')
    .select(['id', 'state'])
    .where('channel', '=', channel)
    .where('state', 'in', SETTLED)
    .$narrowType<ToldFile>()
    .execute();

/** Digests of all channels, and who posts which period. */
export function createDigestStore(db: Kysely<Tables>): DigestStore {
  return {
    ...createClaims(db),
    create: (settings, now) =>
      db.transaction().execute(async (tx) => {
        const row = await tx
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
        await noteTold(row.id, await settledFiles(row.channel, tx), tx);
        return toDigest(row);
      }),
    async get(id) {
      const row = await db.selectFrom('digest').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toDigest(row);
    },
    async list(channel) {
      const all = db.selectFrom('digest').selectAll().orderBy('id');
      const rows = await (channel === null ? all : all.where('channel', '=', channel)).execute();
      return rows.map(toDigest);
    },
    async untold({ id, channel }) {
      const rows = await db
        .selectFrom('file')
        .leftJoin('digest_told', (join) =>
          join
            .onRef('digest_told.file_id', '=', 'file.id')
            .onRef('digest_told.state', '=', 'file.state')
            .on('digest_told.digest_id', '=', id),
        )
        .select('file.id')
        .where('file.channel', '=', channel)
        .where('file.state', 'in', SETTLED)
        .where('digest_told.file_id', 'is', null)
        .execute();
      return new Set(rows.map((row) => row.id));
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
