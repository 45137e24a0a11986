import { randomUUID } from 'node:crypto';
import type { FilesInput } from '../core/ports/commands.ts';
import type { CommandDeps } from './report.ts';

/** Takes the files of one message and has them read; files seen before are not read twice. */
export async function takeFiles(input: FilesInput, deps: CommandDeps): Promise<void> {
  const { channel, ts, thread, user: uploadedBy } = input;
  const uploadedAt = deps.clock.now();
  const files = input.files.map(({ id: externalId, name }) => ({ channel, externalId, name, uploadedBy, uploadedAt }));
  const id = randomUUID();
  const jobFor = (fileIds: readonly string[]) =>
    ({ id, queue: 'ingest', payload: { channel, ts, thread, fileIds } }) as const;
  if (await deps.store.files.take(files, jobFor)) await deps.queue.handOver(id);
}
