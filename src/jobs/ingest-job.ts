import { causeName } from '../core/cause-name.ts';
import { toAttritionError } from '../core/errors.ts';
import { faultSentence, remarkSentence } from '../core/fault-sentences.ts';
import type { FileOutcome } from '../core/file.ts';
import type { Language } from '../core/language.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import type { LiveMessage, MessageView, Place } from '../core/ports/conversation.ts';
import type { Log } from '../core/ports/log.ts';
import type { IngestPayload } from '../core/ports/outbox.ts';
import type { FileRecord } from '../core/ports/store.ts';
import { isPassing } from '../store/store-faults.ts';
import { progressBar } from './progress-view.ts';
import { tellDelay } from './tell-delay.ts';
import { type TranscribeDeps, transcribeFile } from './transcribe-file.ts';
import { transcriptLanguage } from './transcript-view.ts';

export interface IngestDeps extends TranscribeDeps {
  readonly log: Log;
}

type Read = Extract<FileOutcome, { readonly kind: 'read' }>;
type NotRead = Extract<FileOutcome, { readonly kind: 'not-read' }>;

interface Tally {
  files: number;
  interviews: number;
  /** Transcripts that wait for a person; they count for the language, not as interviews. */
  waiting: number;
  /** Interviews and transcripts in Chinese: the answer is in the language most of them are in. */
  chinese: number;
  readonly sentences: ((language: Language) => string)[];
}

const languageOfTally = (tally: Tally): Language =>
  tally.chinese * 2 > tally.interviews + tally.waiting ? 'zh' : 'en';

function view(tally: Tally, total: number): MessageView {
  const language = languageOfTally(tally);
  const finished = tally.files >= total;
  const bar = finished ? '' : `${progressBar(tally.files, total)} `;
  const head =
    language === 'en'
      ? `${bar}${tally.files} of ${total} files read · **${tally.interviews} interviews** found`
      : `${bar}已读取 ${tally.files}/${total} 个文件 · 共 **${tally.interviews} 份访谈**`;
  const next =
    language === 'en'
      ? 'Is that number right? Then type `/attrition report`.'
      : '数目对吗？对的话请输入 `/attrition report`。';
  const remarks = tally.sentences.map((sentence) => `- ${sentence(language)}`);
  return { markdown: [head, ...remarks, ...(finished ? ['', next] : [])].join('\n'), notice: head.replaceAll('*', '') };
}

function tellNotRead(name: string, { fault, detail }: Pick<NotRead, 'fault' | 'detail'>, tally: Tally): void {
  tally.sentences.push((language) => faultSentence(fault, { ...detail, name }, language));
}

function tellRead(name: string, read: Pick<Read, 'interviews' | 'remarks'>, tally: Tally): void {
  const { interviews, remarks } = read;
  tally.interviews += interviews.length;
  tally.chinese += interviews.filter(({ language }) => language === 'zh').length;
  if (interviews.length > 1) {
    tally.sentences.push((language) =>
      language === 'en'
        ? `${escapeMarkdown(name)}: ${interviews.length} interviews`
        : `${escapeMarkdown(name)}：${interviews.length} 份访谈`,
    );
  }
  for (const remark of remarks) {
    tally.sentences.push((language) => remarkSentence({ ...remark, detail: { ...remark.detail, name } }, language));
  }
}

async function keep(record: FileRecord, outcome: FileOutcome, deps: IngestDeps, tally: Tally): Promise<void> {
  const { name } = outcome;
  if (outcome.kind === 'not-read') {
    await deps.store.files.markNotRead(record.id, outcome.fault, outcome.detail);
    return tellNotRead(name, outcome, tally);
  }
  const { saved, duplicates } = await deps.store.interviews.save(record, outcome.interviews);
  if (saved.length === 0 && duplicates.length > 0) {
    const duplicate = { fault: 'file-duplicate', detail: { name } } as const;
    await deps.store.files.markNotRead(record.id, duplicate.fault, duplicate.detail);
    return tellNotRead(name, duplicate, tally);
  }
  const repeated =
    duplicates.length === 0
      ? []
      : [{ code: 'duplicate-interview' as const, detail: { name, count: duplicates.length } }];
  const remarks = [...outcome.remarks, ...repeated];
  await deps.store.files.markRead(record.id, remarks);
  tellRead(name, { interviews: saved, remarks }, tally);
}

