import { type Kysely, type Selectable, type SqlBool, sql } from 'kysely';
import type { ForgetRequest, ForgetStore, ForgetTally, ForgetTarget } from '../core/ports/privacy-store.ts';
import { inTime, NOTHING_GONE, notOf, type Reached, reachedBy, reachesWords, tracedMessages } from './forget-reach.ts';
import { oneOf } from './one-of.ts';
import { keepJob } from './outbox.ts';
import type { ForgetRequestTable, Tables } from './schema.ts';

export function toRequest(row: Selectable<ForgetRequestTable>): ForgetRequest {
  return {
    id: row.id,
    channel: row.channel,
    scope: row.scope,
    targetId: row.target_id,
    since: row.since_ms,
    until: row.until_ms,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    language: row.language,
    state: row.state,
    tally: row.tally,
  };
}

const RESTING = {
  interview: 'interviews',
  ledger: 'ledger',
  review_decision: 'decisions',
} as const;

async function countRows(db: Kysely<Tables>, target: ForgetTarget, reached: Reached): Promise<ForgetTally> {
  const tally: Record<keyof ForgetTally, number> = { ...NOTHING_GONE, files: reached.files.length };
  for (const [table, name] of Object.entries(RESTING) as [keyof typeof RESTING, keyof ForgetTally][]) {
    const column = table === 'interview' ? 'id' : 'interview_id';
    const query = db.selectFrom(table as 'ledger').select((eb) => eb.fn.countAll().as('n'));
    const row = await query.where(oneOf(column, reached.interviews)).executeTakeFirstOrThrow();
    tally[name] = Number(row.n);
  }
  const segments = sql<number>`coalesce(sum(json_array_length(segments)), 0)`.as('n');
  const coded = db.selectFrom('attribution').select(segments).where(oneOf('interview_id', reached.interviews));
  tally.segments = Number((await coded.executeTakeFirstOrThrow()).n);
  if (!reachesWords(target)) return tally;
  const reports = db.selectFrom('report').select((eb) => eb.fn.countAll().as('n'));
  const going = reports.where(inTime(target, 'asked_at')).where((eb) => eb.not(oneOf('id', reached.spared)));
  tally.reports = Number((await going.executeTakeFirstOrThrow()).n);
  const turns = db.selectFrom('turn').select((eb) => eb.fn.countAll().as('n'));
  tally.turns = Number((await turns.where(inTime(target, 'asked_at')).executeTakeFirstOrThrow()).n);
  if (target.scope === 'channel') tally.digests = (await digestsOf(db, target)).length;
  return tally;
}

async function digestsOf(db: Kysely<Tables>, { channel, scope }: ForgetTarget): Promise<readonly number[]> {
  if (scope !== 'channel') return [];
  const rows = await db.selectFrom('digest').select('id').where('channel', '=', channel).execute();
  return rows.map(({ id }) => id);
}

function added(tally: ForgetTally, more: ForgetTally): ForgetTally {
  const sum = Object.entries(tally).map(([name, count]) => [name, count + more[name as keyof ForgetTally]]);
  return Object.fromEntries(sum) as unknown as ForgetTally;
}

