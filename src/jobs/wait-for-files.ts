import type { Clock } from '../core/ports/clock.ts';
import type { Store } from '../core/ports/store.ts';

interface Waiting {
  readonly channel: string;
  readonly stepMs: number;
  /** Files that are still being read after this long are no longer waited for. */
  readonly limitMs: number;
  readonly signal: AbortSignal;
  /** Called before each step. */
  readonly onWait?: () => void;
}

/** Waits until the files of a channel are read, or for as long as was said; throws the signal's reason when stopped. */
export async function waitForFiles(
  { store, clock }: { readonly store: Pick<Store, 'files'>; readonly clock: Clock },
  { channel, stepMs, limitMs, signal, onWait }: Waiting,
): Promise<void> {
  const deadline = clock.now() + limitMs;
  while ((await store.files.waiting(channel)) > 0 && clock.now() < deadline) {
    onWait?.();
    await clock.sleep(stepMs, signal);
  }
}
