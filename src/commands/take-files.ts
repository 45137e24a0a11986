import type { FilesInput } from '../core/ports/commands.ts';
import type { CommandDeps } from './report.ts';

/** Registers the files of one message and queues their reading; files seen before are not read twice. */
export async function takeFiles(input: FilesInput, deps: CommandDeps): Promise<void> {
  const uploadedAt = deps.clock.now();
  const fileIds: string[] = [];
  for (const file of input.files) {
    const registered = await deps.store.files.register({
      channel: input.channel,
      externalId: file.id,
      name: file.name,
      uploadedBy: input.user,
      uploadedAt,
    });
    if (registered.isNew) fileIds.push(registered.record.id);
  }
  if (fileIds.length > 0) {
    await deps.queue.sendIngest({ channel: input.channel, ts: input.ts, thread: input.thread, fileIds });
  }
}
