import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Attribution } from '../core/attribution.ts';
import type { CodedSegment } from '../core/coding.ts';
import type { CodingStore, LedgerEntry } from '../core/ports/store.ts';
import { gather } from './gather.ts';
import { inChunks } from './in-chunks.ts';
import { oneOf } from './one-of.ts';
import type { Tables } from './schema.ts';

/** Attributions read at a time. */
const READ_CHUNK = 250;

interface Coding {
  readonly attribution: Attribution;
  readonly segments: readonly CodedSegment[];
}

/** A coding as its row holds it. */
function rowOf({ attribution, segments }: Coding) {
  const [document, own] = [JSON.stringify(attribution), JSON.stringify(segments)];
  const hash = createHash('sha256').update(`${document}\n${own}`).digest('base64');
  const { interviewId, codebook, outcome } = attribution;
  return { interview_id: interviewId, codebook, outcome, document, segments: own, hash };
}

type CodingRow = ReturnType<typeof rowOf>;
const keyOf = (row: Pick<CodingRow, 'interview_id' | 'codebook'>) => `${row.interview_id} ${row.codebook}`;

/**
 * The codings that differ from what is stored, of one that is named twice the last: a report made anew writes nothing.
 * Another writer between the look and the answer is as if it had come after a write of the same.
 */
async function changed(db: Kysely<Tables>, codings: readonly Coding[]): Promise<readonly CodingRow[]> {
  const own = new Map(codings.map(rowOf).map((row) => [keyOf(row), row]));
  const ids = [...own.values()].map((row) => row.interview_id);
  const stored = await db
    .selectFrom('attribution')
    .select(['interview_id', 'codebook', 'hash'])
    .where(oneOf('interview_id', ids))
    .execute();
  for (const row of stored) if (own.get(keyOf(row))?.hash === row.hash) own.delete(keyOf(row));
  // Two reports, or a report and a review, may code the same interviews at once: one waits for the other, in one order.
  return [...own.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** Replaces the coding of several interviews, each named once. */
async function replaceCodings(db: Kysely<Tables>, rows: readonly CodingRow[]): Promise<void> {
  await db
    .insertInto('attribution')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['interview_id', 'codebook']).doUpdateSet((eb) => ({
        outcome: eb.ref('excluded.outcome'),
        document: eb.ref('excluded.document'),
        segments: eb.ref('excluded.segments'),
        hash: eb.ref('excluded.hash'),
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
    if (own.length > 0) await replaceCodings(db, own);
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
      const rows = await inChunks(interviewIds, READ_CHUNK, (some) =>
        db
          .selectFrom('attribution')
          .select(['interview_id', 'segments'])
          .where('codebook', '=', codebook)
          .where(oneOf('interview_id', some))
          .execute(),
      );
      return new Map(rows.filter(({ segments }) => segments.length > 0).map((row) => [row.interview_id, row.segments]));
    },
  };
}
