import { type Kysely, sql } from 'kysely';
import type { Attribution } from '../core/attribution.ts';
import type { CodedSegment } from '../core/coding.ts';
import type { CodingStore } from '../core/ports/store.ts';
import type { Tables } from './schema.ts';

/** Takes any number of ids in one parameter, where a list of placeholders stops at 65,535. */
function isOneOf(ids: readonly string[]) {
  return sql<boolean>`interview_id = any(${[...ids]}::text[])`;
}

async function replaceCoding(
  tx: Kysely<Tables>,
  attribution: Attribution,
  segments: readonly CodedSegment[],
): Promise<void> {
  const { interviewId, codebook, outcome } = attribution;
  // Two reports, or a report and a review, may code the same interview at once: one waits for the other.
  await tx.selectFrom('interview').select('id').where('id', '=', interviewId).forNoKeyUpdate().execute();
  await tx
    .deleteFrom('coded_segment')
    .where('interview_id', '=', interviewId)
    .where('codebook', '=', codebook)
    .execute();
  if (segments.length > 0) {
    const rows = segments.map((segment, position) => ({
      interview_id: interviewId,
      codebook,
      position,
      code: segment.code,
      coder: segment.coder,
      status: segment.status,
      document: JSON.stringify(segment),
    }));
    await tx.insertInto('coded_segment').values(rows).execute();
  }
  const document = JSON.stringify(attribution);
  await tx
    .insertInto('attribution')
    .values({ interview_id: interviewId, codebook, outcome, document })
    .onConflict((conflict) => conflict.columns(['interview_id', 'codebook']).doUpdateSet({ outcome, document }))
    .execute();
}

/** The coders' ledger, coded segments and attributions. */
export function createCodingStore(db: Kysely<Tables>): CodingStore {
  return {
    async ledger(key) {
      const row = await db.selectFrom('ledger').selectAll().where('key', '=', key).executeTakeFirst();
      if (row === undefined) return null;
      return {
        key: row.key,
        interviewId: row.interview_id,
        coder: row.coder,
        codebook: row.codebook,
        coderVersion: row.coder_version,
        outcome: row.outcome,
      };
    },
    async record(entry) {
      await db
        .insertInto('ledger')
        .values({
          key: entry.key,
          interview_id: entry.interviewId,
          coder: entry.coder,
          codebook: entry.codebook,
          coder_version: entry.coderVersion,
          outcome: JSON.stringify(entry.outcome),
        })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .execute();
    },
    save: (attribution, segments) => db.transaction().execute((tx) => replaceCoding(tx, attribution, segments)),
    async attributions(interviewIds, codebook) {
      if (interviewIds.length === 0) return [];
      const rows = await db
        .selectFrom('attribution')
        .select('document')
        .where('codebook', '=', codebook)
        .where(isOneOf(interviewIds))
        .execute();
      return rows.map((row) => row.document);
    },
    async segments(interviewIds, codebook) {
      const rows = await db
        .selectFrom('coded_segment')
        .select(['interview_id', 'document'])
        .where(isOneOf(interviewIds))
        .where('codebook', '=', codebook)
        .orderBy('interview_id')
        .orderBy('position')
        .execute();
      const groups = Map.groupBy(rows, (row) => row.interview_id);
      return new Map([...groups].map(([id, group]) => [id, group.map((row) => row.document)]));
    },
  };
}
