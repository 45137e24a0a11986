import type { Clock } from '../core/ports/clock.ts';
import type { SharedCache, SharedPlace } from '../core/ports/shared-cache.ts';

/** How often a process looks whether another one has finished what it waits for. */
const LOOK_EVERY_MS = 250;

/** A value, and when it was made (ms). */
export interface Kept<Value> {
  readonly value: Value;
  readonly at: number;
}

/** One process's way to a value that any process may have made. */
export interface Flight<Value> {
  readonly place: SharedPlace;
  /** What lies there already doesn't count; what another process makes from now on does. */
  readonly anew: boolean;
  /** Ends the waiting for another process. */
  readonly signal: AbortSignal;
  readonly make: () => Promise<Kept<Value>>;
  readonly mayKeep: (value: Value) => boolean;
  /** A kept text in its own form; null for one that is too old, or of another form. */
  readonly read: (text: string) => Kept<Value> | null;
  readonly ttlMs: number;
}

/**
 * Takes what another process made or is making, or makes it for all of them. Whoever waits takes over when the maker
 * fails or dies; without the shared cache everybody makes their own.
 */
export async function fly<Value>(flight: Flight<Value>, shared: SharedCache, clock: Clock): Promise<Kept<Value>> {
  const { place, anew, signal, make, mayKeep, read, ttlMs } = flight;
  const before = anew ? await shared.read(place) : null;
  const look = async (): Promise<Kept<Value> | null> => {
    const text = await shared.read(place);
    return text === null || text === before ? null : read(text);
  };
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    const lock = await shared.lock(place);
    if (lock === 'away') return make();
    if (lock === 'taken') {
      await clock.sleep(LOOK_EVERY_MS, signal);
      continue;
    }
    try {
      // Its maker may have finished between the look and the lock.
      const finished = await look();
      if (finished !== null) return finished;
      const made = await make();
      if (mayKeep(made.value)) await shared.write(place, JSON.stringify(made), ttlMs);
      return made;
    } finally {
      await lock.release();
    }
  }
}
