import { type Kysely, sql } from 'kysely';
import type { EditBudgetStore } from '../core/ports/edit-budget-store.ts';
import type { Tables } from './schema.ts';

/** Milliseconds by the database's clock, the only one that all processes share. */
const NOW = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::double precision`;

/** One bucket of tokens for all processes; taking is one statement, so two takers never get the same token. */
export function createEditBudgetStore(db: Kysely<Tables>): EditBudgetStore {
  return {
    async take({ id, burst, msPerToken, needed }) {
      const filled = sql<number>`least(${burst}::double precision, tokens + (${NOW} - filled_at) / ${msPerToken})`;
      await sql`insert into edit_budget (id, tokens, filled_at) values (${id}, ${burst}, ${NOW}) on conflict do nothing`.execute(
        db,
      );
      const taken = await sql`
        update edit_budget set tokens = ${filled} - 1, filled_at = ${NOW}
        where id = ${id} and frozen_until <= ${NOW} and ${filled} >= ${needed} returning id`.execute(db);
      if (taken.rows.length > 0) return 0;
      const wait = await sql<{ ms: number }>`
        select greatest(frozen_until - ${NOW}, (${needed} - ${filled}) * ${msPerToken}, 1) as ms
        from edit_budget where id = ${id}`.execute(db);
      return Math.ceil(Number(wait.rows[0]?.ms ?? msPerToken));
    },
    async freeze(id, ms) {
      await sql`update edit_budget set frozen_until = greatest(frozen_until, ${NOW} + ${ms}) where id = ${id}`.execute(
        db,
      );
    },
  };
}
