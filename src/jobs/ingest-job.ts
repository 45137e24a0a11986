import { causeName } from '../core/cause-name.ts';
import { toAttritionError } from '../core/errors.ts';
import { faultSentence, remarkSentence } from '../core/fault-sentences.ts';
import type { FileOutcome } from '../core/file.ts';
import type { Language } from '../core/language.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import type { LiveMessage, MessageView, Place } from '../core/ports/conversation.ts';
import type { Log } from '../core/ports/log.ts';
import type { FileRecord } from '../core/ports/store.ts';
import { progressBar } from './progress-view.ts';
import type { IngestPayload } from './queue.ts';
import { type TranscribeDeps, transcribeFile } from './transcribe-file.ts';
import { transcriptLanguage } from './transcript-view.ts';

export interface IngestDeps extends TranscribeDeps {
  readonly log: Log;
}

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

async function keep(record: FileRecord, outcome: FileOutcome, deps: IngestDeps, tally: Tally): Promise<void> {
  const name = outcome.name;
  if (outcome.kind === 'not-read') {
    await deps.store.files.markNotRead(record.id, outcome.fault, outcome.detail);
    tally.sentences.push((language) => faultSentence(outcome.fault, { ...outcome.detail, name }, language));
    return;
  }
  const { saved, duplicates } = await deps.store.interviews.save(record, outcome.interviews);
  if (saved.length === 0 && duplicates.length > 0) {
    await deps.store.files.markNotRead(record.id, 'file-duplicate', { name });
    tally.sentences.push((language) => faultSentence('file-duplicate', { name }, language));
    return;
  }
  const repeated =
    duplicates.length === 0
      ? []
      : [{ code: 'duplicate-interview' as const, detail: { name, count: duplicates.length } }];
  const remarks = [...outcome.remarks, ...repeated];
  await deps.store.files.markRead(record.id, remarks);
  tally.interviews += saved.length;
  tally.chinese += saved.filter((interview) => interview.language === 'zh').length;
  if (saved.length > 1) {
    tally.sentences.push((language) =>
      language === 'en'
        ? `${escapeMarkdown(name)}: ${saved.length} interviews`
        : `${escapeMarkdown(name)}：${saved.length} 份访谈`,
    );
  }
  for (const remark of remarks) {
    tally.sentences.push((language) => remarkSentence({ ...remark, detail: { ...remark.detail, name } }, language));
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
      await settle(inner.record, outcome, tally, { place, deps });
    }
    await deps.store.files.markArchive(record.id);
  } catch (error) {
    const fault = toAttritionError(error);
    deps.log.warn({ file: record.id, code: fault.code, cause: causeName(fault.cause) }, 'file not read');
    await keep(record, { kind: 'not-read', name: record.name, fault: fault.code, detail: fault.detail }, deps, tally);
  }
}

/**
 * Reads the files of one message and tells in its thread what became of each, by edits of one message.
 * Repeating the job after a crash reads only what still waits.
 */
export async function runIngest(payload: IngestPayload, deps: IngestDeps): Promise<void> {
  const records = (await Promise.all(payload.fileIds.map((id) => deps.store.files.get(id)))).filter(
    (one) => one !== null,
  );
  const tally: Tally = { files: 0, interviews: 0, waiting: 0, chinese: 0, sentences: [] };
  const place = { channel: payload.channel, thread: payload.thread ?? payload.ts };
  const message: LiveMessage = await deps.conversation.open(
    place,
    `ingest:${payload.channel}:${payload.ts}`,
    view(tally, records.length),
  );
  for (const record of records) {
    if (record.state === 'waiting') await readFile(record, place, deps, tally);
    tally.files += 1;
    message.show(view(tally, records.length));
  }
  const { files, interviews } = tally;
  deps.log.info({ channel: payload.channel, stage: 'ingest', files, interviews }, 'stage done');
  await message.finish(view(tally, records.length));
}
