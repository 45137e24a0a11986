import type { ButtonInput } from '../core/ports/commands.ts';
import type { FileRecord, Transcript } from '../core/ports/store.ts';
import { TRANSCRIPT_ACTIONS, transcriptKey, transcriptView } from '../jobs/transcript-view.ts';
import type { CommandDeps } from './report.ts';

/**
 * A person's word on what a model read from a picture: its interviews are stored and count, or are left out. The first
 * decision stands; pressing again repeats its effect, which mends a crash in between.
 */
export async function decideTranscript(input: ButtonInput, deps: CommandDeps): Promise<void> {
  const record = await deps.store.files.get(input.value);
  if (record === null || record.channel !== input.message.channel) return;
  const decision = await deps.store.transcripts.decide(record.id, {
    choice: input.action === TRANSCRIPT_ACTIONS.count ? 'count' : 'leave-out',
    user: input.user,
    at: deps.clock.now(),
  });
  const transcript = await deps.store.transcripts.get(record.id);
  if (decision === null || transcript === null) return;
  if (decision.choice === 'count') await count(record, transcript, deps);
  else await deps.store.files.markNotRead(record.id, 'file-transcript-left-out', { model: transcript.model });
  const place = { channel: record.channel, thread: input.thread ?? input.message.ts };
  const view = transcriptView(record.name, transcript);
  const message = await deps.conversation.open(place, transcriptKey(record.id), view);
  await message.finish(view);
}

async function count(record: FileRecord, transcript: Transcript, { store }: CommandDeps): Promise<void> {
  const { name } = record;
  const { saved, duplicates } = await store.interviews.save(record, transcript.interviews);
  if (saved.length === 0 && duplicates.length > 0)
    return store.files.markNotRead(record.id, 'file-duplicate', { name });
  const readBy = { code: 'read-from-picture' as const, detail: { model: transcript.model } };
  const repeated = { code: 'duplicate-interview' as const, detail: { count: duplicates.length } };
  await store.files.markRead(record.id, [...transcript.remarks, readBy, ...(duplicates.length > 0 ? [repeated] : [])]);
}