/** Tells of files that a process before this one has settled, as that one would have. */
async function recall(settled: readonly FileRecord[], { store }: IngestDeps, tally: Tally): Promise<void> {
  const [first] = settled;
  if (first === undefined) return;
  const archives = new Set(settled.filter(({ state }) => state === 'archive').map(({ externalId }) => externalId));
  const inside = (await store.files.list(first.channel)).filter(
    ({ externalId, state }) => archives.has(externalId) && state !== 'archive',
  );
  const byFile = Map.groupBy(await store.interviews.list({ channel: first.channel }), ({ fileId }) => fileId);
  for (const { id, name, state, fault, detail, remarks } of [...settled, ...inside]) {
    if (state === 'read') tellRead(name, { interviews: byFile.get(id) ?? [], remarks }, tally);
    else if (state === 'not-read') tellNotRead(name, { fault: fault ?? 'unexpected', detail }, tally);
  }
}

/** Keeps what became of a file; one that only a vision model can read goes to it first, if there is one. */
async function settle(
  record: FileRecord,
  outcome: FileOutcome,
  tally: Tally,
  { place, deps }: { readonly place: Place; readonly deps: IngestDeps },
): Promise<void> {
  const { vision } = deps;
  if (outcome.kind === 'read' || outcome.scan === undefined || vision === null)
    return keep(record, outcome, deps, tally);
  const scanned = { ...outcome, scan: outcome.scan };
  const made = await transcribeFile(record, scanned, place, { ...deps, vision });
  if ('kind' in made) return keep(record, made, deps, tally);
  // A repeat after a crash: somebody has decided since.
  if (made.decision !== null) return;
  tally.waiting += 1;
  if (transcriptLanguage(made) === 'zh') tally.chinese += 1;
  const waiting = { fault: 'file-transcript-waiting' as const, detail: { model: made.model } };
  return keep(record, { kind: 'not-read', name: record.name, ...waiting }, deps, tally);
}

async function readFile(record: FileRecord, place: Place, deps: IngestDeps, tally: Tally): Promise<void> {
  try {
    const { bytes } = await deps.conversation.download(record.externalId, record.channel);
    const outcomes = await deps.reader.read({ name: record.name, bytes });
    const [only] = outcomes;
    if (outcomes.length === 1 && only !== undefined && only.name === record.name)
      return await settle(record, only, tally, { place, deps });
    for (const outcome of outcomes) {
      const inner = await deps.store.files.register({ ...record, name: outcome.name });
      await settle(inner, outcome, tally, { place, deps });
    }
    await deps.store.files.markArchive(record.id);
  } catch (error) {
    // The file is still there when the database is: it is no fault of the file's.
    if (isPassing(error)) throw error;
    const fault = toAttritionError(error);
    deps.log.warn({ file: record.id, code: fault.code, cause: causeName(fault.cause) }, 'file not read');
    await keep(record, { kind: 'not-read', name: record.name, fault: fault.code, detail: fault.detail }, deps, tally);
  }
}

async function readAll(
  records: readonly FileRecord[],
  live: LiveMessage,
  place: Place,
  deps: IngestDeps,
): Promise<Tally> {
  const tally: Tally = { files: 0, interviews: 0, waiting: 0, chinese: 0, sentences: [] };
  const settled = records.filter(({ state }) => state !== 'waiting');
  try {
    await recall(settled, deps, tally);
    tally.files = settled.length;
    for (const record of records.filter(({ state }) => state === 'waiting')) {
      await readFile(record, place, deps, tally);
      tally.files += 1;
      live.show(view(tally, records.length));
    }
    return tally;
  } catch (error) {
    await tellDelay(error, live, languageOfTally(tally));
    throw error;
  }
}

/**
 * Reads the files of one message and tells in its thread what became of each, by edits of one message.
 * Repeating the job after a crash reads only what still waits, and tells of all.
 */
export async function runIngest(payload: IngestPayload, deps: IngestDeps): Promise<void> {
  const records = (await Promise.all(payload.fileIds.map((id) => deps.store.files.get(id)))).filter(
    (one) => one !== null,
  );
  const place = { channel: payload.channel, thread: payload.thread ?? payload.ts };
  const none: Tally = { files: 0, interviews: 0, waiting: 0, chinese: 0, sentences: [] };
  const live = await deps.conversation.open(
    place,
    `ingest:${payload.channel}:${payload.ts}`,
    view(none, records.length),
  );
  const tally = await readAll(records, live, place, deps);
  const { files, interviews } = tally;
  deps.log.info({ channel: payload.channel, stage: 'ingest', files, interviews }, 'stage done');
  await live.finish(view(tally, records.length));
}
