import { createHash, randomUUID } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import type { Interview, InterviewDraft } from '../core/interview.ts';
import type { FileRecord, InterviewFilter, InterviewStore } from '../core/ports/store.ts';
import { gather } from './gather.ts';
import { inChunks } from './in-chunks.ts';
import { packInterview, unpackInterview } from './interview-document.ts';
import { oneOf } from './one-of.ts';
import type { InterviewTable, Tables } from './schema.ts';

/** Rows per statement: stays far below PostgreSQL's 65,535 parameters. */
const INSERT_CHUNK = 500;

/** Interviews read at a time. */
const READ_CHUNK = 100;

/** SHA-256 over the text with white space folded: the same interview pasted twice has one hash. */
function contentHash(draft: InterviewDraft): string {
  const identity = draft.header.recordId === undefined ? '' : `${draft.header.recordId}\n`;
  return createHash('sha256')
    .update(identity + draft.text.replace(/\s+/g, ' ').trim())
    .digest('hex');
}

function dayOf(draft: InterviewDraft, file: FileRecord): string {
  return draft.header.lastDay ?? draft.header.interviewDate ?? new Date(file.uploadedAt).toISOString().slice(0, 10);
}

type JoinedRow = Pick<Selectable<InterviewTable>, 'id' | 'file_id' | 'channel' | 'content_hash' | 'document'> & {
  readonly file_name: string;
};

function toInterview(row: JoinedRow): Interview {
  return {
    ...unpackInterview(row.document),
    id: row.id,
    fileId: row.file_id,
    fileName: row.file_name,
    channel: row.channel,
    contentHash: row.content_hash,
  };
}

function joined(db: Kysely<Tables>) {
  return db
    .selectFrom('interview')
    .innerJoin('file', 'file.id', 'interview.file_id')
    .select([
      'interview.id',
      'interview.file_id',
      'interview.channel',
      'interview.content_hash',
      'interview.document',
      'file.name as file_name',
    ]);
}

/** Interviews in order, some at a time: one that is deleted meanwhile is none any more. */
async function listed(db: Kysely<Tables>, filter: InterviewFilter): Promise<readonly Interview[]> {
  let query = db
    .selectFrom('interview')
    .innerJoin('file', 'file.id', 'interview.file_id')
    .select('interview.id')
    .where('interview.channel', '=', filter.channel);
  if (filter.department !== undefined) query = query.where('interview.department', '=', filter.department);
  if (filter.from !== undefined) query = query.where('interview.day', '>=', filter.from);
  if (filter.to !== undefined) query = query.where('interview.day', '<', filter.to);
  const ids = (await query.orderBy('file.ordinal').orderBy('interview.position').execute()).map(({ id }) => id);
  return inChunks(ids, READ_CHUNK, async (some) => {
    const rows = await joined(db).where(oneOf('interview.id', some)).execute();
    const byId = new Map(rows.map((row) => [row.id, row]));
    return some.flatMap((id) => byId.get(id) ?? []).map(toInterview);
  });
}

/** Interviews of all channels. */
export function createInterviewStore(db: Kysely<Tables>): InterviewStore {
  return {
    async save(file, drafts) {
      const rows = drafts.map((draft) => ({
        id: randomUUID(),
        file_id: file.id,
        channel: file.channel,
        position: draft.position,
        content_hash: contentHash(draft),
        department: draft.header.department ?? null,
        day: dayOf(draft, file),
        document: JSON.stringify(packInterview(draft)),
      }));
      await db.transaction().execute(async (tx) => {
        for (let start = 0; start < rows.length; start += INSERT_CHUNK) {
          await tx
            .insertInto('interview')
            .values(rows.slice(start, start + INSERT_CHUNK))
            .onConflict((conflict) => conflict.columns(['channel', 'content_hash']).doNothing())
            .execute();
        }
      });
      // After a crash the same file is saved again: its own rows are no duplicates.
      const own = await db
        .selectFrom('interview')
        .select(['id', 'position', 'content_hash'])
        .where('file_id', '=', file.id)
        .execute();
      const ownId = new Map(own.map((row) => [`${row.position} ${row.content_hash}`, row.id]));
      const saved: Interview[] = [];
      const duplicates: number[] = [];
      for (const [index, draft] of drafts.entries()) {
        const hash = rows[index]?.content_hash ?? '';
        const id = ownId.get(`${draft.position} ${hash}`);
        if (id === undefined) duplicates.push(draft.position);
        else
          saved.push({ ...draft, id, fileId: file.id, fileName: file.name, channel: file.channel, contentHash: hash });
      }
      return { saved, duplicates };
    },
    get: gather(async (ids: readonly string[]) => {
      const rows = await joined(db).where(oneOf('interview.id', ids)).execute();
      const byId = new Map(rows.map((row) => [row.id, toInterview(row)]));
      return ids.map((id) => byId.get(id) ?? null);
    }),
    list: (filter) => listed(db, filter),
    async count(channel) {
      const row = await db
        .selectFrom('interview')
        .select((eb) => eb.fn.countAll().as('n'))
        .where('channel', '=', channel)
        .executeTakeFirstOrThrow();
      return Number(row.n);
    },
  };
}
