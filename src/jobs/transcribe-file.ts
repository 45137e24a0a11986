import type { FileOutcome, FileReader } from '../core/file.ts';
import type { Conversation, Place } from '../core/ports/conversation.ts';
import type { LanguageModel } from '../core/ports/language-model.ts';
import type { FileRecord, Store, Transcript } from '../core/ports/store.ts';
import { readPictures } from './read-pictures.ts';
import { SHOWN_CHARACTERS, transcriptKey, transcriptText, transcriptView } from './transcript-view.ts';

export interface TranscribeDeps {
  readonly store: Store;
  readonly conversation: Conversation;
  readonly reader: FileReader;
  /** The model that reads pictures, or null without one. */
  readonly vision: LanguageModel | null;
}

type NotRead = Extract<FileOutcome, { kind: 'not-read' }>;

/**
 * Has the vision model read a scanned file and shows the transcript in the upload's thread, with buttons. Gives the
 * waiting transcript, or why there is none. After a crash nothing is read or shown twice.
 */
export async function transcribeFile(
  record: FileRecord,
  scanned: NotRead & { readonly scan: Uint8Array },
  place: Place,
  deps: TranscribeDeps & { readonly vision: LanguageModel },
): Promise<Transcript | NotRead> {
  const known = await deps.store.transcripts.get(record.id);
  const made = known ?? (await transcribe(record, scanned, deps));
  if ('kind' in made) return made;
  const isNew = known === null && (await deps.store.transcripts.keep(made));
  await show(record, made, isNew, { place, conversation: deps.conversation });
  return made;
}

async function transcribe(
  record: FileRecord,
  scanned: NotRead & { readonly scan: Uint8Array },
  { reader, vision }: { readonly reader: FileReader; readonly vision: LanguageModel },
): Promise<Transcript | NotRead> {
  const { name } = record;
  const drawn = await reader.pictures({ name, bytes: scanned.scan });
  if ('fault' in drawn) return { kind: 'not-read', name, ...drawn };
  const read = await readPictures(drawn.pictures, vision);
  const { model } = read;
  if ('failedPages' in read)
    return {
      kind: 'not-read',
      name,
      fault: 'file-pages-unread',
      detail: { model, pages: read.failedPages.join(', ') },
    };
  // From here on it is a text like any other: speakers, sentences and masks are found by the same reader.
  const [outcome] = await reader.read({ name: `${name}.txt`, bytes: Buffer.from(read.text) });
  if (outcome === undefined || outcome.kind === 'not-read')
    return { kind: 'not-read', name, fault: outcome?.fault ?? 'file-empty', detail: outcome?.detail ?? {} };
  const interviews = outcome.interviews.map((draft) => ({
    ...draft,
    header: { ...draft.header, readFromPictureBy: model },
  }));
  return { fileId: record.id, model, interviews, remarks: outcome.remarks, decision: null };
}

async function show(
  record: FileRecord,
  transcript: Transcript,
  isNew: boolean,
  { place, conversation }: { readonly place: Place; readonly conversation: Conversation },
): Promise<void> {
  const view = transcriptView(record.name, transcript);
  const message = await conversation.open(place, transcriptKey(record.id), view);
  await message.finish(view);
  const text = transcriptText(transcript);
  if (isNew && text.length > SHOWN_CHARACTERS)
    await conversation.upload(place, [{ name: 'transcript.txt', title: 'transcript.txt', bytes: Buffer.from(text) }]);
}
