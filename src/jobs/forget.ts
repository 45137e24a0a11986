import { toAttritionError } from '../core/errors.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Conversation } from '../core/ports/conversation.ts';
import type { Log } from '../core/ports/log.ts';
import type { ForgetRequest } from '../core/ports/privacy-store.ts';
import type { Store } from '../core/ports/store.ts';
import { deletedNote, deletedView } from './forget-words.ts';
import type { Queue } from './queue.ts';

/** Whatever keeps answers beside the database. */
export interface ForgetfulCache {
  forgetChannel(channel: string): void | Promise<void>;
}

export interface ForgetDeps {
  readonly store: Store;
  readonly conversation: Pick<Conversation, 'remove' | 'removeFile' | 'whisper'>;
  readonly caches: readonly ForgetfulCache[];
  readonly unscheduleDigest: Queue['unscheduleDigest'];
  readonly clock: Clock;
  readonly log: Log;
}

/** Takes our messages and uploads back, noting each as it goes; gives how many Slack didn't let us touch. */
async function takeBack(request: ForgetRequest, deps: ForgetDeps, signal: AbortSignal): Promise<number> {
  const { store, conversation } = deps;
  const note = deletedNote(request.language);
  let standing = 0;
  for (const { key, ref } of await store.forget.messages(request)) {
    signal.throwIfAborted();
    if ((await conversation.remove(ref, note)) === 'stands') standing += 1;
    else await store.forget.dropMessage(request.id, key);
  }
  for (const uploadId of await store.forget.uploads(request)) {
    signal.throwIfAborted();
    if ((await conversation.removeFile(uploadId, request.channel)) === 'stands') standing += 1;
    else await store.forget.dropUpload(request.id, uploadId);
  }
  return standing;
}

async function tell(request: ForgetRequest, standing: number, deps: ForgetDeps): Promise<void> {
  try {
    const view = deletedView(request.tally, standing, request.language);
    await deps.conversation.whisper({ channel: request.channel }, request.askedBy, view);
  } catch (error) {
    // The proof stands in the audit, whether or not the asker is still in the channel.
    deps.log.warn({ forget: request.id, code: toAttritionError(error).code }, 'asker not told of the deletion');
  }
}

/**
 * Carries out one confirmed deletion: what we said, then the rows, then what was said meanwhile. Every step notes what
 * it did, so that a job broken off anywhere goes on where it stopped and counts nothing twice.
 */
export async function runForget(forgetId: string, deps: ForgetDeps, signal: AbortSignal): Promise<void> {
  const { store, log } = deps;
  const request = await store.forget.get(forgetId);
  if (request === null || request.state !== 'confirmed') return;
  // First: which messages are about an interview is only known while it is there. It also stops reports that are being
  // written, since a message that is deleted aborts its run.
  await takeBack(request, deps, signal);
  for (const digest of await store.forget.erase(request)) await deps.unscheduleDigest(digest);
  for (const cache of deps.caches) await cache.forgetChannel(request.channel);
  const standing = await takeBack(request, deps, signal);
  if (!(await store.forget.finish(request.id, deps.clock.now()))) return;
  log.info({ forget: request.id, stage: 'forget', channel: request.channel, scope: request.scope }, 'stage done');
  const done = await store.forget.get(request.id);
  if (done !== null && done.scope !== 'texts' && done.scope !== 'reports') await tell(done, standing, deps);
}
