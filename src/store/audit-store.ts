import type { Kysely } from 'kysely';
import type { AuditStore } from '../core/ports/privacy-store.ts';
import type { Tables } from './schema.ts';

/** The audit of all channels. */
export function createAuditStore(db: Kysely<Tables>): AuditStore {
  return {
    async note({ at, user, channel, act, subject, counts }) {
      await db
        .insertInto('audit')
        .values({ at, user_id: user, channel, act, subject, counts: JSON.stringify(counts) })
        .execute();
    },
    async list() {
      const rows = await db.selectFrom('audit').selectAll().orderBy('ordinal').execute();
      return rows.map(({ at, user_id: user, channel, act, subject, counts }) => ({
        at,
        user,
        channel,
        act,
        subject,
        counts,
      }));
    },
  };
}
