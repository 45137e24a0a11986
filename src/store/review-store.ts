import type { Kysely, Selectable } from 'kysely';
import type { ReviewSession, ReviewStore } from '../core/ports/store.ts';
import type { ReviewDecision } from '../core/review.ts';
import { gather } from './gather.ts';
import { oneOf } from './one-of.ts';
import type { ReviewDecisionTable, ReviewSessionTable, Tables } from './schema.ts';

function toSession(row: Selectable<ReviewSessionTable>): ReviewSession {
  const { shown_claim: claim, shown_at: at } = row;
  return {
    id: row.id,
    channel: row.channel,
    thread: row.thread,
    openedBy: row.opened_by,
    openedAt: row.opened_at,
    request: row.request,
    shown: claim === null || at === null ? null : { claim, at },
  };
}

function toDecision(row: Selectable<ReviewDecisionTable>): ReviewDecision {
  return {
    id: row.id,
    interviewId: row.interview_id,
    codebookId: row.codebook_id,
    code: row.code,
    sentences: row.sentences,
    choice: row.choice,
    chosen: row.chosen,
    sampled: row.sampled,
    user: row.user_id,
    decidedAt: row.decided_at,
    sessionId: row.session_id,
  };
}

type Sessions = Pick<ReviewStore, 'open' | 'session' | 'show' | 'shownElsewhere'>;

function createSessions(db: Kysely<Tables>): Sessions {
  return {
    async open(session) {
      await db
        .insertInto('review_session')
        .values({
          id: session.id,
          channel: session.channel,
          thread: session.thread,
          opened_by: session.openedBy,
          opened_at: session.openedAt,
          request: JSON.stringify(session.request),
          shown_claim: null,
          shown_at: null,
        })
        .execute();
    },
    async session(id) {
      const row = await db.selectFrom('review_session').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toSession(row);
    },
    async show(sessionId, shown) {
      await db
        .updateTable('review_session')
        .set({ shown_claim: shown?.claim ?? null, shown_at: shown?.at ?? null })
        .where('id', '=', sessionId)
        .execute();
    },
    async shownElsewhere(session, since) {
      const rows = await db
        .selectFrom('review_session')
        .select('shown_claim')
        .where('channel', '=', session.channel)
        .where('opened_by', '<>', session.openedBy)
        .where('shown_at', '>=', since)
        .execute();
      return rows.flatMap((row) => (row.shown_claim === null ? [] : [row.shown_claim]));
    },
  };
}

interface Ask {
  readonly interviewIds: readonly string[];
  readonly codebookId: string;
}

async function decisionsFor(db: Kysely<Tables>, asks: readonly Ask[]): Promise<readonly (readonly ReviewDecision[])[]> {
  const ids = [...new Set(asks.flatMap(({ interviewIds }) => interviewIds))];
  const rows = await db
    .selectFrom('review_decision')
    .selectAll()
    .where(oneOf('interview_id', ids))
    .orderBy('ordinal')
    .execute();
  const made = rows.map(toDecision);
  return asks.map(({ interviewIds, codebookId }) => {
    const wanted = new Set(interviewIds);
    return made.filter((one) => one.codebookId === codebookId && wanted.has(one.interviewId));
  });
}

/** People's decisions on claims, and the sessions they were made in. */
export function createReviewStore(db: Kysely<Tables>): ReviewStore {
  const asked = gather((asks: readonly Ask[]) => decisionsFor(db, asks));
  return {
    ...createSessions(db),
    async decide(decision) {
      const inserted = await db
        .insertInto('review_decision')
        .values({
          id: decision.id,
          interview_id: decision.interviewId,
          codebook_id: decision.codebookId,
          code: decision.code,
          sentences: JSON.stringify(decision.sentences),
          choice: decision.choice,
          chosen: decision.chosen,
          sampled: decision.sampled,
          user_id: decision.user,
          decided_at: decision.decidedAt,
          session_id: decision.sessionId,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
      return inserted !== undefined;
    },
    async undo(sessionId, user) {
      const last = db
        .selectFrom('review_decision')
        .select('id')
        .where('session_id', '=', sessionId)
        .where('user_id', '=', user)
        .orderBy('ordinal', 'desc')
        .limit(1);
      const row = await db.deleteFrom('review_decision').where('id', 'in', last).returningAll().executeTakeFirst();
      return row === undefined ? null : toDecision(row);
    },
    decisions: (interviewIds, codebookId) =>
      interviewIds.length === 0 ? Promise.resolve([]) : asked({ interviewIds, codebookId }),
  };
}
