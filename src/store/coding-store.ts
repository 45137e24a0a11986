import { isDeepStrictEqual } from 'node:util';
import type { Kysely } from 'kysely';
import type { Attribution } from '../core/attribution.ts';
import type { CodedSegment } from '../core/coding.ts';
import type { CodingStore, LedgerEntry } from '../core/ports/store.ts';
import { gather } from './gather.ts';
import { inChunks } from './in-chunks.ts';
import { oneOf } from './one-of.ts';
import type { Tables } from './schema.ts';

/** Rows per statement: stays far below PostgreSQL's 65,535 parameters. */
const INSERT_CHUNK = 500;
/** Attributions read at a time. */
const READ_CHUNK = 250;

interface Coding {
  readonly attribution: Attribution;
  readonly segments: readonly CodedSegment[];
}

const keyOf = (interviewId: string, codebook: string) => `${interviewId} ${codebook}`;

/**
 * The codings that differ from what is stored, of one that is named twice the last: a report made anew writes nothing.
 * Another writer between the look and the answer is as if it had come after a write of the same.
 */
async function changed(db: Kysely<Tables>, codings: readonly Coding[]): Promise<readonly Coding[]> {
  const own = new Map(
    codings.map((coding) => [keyOf(coding.attribution.interviewId, coding.attribution.codebook), coding]),
  );
  const attributions = await db
    .selectFrom('attribution')
    .select(['interview_id', 'codebook', 'document'])
    .where(oneOf('interview_id', ids(own.values())))
    .execute();
  const stored = new Map(attributions.map((row) => [keyOf(row.interview_id, row.codebook), row.document]));
  const same = [...own].filter(([key, { attribution }]) => isStored(attribution, stored.get(key)));
  if (same.length === 0) return [...own.values()];
  const segments = await db
    .selectFrom('coded_segment')
    .select(['interview_id', 'codebook', 'document'])
    .where(oneOf('interview_id', ids(same.map(([, coding]) => coding))))
    .orderBy('position')
    .execute();
  const groups = Map.groupBy(segments, (row) => keyOf(row.interview_id, row.codebook));
  for (const [key, coding] of same) {
    const documents = (groups.get(key) ?? []).map((row) => row.document);
    if (isStored(coding.segments, documents)) own.delete(key);
  }
  return [...own.values()];
}

function ids(codings: Iterable<Coding>): readonly string[] {
  return [...codings].map(({ attribution }) => attribution.interviewId);
}

/** As JSON has it: an absent field and an undefined one are the same. */
function isStored(value: unknown, stored: unknown): boolean {
  return stored !== undefined && isDeepStrictEqual(JSON.parse(JSON.stringify(value)), stored);
}

/** Replaces the coding of several interviews, each named once. */
async function replaceCodings(tx: Kysely<Tables>, own: readonly Coding[]): Promise<void> {
  // Two reports, or a report and a review, may code the same interviews at once: one waits for the other, in one order.
  await tx
    .selectFrom('interview')
    .select('id')
    .where(oneOf('id', ids(own)))
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  for (const [codebook, group] of Map.groupBy(own, ({ attribution }) => attribution.codebook)) {
    const coded = group.map(({ attribution }) => attribution.interviewId);
    await tx.deleteFrom('coded_segment').where(oneOf('interview_id', coded)).where('codebook', '=', codebook).execute();
  }
  const rows = own.flatMap(({ attribution: { interviewId, codebook }, segments }) =>
    segments.map((segment, position) => ({
      interview_id: interviewId,
      codebook,
      position,
      code: segment.code,
      coder: segment.coder,
      status: segment.status,
      document: JSON.stringify(segment),
    })),
  );
  for (let start = 0; start < rows.length; start += INSERT_CHUNK)
    await tx
      .insertInto('coded_segment')
      .values(rows.slice(start, start + INSERT_CHUNK))
      .execute();
  await tx
    .insertInto('attribution')
    .values(
      own.map(({ attribution }) => ({
        interview_id: attribution.interviewId,
        codebook: attribution.codebook,
        outcome: attribution.outcome,
        document: JSON.stringify(attribution),
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['interview_id', 'codebook']).doUpdateSet((eb) => ({
        outcome: eb.ref('excluded.outcome'),
        document: eb.ref('excluded.document'),
      })),
    )
    .execute();
}

async function ledgerRows(db: Kysely<Tables>, keys: readonly string[]): Promise<readonly (LedgerEntry | null)[]> {
  const rows = await db.selectFrom('ledger').selectAll().where(oneOf('key', keys)).execute();
  const byKey = new Map(
    rows.map((row) => [
      row.key,
      {
        key: row.key,
        interviewId: row.interview_id,
        coder: row.coder,
        codebook: row.codebook,
        coderVersion: row.coder_version,
        outcome: row.outcome,
      },
    ]),
  );
  return keys.map((key) => byKey.get(key) ?? null);
}

async function recordAll(db: Kysely<Tables>, entries: readonly LedgerEntry[]): Promise<readonly undefined[]> {
  await db
    .insertInto('ledger')
    .values(
      entries.map((entry) => ({
        key: entry.key,
        interview_id: entry.interviewId,
        coder: entry.coder,
        codebook: entry.codebook,
        coder_version: entry.coderVersion,
        outcome: JSON.stringify(entry.outcome),
      })),
    )
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  return entries.map(() => undefined);
}

/** The coders' ledger, coded segments and attributions. */
export function createCodingStore(db: Kysely<Tables>): CodingStore {
  const replace = gather(async (codings: readonly Coding[]) => {
    const own = await changed(db, codings);
    if (own.length > 0) await db.transaction().execute((tx) => replaceCodings(tx, own));
    return codings.map(() => undefined);
  });
  return {
    ledger: gather((keys) => ledgerRows(db, keys)),
    record: gather((entries) => recordAll(db, entries)),
    save: (attribution, segments) => replace({ attribution, segments }),
    attributions: (interviewIds, codebook) =>
      inChunks(interviewIds, READ_CHUNK, async (some) => {
        const rows = await db
          .selectFrom('attribution')
          .select('document')
          .where('codebook', '=', codebook)
          .where(oneOf('interview_id', some))
          .execute();
        return rows.map((row) => row.document);
      }),
    async segments(interviewIds, codebook) {
      const rows = await db
        .selectFrom('coded_segment')
        .select(['interview_id', 'document'])
        .where(oneOf('interview_id', interviewIds))
        .where('codebook', '=', codebook)
        .orderBy('interview_id')
        .orderBy('position')
        .execute();
      const groups = Map.groupBy(rows, (row) => row.interview_id);
      return new Map([...groups].map(([id, group]) => [id, group.map((row) => row.document)]));
    },
  };
}
