import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { ToldGroup, ToldStore } from '../core/ports/question-store.ts';
import type { Tables } from './schema.ts';

interface Place {
  readonly channel: string;
  readonly codebook: string;
}

/** Deleted interviews are gone from the groups they were in; a group without any is none. */
async function toldIn(tx: Kysely<Tables>, { channel, codebook }: Place): Promise<readonly ToldGroup[]> {
  const rows = await tx
    .selectFrom('told_group')
    .innerJoin('told_interview', 'told_interview.told_group_id', 'told_group.id')
    .select((eb) => [
      'told_at',
      'with_specials',
      eb.fn.agg<string[]>('array_agg', ['told_interview.interview_id']).as('interviews'),
    ])
    .where('channel', '=', channel)
    .where('codebook', '=', codebook)
    .groupBy('told_group.id')
    .orderBy('told_group.id')
    .execute();
  return rows.map(({ told_at: at, with_specials: withSpecials, interviews }) => ({ at, withSpecials, interviews }));
}

async function keep(
  tx: Kysely<Tables>,
  { channel, codebook, at }: Place & { readonly at: number },
  { interviews, withSpecials }: Omit<ToldGroup, 'at'>,
): Promise<void> {
  const hash = createHash('sha256')
    .update(JSON.stringify([...interviews].sort()))
    .digest('hex');
  const { id } = await tx
    .insertInto('told_group')
    .values({ channel, codebook, hash, told_at: at, with_specials: withSpecials })
    .onConflict((same) =>
      same
        .columns(['channel', 'codebook', 'hash'])
        .doUpdateSet({ with_specials: sql<boolean>`told_group.with_specials or excluded.with_specials` }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  // One that was deleted meanwhile is left out.
  await sql`insert into told_interview (told_group_id, interview_id)
    select ${id}::integer, id from interview where id = any(${[...interviews]}::text[])
    on conflict do nothing`.execute(tx);
}

/** Whose counts have been told, a group once however often it is asked about. */
export function createToldStore(db: Kysely<Tables>): ToldStore {
  return {
    tell: (about, decide) =>
      db.transaction().execute(async (tx) => {
        // Two questions at the same moment must see each other's answer.
        await sql`select pg_advisory_xact_lock(hashtext(${`told:${about.channel}`}))`.execute(tx);
        const decision = decide(await toldIn(tx, about));
        for (const group of decision.groups) await keep(tx, about, group);
        return decision;
      }),
  };
}