async function addTo(tx: Kysely<Tables>, requestId: string, more: Partial<ForgetTally>): Promise<void> {
  const row = await tx
    .selectFrom('forget_request')
    .select('tally')
    .where('id', '=', requestId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const tally = JSON.stringify(added(row.tally, { ...NOTHING_GONE, ...more }));
  await tx.updateTable('forget_request').set({ tally }).where('id', '=', requestId).execute();
}

/** The order matters: rows that point at others go first, and the cascade takes what hangs on an interview. */
export async function eraseRows(tx: Kysely<Tables>, request: ForgetRequest): Promise<readonly number[]> {
  const reached = await reachedBy(tx, request);
  await addTo(tx, request.id, await countRows(tx, request, reached));
  await tx.deleteFrom('channel_secret').where('channel', '=', request.channel).execute();
  await tx.deleteFrom('interview').where(oneOf('id', reached.interviews)).execute();
  await tx.deleteFrom('file').where(oneOf('id', reached.files)).execute();
  if (!reachesWords(request)) return [];
  const isSpared = oneOf('id', reached.spared);
  await tx
    .deleteFrom('report')
    .where(inTime(request, 'asked_at'))
    .where((eb) => eb.not(isSpared))
    .execute();
  await tx.deleteFrom('turn').where(inTime(request, 'asked_at')).execute();
  const digests = await digestsOf(tx, request);
  if (request.scope !== 'channel') return digests;
  for (const table of ['digest', 'review_session', 'told_group'] as const)
    await tx.deleteFrom(table).where('channel', '=', request.channel).execute();
  // The others go one by one, with what stands in the chat; that a thread was ours is known here alone.
  const threads = sql<SqlBool>`starts_with(key, 'thread:')`;
  await tx.deleteFrom('message').where('channel', '=', request.channel).where(threads).execute();
  return digests;
}

function createAnswers(db: Kysely<Tables>): Pick<ForgetStore, 'ask' | 'get' | 'answer' | 'finish'> {
  return {
    async ask(request) {
      const values = {
        id: request.id,
        channel: request.channel,
        scope: request.scope,
        target_id: request.targetId,
        since_ms: request.since,
        until_ms: request.until,
        asked_by: request.askedBy,
        asked_at: request.askedAt,
        language: request.language,
        state: 'asked' as const,
        tally: JSON.stringify(NOTHING_GONE),
      };
      await db.insertInto('forget_request').values(values).execute();
    },
    async get(id) {
      const row = await db.selectFrom('forget_request').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toRequest(row);
    },
    answer: (id, state, job) =>
      db.transaction().execute(async (tx) => {
        const update = tx
          .updateTable('forget_request')
          .set({ state })
          .where('id', '=', id)
          .where('state', '=', 'asked');
        const isFirst = (await update.returning('id').executeTakeFirst()) !== undefined;
        if (isFirst && job !== undefined) await keepJob(tx, job);
        return isFirst;
      }),
    finish: (id, at) =>
      db.transaction().execute(async (tx) => {
        const row = await tx
          .updateTable('forget_request')
          .set({ state: 'done' })
          .where('id', '=', id)
          .where('state', '=', 'confirmed')
          .returningAll()
          .executeTakeFirst();
        if (row === undefined) return false;
        const { asked_by: user_id, channel, scope, tally } = row;
        const subject = `${scope} ${row.target_id ?? ''}`.trim();
        const proof = { at, user_id, channel, act: 'deleted', subject, counts: JSON.stringify(tally) } as const;
        await tx.insertInto('audit').values(proof).execute();
        return true;
      }),
  };
}

/** Requests for deletion, and what they reach, in all channels. */
export function createForgetStore(db: Kysely<Tables>): ForgetStore {
  const traced = async (target: ForgetTarget) =>
    reachesWords(target) ? tracedMessages(db, target, await reachedBy(db, target)).execute() : [];
  const uploadsOf = async (target: ForgetTarget) =>
    reachesWords(target)
      ? db
          .selectFrom('upload')
          .select('id')
          .where(inTime(target, 'at'))
          .where(notOf('key', await reachedBy(db, target)))
          .execute()
      : [];
  return {
    ...createAnswers(db),
    async reach(target) {
      const tally = await countRows(db, target, await reachedBy(db, target));
      return { ...tally, messages: (await traced(target)).length, uploads: (await uploadsOf(target)).length };
    },
    messages: async (target) => (await traced(target)).map(({ key, channel, ts }) => ({ key, ref: { channel, ts } })),
    uploads: async (target) => (await uploadsOf(target)).map(({ id }) => id),
    dropMessage: (requestId, key) =>
      db.transaction().execute(async (tx) => {
        await addTo(tx, requestId, { messages: 1 });
        await tx.deleteFrom('message').where('key', '=', key).execute();
      }),
    dropUpload: (requestId, uploadId) =>
      db.transaction().execute(async (tx) => {
        await addTo(tx, requestId, { uploads: 1 });
        await tx.deleteFrom('upload').where('id', '=', uploadId).execute();
      }),
    erase: (request) => db.transaction().execute((tx) => eraseRows(tx, request)),
    async areThere(reportId, interviewIds) {
      const report = await db.selectFrom('report').select('id').where('id', '=', reportId).executeTakeFirst();
      const count = db.selectFrom('interview').select((eb) => eb.fn.countAll().as('n'));
      const { n } = await count.where(oneOf('id', interviewIds)).executeTakeFirstOrThrow();
      return report !== undefined && Number(n) === interviewIds.length;
    },
    filesBefore: (before) =>
      db.selectFrom('file').select(['id', 'channel']).where('uploaded_at', '<', before).execute(),
    async reportChannelsBefore(before) {
      const rows = await db.selectFrom('report').select('channel').distinct().where('asked_at', '<', before).execute();
      return rows.map(({ channel }) => channel);
    },
  };
}
