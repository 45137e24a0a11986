import { type Kysely, sql } from 'kysely';
import type { MessageStore } from '../core/ports/store.ts';
import type { Tables } from './schema.ts';

/** Slack resends an unacknowledged event for up to 24 hours when Delayed Events are on. */
const EVENT_MEMORY_MS = 24 * 60 * 60 * 1000;

/** What is to be done once, and by whom. */
export function createClaims(db: Kysely<Tables>): Pick<MessageStore, 'firstSight' | 'claim' | 'hold'> {
  const forgetOld = (now: number) =>
    db
      .deleteFrom('seen_event')
      .where('seen_at', '<', now - EVENT_MEMORY_MS)
      .execute();
  return {
    async firstSight(eventId, now) {
      await forgetOld(now);
      const inserted = await db
        .insertInto('seen_event')
        .values({ id: eventId, seen_at: now, open_until: null })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning('id')
        .executeTakeFirst();
      return inserted !== undefined;
    },
    async claim(id, now, leaseMs) {
      await forgetOld(now);
      const until = now + leaseMs;
      const taken = await db
        .insertInto('seen_event')
        .values({ id, seen_at: now, open_until: until })
        .onConflict((conflict) =>
          conflict
            .column('id')
            .doUpdateSet({ open_until: until })
            // One that lies far ahead was made before the clock was set back: nobody is to wait that long.
            .where((eb) =>
              eb.or([eb('seen_event.open_until', '<=', now), eb('seen_event.open_until', '>', until + leaseMs)]),
            ),
        )
        // PostgreSQL's way to tell a row that was inserted from one that was there.
        .returning(sql<boolean>`xmax = 0`.as('inserted'))
        .executeTakeFirst();
      if (taken !== undefined) return taken.inserted ? 'first' : 'again';
      const row = await db.selectFrom('seen_event').select('open_until').where('id', '=', id).executeTakeFirst();
      return row?.open_until === null ? 'settled' : 'busy';
    },
    async hold(id, until) {
      await db.updateTable('seen_event').set({ open_until: until }).where('id', '=', id).execute();
    },
  };
}
