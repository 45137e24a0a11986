import { type Kysely, type SqlBool, sql } from 'kysely';
import type { MessageStore } from '../core/ports/store.ts';
import { createClaims } from './claims.ts';
import type { Tables } from './schema.ts';

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
    ...createClaims(db),
  };
}
