import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import type { ForgetTally, ForgetTarget } from '../core/ports/privacy-store.ts';
import { oneOf } from './one-of.ts';
import type { Tables } from './schema.ts';

/** The chat's clock and ours may differ: what we said this much earlier may still be about it. */
const CLOCK_MARGIN_MS = 10 * 60 * 1000;
/** The message that tells what became of an upload names its files; it comes within this time even when much waits. */
const INGEST_MESSAGE_MS = 60 * 60 * 1000;
/** Keys of messages that hold no words and no figures of interviews, or are about one file or interview alone. */
const OWN_RULES = ['thread:', 'root:', 'ingest:', 'transcript:', 'alert:'];

export const NOTHING_GONE: ForgetTally = {
  files: 0,
  interviews: 0,
  segments: 0,
  ledger: 0,
  decisions: 0,
  reports: 0,
  turns: 0,
  digests: 0,
  messages: 0,
  uploads: 0,
};

/** The rows a target stands for. */
export interface Reached {
  readonly files: readonly string[];
  readonly interviews: readonly string[];
  /** Reports made since that stay: it is known what they were made from, and nothing of it goes. */
  readonly spared: readonly string[];
}

/** Beginnings of the keys of what stands and falls with a report; its id follows. */
const REPORT_KEYS = ['report', 'ready', 'not-attached'];

/**
 * Files and interviews of a target; an archive takes along what was in it, a last interview its file. A report that was
 * finished from other interviews stays, unless a file goes that a report may name as unread.
 */
export async function reachedBy(db: Kysely<Tables>, target: ForgetTarget): Promise<Reached> {
  const rows = await rowsOf(db, target);
  if (target.scope !== 'file' && target.scope !== 'interview') return { ...rows, spared: [] };
  const unread = db.selectFrom('file').select('id').where(oneOf('id', rows.files));
  const isUnread = await unread.where('state', 'not in', ['read', 'archive']).executeTakeFirst();
  if (isUnread !== undefined) return { ...rows, spared: [] };
  const reports = db.selectFrom('report').select('id').where(inTime(target, 'asked_at'));
  // Of reports that aren't finished, and of those of earlier versions, nothing is known: they go.
  const madeFromOthers = sql<SqlBool>`not (document->'interviews' ?| ${[...rows.interviews]}::text[])`;
  const spared = await reports.where(madeFromOthers).execute();
  return { ...rows, spared: spared.map(({ id }) => id) };
}

async function rowsOf(db: Kysely<Tables>, target: ForgetTarget): Promise<Omit<Reached, 'spared'>> {
  const { scope, channel, targetId } = target;
  if (scope === 'reports') return { files: [], interviews: [] };
  if (scope === 'interview') return reachedByInterview(db, channel, targetId ?? '');
  const all = db.selectFrom('file').select(['id', 'external_id', 'state']).where('channel', '=', channel);
  const named = await (scope === 'channel' ? all : all.where('id', '=', targetId ?? '')).execute();
  const archives = named.filter(({ state }) => state === 'archive').map((file) => file.external_id);
  const inside = archives.length === 0 ? [] : await all.where('external_id', 'in', archives).execute();
  const files = [...new Set([...named, ...inside].map(({ id }) => id))];
  if (files.length === 0) return { files, interviews: [] };
  const rows = await db.selectFrom('interview').select('id').where(oneOf('file_id', files)).execute();
  return { files, interviews: rows.map(({ id }) => id) };
}

async function reachedByInterview(db: Kysely<Tables>, channel: string, id: string): Promise<Omit<Reached, 'spared'>> {
  const own = await db
    .selectFrom('interview')
    .select('file_id')
    .where('id', '=', id)
    .where('channel', '=', channel)
    .executeTakeFirst();
  if (own === undefined) return { files: [], interviews: [] };
  const siblings = await db.selectFrom('interview').select('id').where('file_id', '=', own.file_id).execute();
  return { files: siblings.length === 1 ? [own.file_id] : [], interviews: [id] };
}

/** True for rows that belong to none of the reports that stay, by a column with the key of a message. */
export function notOf(column: string, { spared }: Reached): Expression<SqlBool> {
  const keys = spared.flatMap((id) => REPORT_KEYS.map((kind) => `${kind}:${id}`));
  // A continuation has its message's key and a number behind a slash.
  return sql<SqlBool>`not (split_part(coalesce(${sql.ref(column)}, ''), '/', 1) = any(${keys}::text[]))`;
}

/** True for a target whose deletion reaches what we said: by the clock, texts go alone. */
export const reachesWords = ({ scope }: ForgetTarget): boolean => scope !== 'texts';

/** Messages of ours that hold, or may hold, what is to go. */
export function tracedMessages(db: Kysely<Tables>, target: ForgetTarget, reached: Reached) {
  const { channel, scope, since, until } = target;
  const about = [...reached.files.map((id) => `transcript:${id}`), ...reached.interviews.map((id) => `alert:${id}`)];
  return db
    .selectFrom('message')
    .selectAll()
    .where((eb) => {
      const at = sql<number>`cast(ts as double precision) * 1000`;
      const from = since - CLOCK_MARGIN_MS;
      const begins = (prefix: string) => sql<SqlBool>`starts_with(key, ${prefix})`;
      const inTime = eb.and([
        eb('channel', '=', channel),
        sql<SqlBool>`${at} >= ${from}`,
        ...(until === null ? [] : [sql<SqlBool>`${at} < ${until}`]),
      ]);
      const general = eb.and([eb.not(eb.or(OWN_RULES.map(begins))), notOf('key', reached)]);
      const upload = eb.and([begins('ingest:'), sql<SqlBool>`${at} < ${since + INGEST_MESSAGE_MS}`]);
      const words = scope === 'channel' ? eb.not(begins('thread:')) : eb.or([general, upload]);
      const said = eb.and([inTime, scope === 'reports' ? general : words]);
      return about.length === 0 ? said : eb.or([said, oneOf('key', about)]);
    })
    .orderBy('ts');
}

type OwnTables = 'report' | 'turn' | 'upload';

/** Rows of a table by channel and time. */
export function inTime<Table extends OwnTables>(target: ForgetTarget, column: string) {
  return (eb: ExpressionBuilder<Tables, Table>) =>
    eb.and([
      sql<SqlBool>`channel = ${target.channel}`,
      sql<SqlBool>`${sql.ref(column)} >= ${target.since}`,
      ...(target.until === null ? [] : [sql<SqlBool>`${sql.ref(column)} < ${target.until}`]),
    ]);
}
