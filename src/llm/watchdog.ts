import type { AttritionError } from '../core/errors.ts';
import type { Clock } from '../core/ports/clock.ts';

/** Waits for a promise, but no longer than `ms`; then throws what `late` makes. The promise itself goes on. */
export async function within<T>(promise: Promise<T>, ms: number, clock: Clock, late: () => AttritionError): Promise<T> {
  const done = new AbortController();
  const alarm = clock.sleep(ms, done.signal).then(
    () => Promise.reject(late()),
    // Called off: never settles, so that only `promise` decides.
    () => new Promise<never>(() => {}),
  );
  try {
    return await Promise.race([promise, alarm]);
  } finally {
    done.abort();
    promise.catch(() => {});
  }
}
