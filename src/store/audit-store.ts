import { type Kysely, sql } from 'kysely';
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
    async list(askedIn) {
      const all = db.selectFrom('audit').selectAll().orderBy('ordinal');
      // Where nobody was ever seen in a workspace, there is only the one.
      const ofItsWorkspace = sql<boolean>`not exists (select 1 from address) or exists (
        select 1 from address asked where asked.id = ${askedIn} and (audit.channel = asked.workspace or exists (
          select 1 from address other where other.workspace = asked.workspace
            and other.id = case when audit.channel = '' then audit.user_id else audit.channel end)))`;
      const rows = await (askedIn === undefined ? all : all.where(ofItsWorkspace)).execute();
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
