import { type Kysely, type SqlBool, sql } from 'kysely';
import type { MessageStore } from '../core/ports/store.ts';
import type { Tables } from './schema.ts';

/** Slack resends an unacknowledged event for up to 24 hours when Delayed Events are on. */
const EVENT_MEMORY_MS = 24 * 60 * 60 * 1000;

/** Messages we posted and events we saw. */
export function createMessageStore(db: Kysely<Tables>): MessageStore {
  return {
    async find(key) {
      const row = await db.selectFrom('message').selectAll().where('key', '=', key).executeTakeFirst();
      return row === undefined ? null : { channel: row.channel, ts: row.ts };
    },
    async remember(key, ref) {
      await db
        .insertInto('message')
        .values({ key, channel: ref.channel, ts: ref.ts })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ channel: ref.channel, ts: ref.ts }))
        .execute();
    },
    async lose({ channel, ts }) {
      const lost = await db
        .deleteFrom('message')
        .where('channel', '=', channel)
        .where('ts', '=', ts)
        .where(sql<SqlBool>`not starts_with(key, 'thread:')`)
        .returning('key')
        .execute();
      return lost.map(({ key }) => key);
    },
    async rememberUpload(upload) {
      await db
        .insertInto('upload')
        .values(upload)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    async firstSight(eventId, now) {
      await db
        .deleteFrom('seen_event')
        .where('seen_at', '<', now - EVENT_MEMORY_MS)
        .execute();
      const inserted = await db
        .insertInto('seen_event')
        .values({ id: eventId, seen_at: now })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning('id')
        .executeTakeFirst();
      return inserted !== undefined;
    },
  };
}
